// Deleting takes along what cannot stand alone: a node its contents, interfaces, wires and place on the canvas; an
// etherstub or interface the vnics over it; a wire the two interfaces that were made when it was drawn (as IMUNES does),
// unless they are to be kept. An interface on loan to a node that goes returns home. A group goes with all that is in it, and
// when the last of that goes; a picture with the last that showed it, and out of whatever shows it.
import type { Operation } from '../diff.ts'
import {
  canvases,
  childrenOf,
  find,
  ifacesOf,
  inGroup,
  isCanvasId,
  isGroupId,
  isIfaceId,
  isImageId,
  isLinkId,
  isNodeId,
  layoutOf,
  nameOf,
  onCanvas,
  pathOf,
  record,
  usersOfImage,
  vnicsOver,
} from '../document.ts'
import { indexOf } from '../document-index.ts'
import {
  type EdgeId,
  type IfaceId,
  type ImageId,
  type LinkId,
  MACHINE0,
  type NodeId,
  type RecordId,
  type TopologyDocument,
  type TopologyRecord,
} from '../records.ts'
import { dropEmptyGroups, dropUnusedImages } from './drawn-items.ts'
import { Draft, demand, Refused } from './operation.ts'

export interface RemoveOptions {
  /** Leave the interfaces of a removed wire, with their addresses, to be wired again. */
  readonly keepIfaces?: boolean
}

export function removeRecords(doc: TopologyDocument, ids: readonly RecordId[], options: RemoveOptions = {}): Operation {
  for (const id of ids) {
    demand(doc, id)
    if (id === MACHINE0) throw new Refused('The machine everything is placed in cannot be deleted.')
    if (id === 'lab:lab') throw new Refused('The lab itself cannot be deleted from inside it.')
  }
  if (canvases(doc).every(({ id }) => ids.includes(id))) throw new Refused('The only canvas cannot be deleted.')
  const doomed = closure(doc, ids, options.keepIfaces ?? false)
  const gone = [...doomed].map((id): TopologyRecord => record(doc, id))
  const draft = new Draft(doc)
  // Those that go home leave first: a record must not refer to what is gone, not even for a moment.
  for (const id of doomed)
    if (isNodeId(id)) for (const iface of ifacesOf(doc, id)) if (!doomed.has(iface.id)) sendHome(draft, iface.id)
  for (const id of doomed) if (isImageId(id)) takeOutOfSight(draft, id, doomed)
  draft.apply({ added: {}, updated: {}, removed: Object.fromEntries(gone.map((each) => [each.id, each])) })
  dropEmptyGroups(draft, gone.map(groupAround))
  dropUnusedImages(draft, gone.map(imageIn))
  return draft.operation(labelOf(doc, ids))
}

/** Everything that goes when these go. A work list, so deep nesting costs no stack. */
function closure(doc: TopologyDocument, ids: readonly RecordId[], keepIfaces: boolean): Set<RecordId> {
  // A set grows while it is walked, and each record is walked once.
  const doomed = new Set<RecordId>(ids)
  for (const id of doomed)
    if (isCanvasId(id)) for (const each of onCanvas(doc, id)) doomed.add(each.type === 'layout' ? each.node : each.id)
    else if (isGroupId(id))
      for (const each of inGroup(doc, id)) doomed.add(each.type === 'layout' ? each.node : each.id)
  // Deciding who may go home needs to know every node that goes, so nodes come first.
  for (const id of doomed) if (isNodeId(id)) for (const child of childrenOf(doc, id)) doomed.add(child.id)
  for (const id of doomed) {
    if (isNodeId(id)) takeWithNode(doc, id, doomed)
    else if (isIfaceId(id)) takeWithIface(doc, id, doomed)
    else if (isLinkId(id) && !keepIfaces) takeWithLink(doc, id, doomed)
    if (isIfaceId(id) || isLinkId(id)) takePath(doc, id, doomed)
  }
  return doomed
}

function takeWithNode(doc: TopologyDocument, id: NodeId, doomed: Set<RecordId>): void {
  for (const iface of ifacesOf(doc, id)) if (iface.home === id || doomed.has(iface.home)) doomed.add(iface.id)
  for (const away of indexOf(doc).ifacesByHome.get(id) ?? []) doomed.add(away)
  for (const vnic of vnicsOver(doc, id)) doomed.add(vnic.id)
  const layout = layoutOf(doc, id)
  if (layout !== undefined) doomed.add(layout.id)
}

function takeWithIface(doc: TopologyDocument, id: IfaceId, doomed: Set<RecordId>): void {
  for (const vnic of vnicsOver(doc, id)) doomed.add(vnic.id)
  for (const link of indexOf(doc).linksByIface.get(id) ?? []) doomed.add(link)
}

/** An interface that carries vnics stays: it is more than the end of this wire. */
function takeWithLink(doc: TopologyDocument, id: LinkId, doomed: Set<RecordId>): void {
  const { a, b } = record(doc, id)
  for (const end of [a, b]) if (vnicsOver(doc, end).length === 0) doomed.add(end)
}

function takePath(doc: TopologyDocument, id: EdgeId, doomed: Set<RecordId>): void {
  const path = pathOf(doc, id)
  if (path !== undefined) doomed.add(path.id)
}

const groupAround = (gone: TopologyRecord) =>
  gone.type === 'group' ? gone.parent : gone.type === 'layout' || gone.type === 'annotation' ? gone.group : null
const imageIn = (gone: TopologyRecord): ImageId | null =>
  gone.type === 'layout' ? gone.icon : gone.type === 'canvas' ? (gone.picture?.image ?? null) : null

function takeOutOfSight(draft: Draft, id: ImageId, doomed: ReadonlySet<RecordId>): void {
  for (const user of usersOfImage(draft.doc, id)) {
    if (doomed.has(user.id)) continue
    draft.put(user.type === 'layout' ? { ...user, icon: null } : { ...user, picture: null })
  }
}

function sendHome(draft: Draft, id: IfaceId): void {
  const iface = record(draft.doc, id)
  draft.put({ ...iface, node: iface.home })
}

function labelOf(doc: TopologyDocument, ids: readonly RecordId[]): string {
  if (ids.length === 1) return `Delete ${nameOf(doc, ids[0])}`
  const nodeCount = ids.filter((id) => find(doc, id)?.type === 'node').length
  if (nodeCount === 1) return `Delete ${nameOf(doc, ids.find(isNodeId)!)}`
  return nodeCount > 0 ? `Delete ${nodeCount} nodes` : `Delete ${ids.length} items`
}
