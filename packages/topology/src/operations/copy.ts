// Copying: a part of a document as a document of its own, and putting such a part, or a whole lab, into another document. The
// clipboard, duplicating and inserting a generated shape are all this.
//
// A copy stands by itself: it holds the chosen nodes, groups and annotations, what is inside them, and whatever refers to nothing
// outside; a group comes along when everything in it does. A wire whose other end was not chosen stays behind with the interface that was made for it. What is put in gets ids,
// names and MAC addresses of its own; addresses that Etherloom chose move to subnets nobody uses, and the routes that name them
// follow.
import { makeNode } from '../defaults.ts'
import type { Operation } from '../diff.ts'
import {
  annotations,
  canvases,
  childrenOf,
  documentOf,
  find,
  groups,
  ifacesOf,
  isAnnotationId,
  isGroupId,
  isIfaceId,
  isNodeId,
  lab,
  layoutIdOf,
  layoutOf,
  layouts,
  linkOf,
  links,
  nodes,
  onCanvas,
  pathIdOf,
  paths,
  peerOf,
  record,
  vnicsOver,
} from '../document.ts'
import {
  type AnnotationId,
  type CanvasId,
  FIRST_CANVAS,
  type GroupId,
  type IfaceId,
  type IfaceRecord,
  MACHINE0,
  type NodeId,
  type Point,
  type RecordId,
  type TopologyDocument,
  type TopologyRecord,
} from '../records.ts'
import type { Position } from './add-node.ts'
import { demandCanvas, isItemId, withContents, withWholeGroups } from './drawn-items.ts'
import { FreshNames } from './fresh-names.ts'
import { moveAddresses } from './move-addresses.ts'
import { Draft, Refused } from './operation.ts'

/** Those of `ids` that are drawn things, and all that comes with them, as a document on one canvas. */
export function copyOf(doc: TopologyDocument, ids: readonly RecordId[]): TopologyDocument {
  const chosen = chosenItems(doc, ids)
  if (chosen.size === 0)
    throw new Refused(
      ids.includes(MACHINE0)
        ? 'The machine everything is placed in cannot be copied: choose nodes in it.'
        : 'Select a node first: a link is copied with the nodes it joins.',
    )
  const copied = new Map<RecordId, TopologyRecord>()
  const take = (record: TopologyRecord): void => void copied.set(record.id, record)
  const inside = (group: GroupId | null): GroupId | null => (group !== null && chosen.has(group) ? group : null)
  take({ ...lab(doc), guide: null, lockLayout: false, foreign: null })
  take(makeNode({ id: MACHINE0, kind: 'machine', role: 'host', name: record(doc, MACHINE0).name, parent: null }))
  for (const id of chosen) {
    if (isGroupId(id)) {
      const group = record(doc, id)
      take({ ...group, canvas: FIRST_CANVAS, parent: inside(group.parent) })
    } else if (isAnnotationId(id)) {
      const annotation = record(doc, id)
      take({ ...annotation, canvas: FIRST_CANVAS, group: inside(annotation.group) })
    } else {
      const node = record(doc, id)
      take(chosen.has(node.parent!) ? node : { ...node, parent: MACHINE0 })
      const layout = layoutOf(doc, id)
      if (layout) take({ ...layout, canvas: FIRST_CANVAS, group: inside(layout.group) })
      if (layout?.icon) take(record(doc, layout.icon))
      for (const iface of ifacesOf(doc, id))
        if (stands(doc, iface, chosen)) take(chosen.has(iface.home) ? iface : { ...iface, home: iface.node })
    }
  }
  for (const link of links(doc)) if (copied.has(link.a) && copied.has(link.b)) take(link)
  for (const path of paths(doc)) if (copied.has(path.edge)) take(path)
  return documentOf(copied.values())
}

type Chosen = ReadonlySet<NodeId | GroupId | AnnotationId>

function chosenItems(doc: TopologyDocument, ids: readonly RecordId[]): Chosen {
  const chosen = withContents(
    doc,
    ids.filter(isItemId).filter((id) => doc.records.has(id)),
  )
  chosen.delete(MACHINE0)
  // A set grows while it is walked.
  for (const id of chosen) if (isNodeId(id)) for (const child of childrenOf(doc, id)) chosen.add(child.id)
  return withWholeGroups(doc, chosen)
}

/** Whether an interface of a chosen node is something without what was not chosen. */
function stands(doc: TopologyDocument, iface: IfaceRecord, chosen: Chosen): boolean {
  if (iface.over !== null) {
    if (!isIfaceId(iface.over)) return chosen.has(iface.over)
    const over = find(doc, iface.over)
    return over !== undefined && chosen.has(over.node) && stands(doc, over, chosen)
  }
  // More than the end of a wire: others are made over it.
  if (linkOf(doc, iface.id) === undefined || vnicsOver(doc, iface.id).length > 0) return true
  return chosen.has(peerOf(doc, iface.id)!.node)
}

