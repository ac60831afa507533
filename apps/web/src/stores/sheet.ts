// The part of a drawing that is on the page: what lies on the canvas being looked at. A lab with one canvas and nothing cut in
// two is drawn as it is, and this costs nothing.
import {
  type CanvasId,
  canvases,
  canvasOf,
  find,
  type GroupId,
  groups,
  layoutOf,
  type NodeId,
  nameOf,
  pathOf,
  paths,
  placesOf,
  type TopologyDocument,
} from '@etherloom/topology'
import { type Drawing, type DrawnEdge, drawingOf, type Stub } from './drawing.ts'
import { sessionStore } from './session.ts'
import { towards, turnAside } from './stub-places.ts'

/** The canvas being looked at: the one chosen, or the first when that is gone. */
export function currentCanvas(document: TopologyDocument): CanvasId {
  const { canvas } = sessionStore.getState()
  return canvas !== null && canvasOf(document, canvas) ? canvas : canvases(document)[0]!.id
}

const known = new WeakMap<TopologyDocument, Map<CanvasId, Drawing>>()

/** What is drawn of the canvas being looked at. The same object for as long as that is the same. */
export function sheetOf(document: TopologyDocument): Drawing {
  const canvas = currentCanvas(document)
  let sheets = known.get(document)
  if (!sheets) known.set(document, (sheets = new Map()))
  let sheet = sheets.get(canvas)
  if (!sheet) sheets.set(canvas, (sheet = cutOut(document, canvas)))
  return sheet
}

/** What is derived from what is on the page is derived once for it. */
export function perSheet<T>(
  derive: (sheet: Drawing, document: TopologyDocument) => T,
): (document: TopologyDocument) => T {
  const values = new WeakMap<Drawing, { value: T }>()
  return (document) => {
    const sheet = sheetOf(document)
    let entry = values.get(sheet)
    if (!entry) values.set(sheet, (entry = { value: derive(sheet, document) }))
    return entry.value
  }
}

function cutOut(document: TopologyDocument, canvas: CanvasId): Drawing {
  const whole = drawingOf(document)
  const cuts = paths(document).some(({ split }) => split)
  const closed = groups(document).some(({ collapsed }) => collapsed)
  if (canvases(document).length === 1 && !cuts && !closed) return whole
  const here = new Map([...placesOf(document).places].filter(([, place]) => place.canvas === canvas))
  const inside = closed ? hiddenNodes(document, here.keys()) : new Map<NodeId, GroupId>()
  const halves = turnAside(
    document,
    whole.edges.flatMap((edge) => halvesOf(document, edge, canvas)),
    here,
  )
  const edges = closed ? outside(halves, inside) : halves
  return {
    nodes: whole.nodes.filter(({ id }) => here.has(id) && !inside.has(id)),
    edges,
    edgeById: new Map(edges.map((edge) => [edge.id, edge])),
    edgesOf: whole.edgesOf,
    places: closed ? new Map([...here].filter(([id]) => !inside.has(id))) : here,
    inside,
  }
}

/** The outermost collapsed group around a group, itself included; null when what is in it can be seen. */
export function closedAround(document: TopologyDocument, group: GroupId | null): GroupId | null {
  let found: GroupId | null = null
  for (let at = group; at !== null; ) {
    const each = find(document, at)
    if (each?.collapsed) found = at
    at = each?.parent ?? null
  }
  return found
}

function hiddenNodes(document: TopologyDocument, nodes: Iterable<NodeId>): Map<NodeId, GroupId> {
  const inside = new Map<NodeId, GroupId>()
  for (const id of nodes) {
    const closed = closedAround(document, layoutOf(document, id)?.group ?? null)
    if (closed) inside.set(id, closed)
  }
  return inside
}

/** Edges that leave a collapsed group end at it, beside each other; those within it are not seen, and none of them bends. */
function outside(edges: readonly DrawnEdge[], inside: ReadonlyMap<NodeId, GroupId>): DrawnEdge[] {
  const lanes = new Map<string, number>()
  const seen: DrawnEdge[] = []
  for (const edge of edges) {
    const a = inside.get(edge.a) ?? edge.a
    const b = inside.get(edge.b) ?? edge.b
    if (a === b) continue
    if ((a === edge.a && b === edge.b) || edge.stub) {
      seen.push(edge)
      continue
    }
    const pair = a < b ? `${a} ${b}` : `${b} ${a}`
    const nth = lanes.get(pair) ?? 0
    lanes.set(pair, nth + 1)
    const side = nth % 2 === 0 ? -nth / 2 : (nth + 1) / 2
    seen.push({ ...edge, bends: null, lane: (a < b ? side : -side) || 0 })
  }
  return seen
}

/** Of an edge, what is drawn on a canvas: all of it, one half, both halves, or nothing. */
function halvesOf(document: TopologyDocument, edge: DrawnEdge, canvas: CanvasId): DrawnEdge[] {
  const { places } = placesOf(document)
  const a = places.get(edge.a)
  const b = places.get(edge.b)
  if (!a || !b || (a.canvas !== canvas && b.canvas !== canvas)) return []
  const path = pathOf(document, edge.id)
  if (a.canvas === b.canvas && !path?.split) return [edge]
  const half = (end: 'a' | 'b'): DrawnEdge => {
    const [own, other] = end === 'a' ? [a, b] : [b, a]
    const far = end === 'a' ? edge.b : edge.a
    const name = nameOf(document, far)
    const away = own.canvas !== other.canvas
    const words = away ? `${name} on ${canvasOf(document, other.canvas)!.name}` : name
    const at = (end === 'a' ? path?.aStub : path?.bStub) ?? towards(own, other)
    const stub: Stub = { end, at, words, away }
    return { ...edge, bends: null, lane: 0, stub }
  }
  return [...(a.canvas === canvas ? [half('a')] : []), ...(b.canvas === canvas ? [half('b')] : [])]
}
