import { Download } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { cancelSaving, savePackets, savingStore } from '../packets/save-packets.ts'
import { onPackets, packetView } from '../stores/packets.ts'
import { Button } from '../ui/Button.tsx'

/** What is listed, as a pcapng file; while it is made the button tells how far it is, and calls it off. */
export function SavePackets() {
  const progress = useStore(savingStore, (state) => state.progress)
  const empty = useNothingListed()
  if (progress !== null)
    return (
      <Button
        label="Cancel the download"
        text={`${Math.round(progress * 100)} %`}
        detail="The file is being made. Press to cancel."
        icon={<Download size={14} />}
        onPress={cancelSaving}
      />
    )
  return (
    <Button
      label="Download pcapng"
      text="pcapng"
      detail="Downloads the packets listed, for Wireshark"
      icon={<Download size={14} />}
      blocked={empty ? 'No packet is listed.' : null}
      onPress={() => void savePackets('listed')}
    />
  )
}

function useNothingListed(): boolean {
  const [empty, setEmpty] = useState(() => packetView().packetCount === 0)
  useEffect(() => onPackets(() => setEmpty(packetView().packetCount === 0)), [])
  return empty
}
