// How the packet list is looked at: where it stands is the list's own affair (packets/packet-grid.ts), what others ask for and
// show is here.
import { createStore } from 'zustand/vanilla'
import { readWidths, type Widths } from '../packets/columns.ts'
import { type TimeForm, timeForms } from '../packets/packet-words.ts'
import type { TracedFrame } from '../packets/trace.ts'

export interface PacketListState {
  /** The newest packet stays in view. */
  readonly following: boolean
  /** The packet picked, with bytes of its own: it can be read after the list has let it go. */
  readonly chosen: TracedFrame | null
  /** The picked packet is shown in full. */
  readonly detailed: boolean
  readonly time: TimeForm
  readonly widths: Widths
}

const TIME_KEY = 'etherloom.packets.time'
const keptTime = (): TimeForm => timeForms.find((form) => form === localStorage.getItem(TIME_KEY)) ?? 'relative'

export const packetListStore = createStore<PacketListState>(() => ({
  following: true,
  chosen: null,
  detailed: false,
  time: keptTime(),
  widths: readWidths(),
}))

export function follow(following: boolean): void {
  if (packetListStore.getState().following !== following) packetListStore.setState({ following })
}

/** A packet that is being read stays where it is. */
export function choosePacket(frame: TracedFrame, detailed: boolean): void {
  const { place, bytes, offset, caplen } = frame
  const before = packetListStore.getState()
  if (before.chosen?.place === place && before.detailed === detailed) return
  const own = { ...frame, bytes: bytes.slice(offset, offset + caplen), offset: 0 }
  packetListStore.setState({ following: false, chosen: own, detailed })
}

export function showTime(time: TimeForm): void {
  packetListStore.setState({ time })
  localStorage.setItem(TIME_KEY, time)
}

export const closeDetail = (): void => packetListStore.setState({ detailed: false })

export const forgetChosen = (): void => packetListStore.setState({ following: true, chosen: null, detailed: false })
