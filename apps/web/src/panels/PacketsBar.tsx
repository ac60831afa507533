import { ArrowDownToLine } from 'lucide-react'
import { useStore } from 'zustand'
import { follow, packetListStore } from '../stores/packet-list.ts'
import { Button } from '../ui/Button.tsx'
import { FilterField } from './FilterField.tsx'
import { LinkChooser } from './LinkChooser.tsx'
import { PacketCount } from './PacketCount.tsx'
import { PacketsMenu } from './PacketsMenu.tsx'
import { RecordMenu } from './RecordMenu.tsx'
import { SavePackets } from './SavePackets.tsx'

/** Which links, which packets of them, how many; and what can be done with the list. */
export function PacketsBar() {
  return (
    <div className="flex h-9 shrink-0 items-center gap-2 border-b border-line px-1.5 max-sm:h-auto max-sm:flex-wrap max-sm:gap-y-0.5 max-sm:py-1">
      <LinkChooser />
      <FilterField />
      {/* On a phone the rest has a line of its own. */}
      <span className="hidden h-0 basis-full max-sm:block" aria-hidden="true" />
      <PacketCount />
      <span className="flex-1" />
      <FollowButton />
      <RecordMenu />
      <SavePackets />
      <PacketsMenu />
    </div>
  )
}

function FollowButton() {
  const following = useStore(packetListStore, (state) => state.following)
  return (
    <Button
      label="Follow"
      text="Follow"
      icon={<ArrowDownToLine size={14} />}
      detail={
        following ? 'Following: the newest packet stays in view' : 'Paused: new packets arrive below. End goes there.'
      }
      pressed={following}
      onPress={() => follow(!following)}
    />
  )
}
