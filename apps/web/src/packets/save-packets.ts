// Packets as a pcapng file, made a few milliseconds at a time, so that a million of them do not hold the page up. A link is one
// interface, as seen at its first end: what leaves it is out, what reaches it is in.
import { ChunkExport, DIRECTION_IN, DIRECTION_OUT, type SlotDescription } from '@etherloom/capture'
import { capturedAs, nameOf } from '@etherloom/topology'
import { createStore } from 'zustand/vanilla'
import { byteSize } from '../format.ts'
import { documentStore } from '../stores/document.ts'
import { captureEpochNs, packetTrace, packetView, type SlotOwner, slotOwner } from '../stores/packets.ts'
import type { CaptureId } from '../stores/session.ts'
import { download, fileName } from '../ui/download.ts'
import { tellError } from '../ui/toast-manager.ts'
import { totalLoss } from './gaps.ts'
import { captureName } from './link-words.ts'
import type { Trace } from './trace.ts'
import { isMarker, type TraceView } from './trace-view.ts'

/** How much of a file is made, 0 to 1; null while none is. */
export const savingStore = createStore<{ progress: number | null }>(() => ({ progress: null }))

const SLICE_MS = 8
/** Frames between two looks at the clock. */
const STRIDE = 512
const PART_BYTES = 4 * 1024 * 1024

let cancelled = false
export function cancelSaving(): void {
  cancelled = true
}

/** `which`: what the list shows, filtered as it is, or everything that was captured. */
export async function savePackets(which: 'listed' | 'all'): Promise<void> {
  if (savingStore.getState().progress !== null) return
  cancelled = false
  savingStore.setState({ progress: 0 })
  try {
    const trace = packetTrace()
    const made = await makeFile(trace, which === 'listed' ? listed(trace, packetView()) : everything(trace))
    if (made === null) return
    const file = new Blob(made.parts)
    if (await isHeld(file)) download(`${nameOfFile(made.links)}.pcapng`, 'application/x-pcapng', [file])
    else tellError('The packets were not downloaded', tooMuch(file.size))
  } finally {
    savingStore.setState({ progress: null })
  }
}

/**
 * What goes into the file, fixed when it is begun: places of frames, which stay while row numbers may not, and below zero how
 * many are missing there.
 */
type Plan = Float64Array

function listed(trace: Trace, view: TraceView): Plan {
  const plan = new Float64Array(view.end - view.first)
  for (let at = view.first; at < view.end; at++) {
    const entry = view.entry(at)
    plan[at - view.first] = isMarker(entry) ? -totalLoss(view.lossAt(at)) : trace.placeOf(entry)
  }
  return plan
}

function everything(trace: Trace): Plan {
  const { gaps, firstRow, endRow } = trace
  const plan = new Float64Array(trace.rowCount + gaps.count)
  let length = 0
  let gap = gaps.first
  for (let row = firstRow; row < endRow; row++) {
    if (gaps.rowOf(gap) <= row) {
      gap = gaps.after(row)
      plan[length++] = -totalLoss(gaps.between(row - 1, row))
    }
    plan[length++] = trace.placeOf(row)
  }
  return plan.subarray(0, length)
}

interface MadeFile {
  readonly parts: BlobPart[]
  /** Whose packets are in it. */
  readonly links: ReadonlySet<CaptureId>
}

/** Null when it was called off. */
async function makeFile(trace: Trace, plan: Plan): Promise<MadeFile | null> {
  const links = new Set<CaptureId>()
  const file = new ChunkExport((slot) => {
    const owner = slotOwner(slot)
    if (owner) links.add(owner.record)
    return describe(slot, owner)
  }, captureEpochNs())
  const parts: BlobPart[] = []
  let until = performance.now() + SLICE_MS
  for (let i = 0; i < plan.length; i++) {
    append(file, trace, plan[i]!)
    if (i % STRIDE !== 0 || performance.now() < until) continue
    if (cancelled) return null
    savingStore.setState({ progress: i / plan.length })
    if (file.pending >= PART_BYTES) parts.push(partOf(file))
    await new Promise((resolve) => setTimeout(resolve))
    until = performance.now() + SLICE_MS
  }
  file.finish()
  parts.push(partOf(file))
  return { parts, links }
}

/** A browser without room for a file, as in a private window, says so only to who reads it: the end is what it lacks. */
const isHeld = (file: Blob): Promise<boolean> =>
  file
    .slice(-1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    )

const tooMuch = (bytes: number): string =>
  `The file would have ${byteSize(bytes)}, more than this browser keeps at once. Filter the list and download a part of it, or let Record write a file on the server.`

/** Handed to the browser as it is made: a hundred megabytes at once would hold the page up. */
const partOf = (file: ChunkExport): Blob => new Blob([file.take()])

function append(file: ChunkExport, trace: Trace, step: number): void {
  if (step < 0) return file.lose(-step)
  const frame = trace.frameAt(step)
  // Let go since the file was begun.
  if (frame === null) return file.lose(1)
  file.frame(frame.slot, frame.ns, frame.bytes, frame.offset, frame.caplen, frame.len)
}

function describe(slot: number, owner: SlotOwner | undefined): SlotDescription {
  const { document } = documentStore.getState()
  const names = owner ? capturedAs(document, owner.record) : { interface: `deleted link ${slot}`, description: '' }
  return { ...names, snaplen: 0, direction: owner?.direction === 'ba' ? DIRECTION_IN : DIRECTION_OUT }
}

/** After its links, as far as they are few. */
function nameOfFile(links: ReadonlySet<CaptureId>): string {
  if (links.size > 3) return fileName(`${nameOf(documentStore.getState().document, 'lab:lab')} packets`)
  return fileName([...links].map(captureName).join(', '))
}
