// Lays out what is selected, or the whole drawing: computed in a worker, shown gliding to its place, one move to undo.
import type { NodeId } from '@etherloom/topology'
import { fitView } from '../canvas/fit-view.ts'
import { glide, showMoving } from '../canvas/motion.ts'
import { bringAllIntoView, glideMs } from '../canvas/reveal.ts'
import { plural } from '../format.ts'
import { selectedNodes } from '../selection.ts'
import { documentStore } from '../stores/document.ts'
import { type Place, placeOf } from '../stores/drawing.ts'
import { sheetOf } from '../stores/sheet.ts'
import { moveMany } from '../transport/lab.ts'
import { busyLater } from '../ui/busy.ts'
import { tellError } from '../ui/toast-manager.ts'
import type { LayoutInput } from './graph.ts'
import type { LayoutKind } from './layout.ts'
import type { LayoutAnswer, LayoutQuestion } from './layout.worker.ts'
import { inputOf, placesOf } from './layout-input.ts'

export const layoutWords: { readonly [K in LayoutKind]: string } = {
  layers: 'in layers',
  force: 'by who is wired to whom',
  radial: 'around the middle',
  grid: 'in a grid',
  circle: 'in a circle',
}

/** More than these are put where they belong at once. */
const MOST_GLIDING = 1500
/** Two or more that are selected are meant; otherwise everything is. */
const FEWEST_SELECTED = 2

let busy = false
export const isLayingOut = (): boolean => busy

export function nodesToLayOut(): readonly NodeId[] {
  const selected = selectedNodes()
  if (selected.length >= FEWEST_SELECTED) return selected
  return [...sheetOf(documentStore.getState().document).places.keys()]
}

export async function layOutNodes(kind: LayoutKind): Promise<void> {
  const { document, lab } = documentStore.getState()
  const ids = nodesToLayOut()
  const all = ids.length === sheetOf(document).places.size
  const label = `Lay out ${plural(ids.length, 'node')} ${layoutWords[kind]}`
  busy = true
  try {
    const out = await compute({ kind, input: inputOf(document, ids) }, `${label}…`)
    if (out === null || documentStore.getState().lab !== lab) return
    await moveThem(placesOf(ids, out), label)
    if (all) fitView(glideMs())
    else bringAllIntoView(ids)
  } catch (error) {
    tellError('The nodes could not be laid out', error)
  } finally {
    busy = false
  }
}

/** Null when it was cancelled. */
function compute(question: LayoutQuestion, words: string): Promise<Float64Array | null> {
  const worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' })
  return new Promise<Float64Array | null>((resolve, reject) => {
    const note = busyLater(words, () => resolve(null))
    const settle = (work: () => void) => () => {
      note.end()
      work()
    }
    worker.onmessage = ({ data }: MessageEvent<LayoutAnswer>) => {
      if ('done' in data) note.report(data.done)
      else if ('places' in data) settle(() => resolve(data.places))()
      else settle(() => reject(new Error(data.failed)))()
    }
    worker.onerror = (event) => settle(() => reject(new Error(event.message || 'The worker could not be started.')))()
    const { places, sizes, wires, ends }: LayoutInput = question.input
    worker.postMessage(question, [places.buffer, sizes.buffer, wires.buffer, ends.buffer])
  }).finally(() => worker.terminate())
}

async function moveThem(to: ReadonlyMap<NodeId, Place>, label: string): Promise<void> {
  const { document } = documentStore.getState()
  const alive = new Map([...to].filter(([id]) => document.records.has(id)))
  const from = new Map([...alive.keys()].map((id) => [id, placeOf(document, id)]))
  // Shown where they were until they move: the document is ahead of the eye.
  showMoving(from)
  const done = await moveMany(alive, label)
  glide(from, to, done && alive.size <= MOST_GLIDING ? glideMs() * 2 : 0)
}
