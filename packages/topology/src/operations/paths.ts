// How links run on the canvas: where they bend, and where one is cut in two stubs.
import { makePath } from '../defaults.ts'
import type { Operation } from '../diff.ts'
import { canvasOf, edgeEnds, nameOf, pathIdOf, pathOf } from '../document.ts'
import { placesOf } from '../places.ts'
import type { EdgeId, LinkId, NodeId, PathRecord, Point, TopologyDocument } from '../records.ts'
import { demandUnlocked } from './drawn-items.ts'
import { Draft, demand, Refused } from './operation.ts'

/** Bends a link at these points, from its end a to its end b; none draws it straight. */
export function setWaypoints(doc: TopologyDocument, edge: EdgeId, points: readonly Point[]): Operation {
  demandUnlocked(doc)
  const draft = new Draft(doc)
  change(draft, edge, { points: points.map(({ x, y }) => ({ x, y })) })
  return draft.operation(points.length === 0 ? `Straighten ${nameOf(doc, edge)}` : `Bend ${nameOf(doc, edge)}`)
}

/** Cuts a link in two stubs, each with the name of the other end, as IMUNES' "Split" does. They end where there is room until somebody moves them. */
export function splitLink(doc: TopologyDocument, id: LinkId): Operation {
  demand(doc, id)
  if (isSplit(doc, id)) throw new Refused(`${nameOf(doc, id)} is drawn as two stubs already.`)
  const draft = new Draft(doc)
  change(draft, id, { split: true })
  return draft.operation(`Split ${nameOf(doc, id)}`)
}

/** Draws a split link whole again. */
export function mergeLink(doc: TopologyDocument, id: LinkId): Operation {
  const why = whyNotMerged(doc, demand(doc, id).id)
  if (why !== null) throw new Refused(why)
  const draft = new Draft(doc)
  change(draft, id, { split: false, aStub: null, bStub: null })
  return draft.operation(`Merge ${nameOf(doc, id)}`)
}

export function whyNotMerged(doc: TopologyDocument, id: LinkId): string | null {
  const { a, b } = placesOfEnds(doc, id)
  if (a.canvas !== b.canvas)
    return `${nameOf(doc, id)} joins ${canvasOf(doc, a.canvas)?.name} and ${canvasOf(doc, b.canvas)?.name}: move one of its nodes to the other's canvas first.`
  return isSplit(doc, id) ? null : `${nameOf(doc, id)} is not split.`
}

/** Moves the end of a stub. */
export function moveStub(doc: TopologyDocument, edge: EdgeId, end: 'a' | 'b', place: Point): Operation {
  demandUnlocked(doc)
  const draft = new Draft(doc)
  change(draft, edge, end === 'a' ? { aStub: place } : { bStub: place })
  return draft.operation(`Move a stub of ${nameOf(doc, edge)}`)
}

/** Whether a line is drawn as two stubs: it was split, or its ends are on different canvases. */
export function isSplit(doc: TopologyDocument, edge: EdgeId): boolean {
  if (pathOf(doc, edge)?.split) return true
  const { a, b } = placesOfEnds(doc, edge)
  return a.canvas !== b.canvas
}

function placesOfEnds(doc: TopologyDocument, edge: EdgeId) {
  const ends = edgeEnds(doc, edge)
  const { places } = placesOf(doc)
  const place = (id: NodeId | undefined) => {
    const found = id === undefined ? undefined : places.get(id)
    if (found === undefined) throw new Refused(`${nameOf(doc, edge)} is not drawn as a line.`)
    return found
  }
  return { a: place(ends?.a), b: place(ends?.b) }
}

function change(draft: Draft, edge: EdgeId, fields: Partial<Omit<PathRecord, 'id' | 'type' | 'edge'>>): void {
  demand(draft.doc, edge)
  const now = pathOf(draft.doc, edge)
  const next = { ...(now ?? makePath({ id: pathIdOf(edge), edge })), ...fields }
  const says = next.split || next.points.length > 0 || next.aStub !== null || next.bStub !== null
  if (now === undefined && says) draft.add(next)
  else if (now !== undefined && says) draft.put(next)
  else if (now !== undefined) draft.apply({ added: {}, updated: {}, removed: { [now.id]: now } })
}
