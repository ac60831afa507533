// The packet picked in the list, and what can be done with it.
import { packetListStore } from '../stores/packet-list.ts'
import { packetTrace, type SlotOwner, slotOwner } from '../stores/packets.ts'
import { tell, tellError } from '../ui/toast-manager.ts'
import { linkWordsOf } from './link-words.ts'
import { hexOf, lineOf } from './packet-words.ts'
import { type RowFilters, rowFilters } from './row-filter.ts'
import type { TracedFrame } from './trace.ts'

export const chosenPacket = (): TracedFrame | null => packetListStore.getState().chosen
export const whyNotChosen = (): string | null => (chosenPacket() === null ? 'Pick a packet in the list first.' : null)

/** Its number in the list; null when the list has let it go. */
export function chosenNumber(): number | null {
  const chosen = chosenPacket()
  const row = chosen && packetTrace().rowOf(chosen.place)
  return row === null ? null : row + 1
}

export function chosenOwner(): SlotOwner | undefined {
  const chosen = chosenPacket()
  return chosen ? slotOwner(chosen.slot) : undefined
}

export function chosenFilters(): RowFilters | null {
  const chosen = chosenPacket()
  return chosen && rowFilters(chosen)
}

export function copyLine(): void {
  const chosen = chosenPacket()
  if (!chosen) return
  copyText(lineOf(chosen, chosenNumber(), linkWordsOf(slotOwner(chosen.slot)), packetTrace().originNs), 'The packet is')
}

export function copyHex(): void {
  const chosen = chosenPacket()
  if (chosen) copyText(hexOf(chosen), 'The packet’s bytes are')
}

/** `what` with its verb: "The packet is". */
export function copyText(text: string, what: string): void {
  navigator.clipboard.writeText(text).then(
    () => tell('Copied', `${what} in the clipboard.`),
    (error) => tellError('Nothing was copied', error),
  )
}
