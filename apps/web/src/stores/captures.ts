// Traces by link. A trace outlives the capture that filled it, so one can look at another link and come back; a new run
// begins with none. Views are told at most once an animation frame that rows were added.
import { isFormatError, readChunk } from '@etherloom/capture'
import { liveStore } from './live.ts'
import { MAX_BYTES, PacketTrace } from './packet-trace.ts'
import type { CaptureId } from './session.ts'

const traces = new Map<CaptureId, PacketTrace>()
const listeners = new Set<() => void>()
/** Grows with every change: what React compares. */
let version = 0
let announced = false

export const traceOf = (id: CaptureId): PacketTrace | null => traces.get(id) ?? null
export const captureVersion = (): number => version

export function onCapture(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function clearCaptures(): void {
  traces.clear()
  announce()
}

/** A chunk from the socket, with the frames this client was too slow for. Damaged chunks are refused by the reader. */
export function addChunk(bytes: Uint8Array, skipped: number, wanted: CaptureId | null): string | null {
  const chunk = readChunk(bytes)
  if (isFormatError(chunk)) return chunk.error
  const { slots } = liveStore.getState()
  const lost = skipped + chunk.lost
  for (const id of new Set([...traces.keys(), ...(wanted ? [wanted] : [])])) {
    const pair = slots.get(id)
    if (!pair) continue
    const trace = traces.get(id) ?? new PacketTrace()
    traces.set(id, trace)
    trace.add(chunk, pair)
    if (id === wanted) trace.lost += lost
  }
  forgetBeyond(MAX_BYTES, wanted)
  announce()
  return null
}

/** All traces together stay within the limit: those not looked at go first. */
function forgetBeyond(limit: number, wanted: CaptureId | null): void {
  let bytes = 0
  for (const trace of traces.values()) bytes += trace.byteCount
  for (const [id, trace] of traces) {
    if (bytes <= limit) return
    if (id === wanted) continue
    bytes -= trace.byteCount
    traces.delete(id)
  }
}

function announce(): void {
  version++
  if (announced) return
  announced = true
  requestAnimationFrame(() => {
    announced = false
    for (const listener of listeners) listener()
  })
}
