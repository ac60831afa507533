// The packets of this page: one trace of everything captured since the run began, and the view of it that is listed. Frames are
// taken as they come; what is listed follows a few milliseconds at a time, and is painted on the animation frame, so that neither a
// busy link nor a filter over a million rows holds the page up.
import { isFormatError, type Predicate, readChunk } from '@etherloom/capture'
import type { RecordSlots } from '@etherloom/protocol'
import { Trace } from '../packets/trace.ts'
import { TraceView } from '../packets/trace-view.ts'
import { forgetChosen } from './packet-list.ts'
import { type CaptureId, sessionStore } from './session.ts'

/** Which link and direction a slot is. Slots are not given twice in a run, so those of deleted links stay known. */
export interface SlotOwner {
  readonly record: CaptureId
  readonly direction: 'ab' | 'ba'
}

/** Milliseconds that examining rows may take at a time. */
const SLICE_MS = 7

let trace = new Trace()
let predicate: Predicate | null = null
let view = new TraceView(trace, null, null)
const slots = new Map<number, SlotOwner>()
const listeners = new Set<() => void>()
let frame = 0
/** A slice is due before the next frame. */
let scanning = false
let epochMs = Number.POSITIVE_INFINITY

export const packetTrace = (): Trace => trace
export const packetView = (): TraceView => view
export const slotOwner = (slot: number): SlotOwner | undefined => slots.get(slot)

/** Called on the animation frame after packets came, went, or others are listed. */
export function onPackets(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function knowSlots(list: readonly RecordSlots[]): void {
  for (const [id, ab, ba] of list) {
    const record = id as CaptureId
    slots.set(ab, { record, direction: 'ab' })
    slots.set(ba, { record, direction: 'ba' })
  }
}

/** A new run, or another lab: nothing is left. */
export function clearCaptures(): void {
  epochMs = Number.POSITIVE_INFINITY
  slots.clear()
  clearPackets()
}

/** Puts the packets away; capturing goes on. The one that was picked goes too: another will lie in its place. */
export function clearPackets(): void {
  trace = new Trace()
  forgetChosen()
  relist()
}

/** When experiment time was 0, in nanoseconds since 1970; 0 in virtual time, which has no date. */
export const captureEpochNs = (): bigint => (Number.isFinite(epochMs) ? BigInt(Math.round(epochMs)) * 1_000_000n : 0n)

/**
 * A chunk from the socket, with the number of frames the connection was too full for. `nowMs`: the time of day, in a run that keeps
 * it. Returns what is wrong with the chunk, or null.
 */
export function addChunk(bytes: Uint8Array, skipped: number, nowMs: number | null): string | null {
  const chunk = readChunk(bytes)
  if (isFormatError(chunk)) return chunk.error
  trace.add(chunk, skipped)
  // When the run began is not told; whatever came soonest says it best.
  if (nowMs !== null && chunk.count > 0) epochMs = Math.min(epochMs, nowMs - chunk.ns(chunk.count - 1) / 1e6)
  announce()
  return null
}

/** Null lists everything. */
export function filterPackets(filter: Predicate | null): void {
  predicate = filter
  relist()
}

/** Rows from here on must stay, because somebody looks at them; null when the list follows. */
export function holdPackets(row: number | null): void {
  trace.hold = row
}

function relist(): void {
  const { captured } = sessionStore.getState()
  view = new TraceView(trace, (slot) => captured.has(slots.get(slot)?.record as CaptureId), predicate)
  announce()
}

/** The list follows the links that are shown. */
export function followShownLinks(): () => void {
  return sessionStore.subscribe((state, before) => {
    if (state.captured !== before.captured) relist()
  })
}

function announce(): void {
  if (frame === 0) frame = requestAnimationFrame(work)
}

function work(): void {
  frame = 0
  const done = scan()
  for (const listener of listeners) listener()
  if (!done) scanOn()
}

function scan(): boolean {
  const until = performance.now() + SLICE_MS
  return view.scan(() => performance.now() >= until)
}

/** Between frames too: where these come slowly, a filter need not. */
function scanOn(): void {
  if (scanning) return
  scanning = true
  setTimeout(() => {
    scanning = false
    if (!scan()) scanOn()
    announce()
  })
}
