// Annotations: what is drawn beside the network, to say something about it.
import { makeAnnotation } from '../defaults.ts'
import type { Operation } from '../diff.ts'
import { canvases, onCanvas } from '../document.ts'
import { freshId } from '../naming.ts'
import type { AnnotationId, AnnotationRecord, AnnotationShape, TopologyDocument } from '../records.ts'
import { demandCanvas, demandUnlocked, namesOf } from './drawn-items.ts'
import { Draft, demand, Refused } from './operation.ts'

type Fields = Omit<AnnotationRecord, 'id' | 'type' | 'shape' | 'foreign'>
export type AnnotationFields = { readonly [F in keyof Fields]?: Fields[F] }
export type AddAnnotation = AnnotationFields & {
  readonly shape: AnnotationShape
  readonly x: number
  readonly y: number
}

/** Above the others of its canvas, unless said otherwise. Its id is in the operation: `addedAnnotations(diff)[0]`. */
export function addAnnotation(doc: TopologyDocument, args: AddAnnotation): Operation {
  const canvas = demandCanvas(doc, args.canvas ?? canvases(doc)[0].id).id
  const draft = new Draft(doc)
  const z = edgeOf(doc, { canvas, side: 'front' })
  draft.add(makeAnnotation({ z, ...args, canvas, id: freshId(doc, 'annotation', `${args.shape}1`) }))
  return draft.operation(
    `Add ${args.shape === 'text' ? 'text' : `a ${args.shape}`.replace('a e', 'an e').replace('a a', 'an a')}`,
  )
}

/** Moves, resizes or restyles; places of a locked layout stay. */
export function setAnnotation(
  doc: TopologyDocument,
  ids: readonly AnnotationId[],
  fields: AnnotationFields,
): Operation {
  if (places.some((field) => Object.hasOwn(fields, field))) demandUnlocked(doc)
  const draft = new Draft(doc)
  draft.putAll(ids.map((id) => ({ ...demand(doc, id), ...fields })))
  return draft.operation(`${wordFor(Object.keys(fields))} ${namesOf(doc, ids)}`)
}

const places = ['x', 'y', 'width', 'height', 'points', 'canvas']
function wordFor(fields: readonly string[]): string {
  if (fields.every((field) => field === 'x' || field === 'y')) return 'Move'
  if (fields.every((field) => places.includes(field))) return 'Resize'
  return fields.every((field) => field === 'text') ? 'Write on' : 'Style'
}

/** Lays annotations above or below the others of their canvas, among themselves as they were. */
export function orderAnnotations(
  doc: TopologyDocument,
  ids: readonly AnnotationId[],
  side: 'front' | 'back',
): Operation {
  if (ids.length === 0) throw new Refused('Select an annotation first.')
  const draft = new Draft(doc)
  const chosen = ids.map((id) => demand(doc, id)).sort((a, b) => a.z - b.z || (a.id < b.id ? -1 : 1))
  const edges = new Map(chosen.map(({ canvas }) => [canvas, edgeOf(doc, { canvas, side }, new Set(ids))]))
  draft.putAll(
    chosen.map((each, i) => {
      const edge = edges.get(each.canvas)!
      return { ...each, z: side === 'front' ? edge + i : edge - (chosen.length - 1 - i) }
    }),
  )
  return draft.operation(`${side === 'front' ? 'Bring' : 'Send'} ${namesOf(doc, ids)} to the ${side}`)
}

/** The number above, or below, all annotations of a canvas but `without`. */
function edgeOf(
  doc: TopologyDocument,
  { canvas, side }: { canvas: AnnotationRecord['canvas']; side: 'front' | 'back' },
  without: ReadonlySet<AnnotationId> = new Set(),
): number {
  let edge: number | null = null
  for (const each of onCanvas(doc, canvas)) {
    if (each.type !== 'annotation' || without.has(each.id)) continue
    if (edge === null) edge = each.z
    else edge = side === 'front' ? Math.max(edge, each.z) : Math.min(edge, each.z)
  }
  return edge === null ? 0 : side === 'front' ? edge + 1 : edge - 1
}
