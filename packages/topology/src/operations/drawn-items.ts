// What the operations on the drawing share: a node, a group and an annotation all lie somewhere, and are all moved, grouped and
// put on another canvas alike.
import { makeLayout } from '../defaults.ts'
import {
  canvases,
  canvasOf,
  find,
  inGroup,
  isAnnotationId,
  isGroupId,
  isNodeId,
  lab,
  layoutIdOf,
  layoutOf,
  nameOf,
  record,
  usersOfImage,
} from '../document.ts'
import { placesOf } from '../places.ts'
import type {
  AnnotationId,
  AnnotationRecord,
  CanvasId,
  CanvasRecord,
  GroupId,
  GroupRecord,
  ImageId,
  LayoutRecord,
  NodeId,
  RecordId,
  TopologyDocument,
} from '../records.ts'
import { type Draft, demand, Refused } from './operation.ts'

export type ItemId = NodeId | GroupId | AnnotationId
export const isItemId = (id: RecordId): id is ItemId => isNodeId(id) || isGroupId(id) || isAnnotationId(id)

/** The record that says where an item lies; a node that a console command made has none yet. */
export function whereOf(doc: TopologyDocument, id: ItemId): LayoutRecord | GroupRecord | AnnotationRecord | undefined {
  return isNodeId(id) ? layoutOf(doc, id) : find(doc, id)
}

/** The group an item is in. */
export function groupOf(doc: TopologyDocument, id: ItemId): GroupId | null {
  const where = whereOf(doc, id)
  return where === undefined ? null : where.type === 'group' ? where.parent : where.group
}

/** A node's place, which is the one it is drawn at if nobody has placed it. */
export function layoutIn(draft: Draft, id: NodeId): LayoutRecord {
  demand(draft.doc, id)
  const now = layoutOf(draft.doc, id)
  if (now !== undefined) return now
  const { x, y, canvas } = placesOf(draft.doc).places.get(id) ?? { x: 0, y: 0, canvas: canvases(draft.doc)[0].id }
  const layout = makeLayout({ id: layoutIdOf(id), node: id, x, y, canvas })
  draft.add(layout)
  return layout
}

export function demandCanvas(doc: TopologyDocument, id: CanvasId): CanvasRecord {
  const found = canvasOf(doc, id)
  if (found === undefined) throw new Refused(`There is no ${id} in this lab any more.`)
  return found
}

/** A canvas to be changed: the first is said from now on. */
export function canvasIn(draft: Draft, id: CanvasId): CanvasRecord {
  const canvas = demandCanvas(draft.doc, id)
  if (find(draft.doc, id) === undefined) draft.add(canvas)
  return canvas
}

/** These and all that is in those of them that are groups, each once. */
export function withContents(doc: TopologyDocument, ids: Iterable<ItemId>): Set<ItemId> {
  const all = new Set<ItemId>(ids)
  // A set grows while it is walked.
  for (const id of all) {
    demand(doc, id)
    if (!isGroupId(id)) continue
    for (const each of inGroup(doc, id)) all.add(each.type === 'layout' ? each.node : each.id)
  }
  return all
}

/** These and the groups that lie in them whole: all of whose members are among them. */
export function withWholeGroups(doc: TopologyDocument, ids: Iterable<ItemId>): Set<ItemId> {
  const all = new Set<ItemId>(ids)
  const counts = new Map<GroupId, number>()
  // A set grows while it is walked.
  for (const id of all) {
    const around = groupOf(doc, id)
    if (around === null) continue
    const count = (counts.get(around) ?? 0) + 1
    counts.set(around, count)
    if (count === inGroup(doc, around).length) all.add(around)
  }
  return all
}

/** Those that are in no group that is among them too. */
export function outermost(doc: TopologyDocument, ids: readonly ItemId[]): ItemId[] {
  const chosen = new Set<ItemId>(ids)
  return [...chosen].filter((id) => {
    for (let at = groupOf(doc, id); at !== null; at = groupOf(doc, at)) if (chosen.has(at)) return false
    return true
  })
}

/** A group that has lost its last member goes, and so on outwards. */
export function dropEmptyGroups(draft: Draft, ids: Iterable<GroupId | null>): void {
  for (const id of new Set(ids)) {
    let at = id
    while (at !== null && find(draft.doc, at) !== undefined && inGroup(draft.doc, at).length === 0) {
      const group = record(draft.doc, at)
      draft.apply({ added: {}, updated: {}, removed: { [at]: group } })
      at = group.parent
    }
  }
}

/** A picture that nothing shows any more goes. */
export function dropUnusedImages(draft: Draft, ids: Iterable<ImageId | null>): void {
  for (const id of new Set(ids))
    if (id !== null && find(draft.doc, id) !== undefined && usersOfImage(draft.doc, id).length === 0)
      draft.apply({ added: {}, updated: {}, removed: { [id]: record(draft.doc, id) } })
}

/** Why nothing can be moved now, or null. */
export const whyLocked = (doc: TopologyDocument): string | null =>
  lab(doc).lockLayout ? 'The layout is locked: unlock it to move things.' : null

export function demandUnlocked(doc: TopologyDocument): void {
  const why = whyLocked(doc)
  if (why !== null) throw new Refused(why)
}

/** "router1", "3 nodes", "5 items": what a label says of these. */
export function namesOf(doc: TopologyDocument, ids: readonly RecordId[]): string {
  if (ids.length === 1) return nameOf(doc, ids[0])
  return `${ids.length} ${ids.every(isNodeId) ? 'nodes' : ids.every(isAnnotationId) ? 'annotations' : 'items'}`
}
