import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useLive, useSession } from '../stores/hooks.ts'
import { isRunning } from '../stores/live.ts'
import { packetFilterStore } from '../stores/packet-filter.ts'
import { packetListStore } from '../stores/packet-list.ts'
import { onPackets, packetTrace, packetView } from '../stores/packets.ts'
import { PacketDetail } from './PacketDetail.tsx'
import { PacketList } from './PacketList.tsx'
import { PacketsBar } from './PacketsBar.tsx'

/** The packets of the links that are shown: a list that follows, and one packet in full. */
export function PacketsPanel() {
  const none = useSession((session) => session.captured.size === 0)
  const any = useAnyPackets()
  const detail = useStore(packetListStore, (state) => (state.detailed ? state.chosen : null))
  return (
    <div className="flex h-full flex-col">
      <PacketsBar />
      {any && !none ? (
        <div className="flex min-h-0 flex-1">
          <div className="relative flex min-h-0 min-w-0 flex-1">
            <PacketList />
            <NothingListed />
          </div>
          {detail && <PacketDetail frame={detail} />}
        </div>
      ) : (
        <NoPackets none={none} />
      )}
    </div>
  )
}

function NoPackets({ none }: { none: boolean }) {
  const running = useLive(isRunning)
  const words = none
    ? 'Click a link on the canvas, or in the inspector’s list, to see its packets. Ctrl+click adds another.'
    : running
      ? 'Waiting for packets. Try ping in a console.'
      : 'Press Run: packets are captured from the first one on.'
  return <p className="flex flex-1 items-center justify-center px-4 text-center text-dim">{words}</p>
}

/** A filter that nothing passes: an empty list alone would look like a capture that failed. */
function NothingListed() {
  const applied = useStore(packetFilterStore, (state) => state.applied)
  const [nothing, setNothing] = useState(false)
  useEffect(() => {
    const look = (): void => setNothing(packetView().packetCount === 0 && packetView().progress >= 1)
    look()
    return onPackets(look)
  }, [])
  if (applied === '' || !nothing) return null
  return (
    <p
      role="status"
      className="pointer-events-none absolute inset-0 flex items-center justify-center px-4 text-center text-dim"
    >
      <span className="wrap-anywhere">
        Nothing that was captured matches <code className="font-mono text-text">{applied}</code>.
      </span>
    </p>
  )
}

/** Told once when the first packet comes, not for each. */
function useAnyPackets(): boolean {
  const [any, setAny] = useState(() => packetTrace().rowCount > 0)
  useEffect(() => onPackets(() => setAny(packetTrace().rowCount > 0)), [])
  return any
}