/** The middle of what a document draws. */
export function middleOf(doc: TopologyDocument): Position {
  const boxes = [
    ...layouts(doc).map(({ x, y }) => ({ x, y, width: 0, height: 0 })),
    ...annotations(doc).map(({ x, y, width, height }) => ({ x, y, width, height })),
  ]
  if (boxes.length === 0) return { x: 0, y: 0 }
  const middle = (at: 'x' | 'y', size: 'width' | 'height'): number => {
    let [least, most] = [Infinity, -Infinity]
    for (const box of boxes) {
      // An arrow's width may be negative.
      least = Math.min(least, box[at], box[at] + box[size])
      most = Math.max(most, box[at], box[at] + box[size])
    }
    return (least + most) / 2
  }
  return { x: middle('x', 'width'), y: middle('y', 'height') }
}

export interface InsertOptions {
  /** Where its middle comes to lie; as it was when not given. */
  readonly middle?: Position
  /** The first one when not given. */
  readonly canvas?: CanvasId
  /** What the undo menu says: "Paste". */
  readonly verb?: string
}

/** Puts all that is drawn in `whole` into the document, on one canvas. */
export function insert(doc: TopologyDocument, whole: TopologyDocument, options: InsertOptions = {}): Operation {
  const all = [...nodes(whole), ...groups(whole), ...annotations(whole)].map(({ id }) => id)
  const part = copyOf(
    whole,
    all.filter((id) => id !== MACHINE0),
  )
  const own = nodes(part).filter(({ id }) => id !== MACHINE0)
  const names = new FreshNames(doc, part, own)
  const canvas = demandCanvas(doc, options.canvas ?? canvases(doc)[0].id).id
  const from = middleOf(part)
  const to = options.middle ?? from
  const by = { x: Math.round(to.x - from.x), y: Math.round(to.y - from.y) }
  const records = moveAddresses(doc, part, recordsOf(part, names, { canvas, by, z: aboveAll(doc, canvas, part) }))
  const draft = new Draft(doc)
  draft.apply({ added: Object.fromEntries(records.map((each) => [each.id, each])), updated: {}, removed: {} })
  return draft.operation(`${options.verb ?? 'Paste'} ${wordsFor(part, names)}`)
}

function wordsFor(part: TopologyDocument, names: FreshNames): string {
  const own = nodes(part).filter(({ id }) => id !== MACHINE0)
  if (own.length === 1) return names.nameOf(own[0])
  const drawn = annotations(part).length
  return own.length > 0 ? `${own.length} nodes` : drawn === 1 ? 'an annotation' : `${drawn} annotations`
}

/** How much annotations rise, to lie above those that are there. */
function aboveAll(doc: TopologyDocument, canvas: CanvasId, part: TopologyDocument): number {
  let top = -1
  for (const each of onCanvas(doc, canvas)) if (each.type === 'annotation') top = Math.max(top, each.z)
  const lowest = annotations(part).reduce((least, { z }) => Math.min(least, z), Infinity)
  return lowest === Infinity ? 0 : Math.max(0, top + 1 - lowest)
}

interface Onto {
  readonly canvas: CanvasId
  readonly by: Position
  readonly z: number
}

/** The records of a part as they are to be called, in their new place; addresses as they were. */
function recordsOf(part: TopologyDocument, names: FreshNames, { canvas, by, z }: Onto): TopologyRecord[] {
  const made: TopologyRecord[] = []
  const moved = <P extends Point>(point: P): P => ({
    ...point,
    x: Math.round(point.x) + by.x,
    y: Math.round(point.y) + by.y,
  })
  const orNull = <I extends RecordId>(id: I | null): I | null => (id === null ? null : names.of(id))
  for (const each of part.records.values()) {
    switch (each.type) {
      case 'lab':
      case 'canvas':
        break
      case 'node':
        if (each.id === MACHINE0) break
        made.push({ ...each, id: names.of(each.id), name: names.nameOf(each), parent: names.of(each.parent!) })
        break
      case 'iface':
        made.push({
          ...each,
          id: names.of(each.id),
          node: names.of(each.node),
          home: names.of(each.home),
          over: orNull<NodeId | IfaceId>(each.over),
          mac: names.macOf(each),
        })
        break
      case 'link':
        made.push({ ...each, id: names.of(each.id), a: names.of(each.a), b: names.of(each.b) })
        break
      case 'layout': {
        const node = names.of(each.node)
        const group = orNull(each.group)
        made.push({ ...moved(each), id: layoutIdOf(node), node, canvas, group, icon: orNull(each.icon) })
        break
      }
      case 'group':
        made.push({ ...each, id: names.of(each.id), canvas, parent: orNull(each.parent) })
        break
      case 'annotation':
        made.push({ ...moved(each), id: names.of(each.id), canvas, group: orNull(each.group), z: each.z + z })
        break
      case 'image':
        if (!names.isThere(each.id)) made.push({ ...each, id: names.of(each.id) })
        break
      case 'path': {
        const edge = names.of(each.edge)
        const stubs = { aStub: each.aStub && moved(each.aStub), bStub: each.bStub && moved(each.bStub) }
        made.push({ ...each, id: pathIdOf(edge), edge, points: each.points.map(moved), ...stubs })
      }
    }
  }
  return made
}
