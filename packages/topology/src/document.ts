// A document and the questions asked of it. Documents are immutable: an edit is a diff, `applyDiff` makes the next one.
// Lists come sorted by id, so what is built from a document does not depend on the order in which it was drawn.
import { labDefaults, makeCanvas, makeNode } from './defaults.ts'
import { type Diff, idsIn } from './diff.ts'
import { indexOf } from './document-index.ts'
import { finish, type InParts } from './in-parts.ts'
import { listOf } from './lists.ts'
import { PersistentMap } from './persistent-map.ts'
import {
  type AnnotationId,
  type AnnotationRecord,
  type CanvasId,
  type CanvasRecord,
  type EdgeId,
  FIRST_CANVAS,
  type GroupId,
  type GroupRecord,
  type IfaceId,
  type IfaceRecord,
  type ImageId,
  type ImageRecord,
  type LabRecord,
  type LayoutId,
  type LayoutRecord,
  type LinkId,
  type LinkRecord,
  MACHINE0,
  type NodeId,
  type NodeKind,
  type NodeRecord,
  type PathId,
  type PathRecord,
  type RecordId,
  type TopologyDocument,
  type TopologyRecord,
} from './records.ts'

export interface LabOptions {
  readonly seed?: number
  readonly autoRoutes?: boolean
  readonly autoAddress4?: boolean
  readonly autoAddress6?: boolean
  readonly ipv4Pool?: string
  readonly ipv6Pool?: string
  readonly hostsFile?: boolean
}

export const documentOf = (records: Iterable<TopologyRecord>): TopologyDocument => finish(documentInParts([records]))

/** A part for each piece; one that is made when it is asked for is made in its part. */
export function* documentInParts(pieces: Iterable<Iterable<TopologyRecord>>): InParts<TopologyDocument> {
  const records = yield* PersistentMap.empty<RecordId, TopologyRecord>().editInParts(function* (edit) {
    for (const piece of pieces) {
      for (const record of piece) edit.set(record.id, record)
      yield
    }
  })
  return { records }
}

/** A lab with nothing drawn: the lab itself and the machine that everything is placed in, hidden while it is alone. */
export function emptyDocument(name = 'untitled', options: LabOptions = {}): TopologyDocument {
  return documentOf([
    {
      id: 'lab:lab',
      type: 'lab',
      name,
      seed: options.seed ?? labDefaults.seed,
      autoRoutes: options.autoRoutes ?? labDefaults.autoRoutes,
      autoAddress4: options.autoAddress4 ?? labDefaults.autoAddress4,
      autoAddress6: options.autoAddress6 ?? labDefaults.autoAddress6,
      ipv4Pool: options.ipv4Pool ?? labDefaults.ipv4Pool,
      ipv6Pool: options.ipv6Pool ?? labDefaults.ipv6Pool,
      hostsFile: options.hostsFile ?? labDefaults.hostsFile,
      guide: null,
      lockLayout: labDefaults.lockLayout,
      foreign: null,
    },
    makeNode({ id: MACHINE0, kind: 'machine', role: 'host', name: 'global', parent: null }),
  ])
}

export type RecordOf<I extends RecordId> = I extends NodeId
  ? NodeRecord
  : I extends IfaceId
    ? IfaceRecord
    : I extends LinkId
      ? LinkRecord
      : I extends LayoutId
        ? LayoutRecord
        : I extends CanvasId
          ? CanvasRecord
          : I extends GroupId
            ? GroupRecord
            : I extends AnnotationId
              ? AnnotationRecord
              : I extends ImageId
                ? ImageRecord
                : I extends PathId
                  ? PathRecord
                  : LabRecord

/** The record of that id, or undefined. An id's prefix says its record's type, so no cast is needed at the caller. */
export const find = <I extends RecordId>(doc: TopologyDocument, id: I) => doc.records.get(id) as RecordOf<I> | undefined

/** The record of that id; throws when there is none: for ids that came out of this same document. */
export function record<I extends RecordId>(doc: TopologyDocument, id: I): RecordOf<I> {
  const found = find(doc, id)
  if (found === undefined) throw new Error(`the document has no record ${id}`)
  return found
}

export const isNodeId = (id: string): id is NodeId => id.startsWith('node:')
export const isIfaceId = (id: string): id is IfaceId => id.startsWith('iface:')
export const isLinkId = (id: string): id is LinkId => id.startsWith('link:')
export const isCanvasId = (id: string): id is CanvasId => id.startsWith('canvas:')
export const isGroupId = (id: string): id is GroupId => id.startsWith('group:')
export const isAnnotationId = (id: string): id is AnnotationId => id.startsWith('annotation:')
export const isImageId = (id: string): id is ImageId => id.startsWith('image:')
export const isPathId = (id: string): id is PathId => id.startsWith('path:')

/** Nodes a diff creates, so that what was just placed can be selected. */
export const addedNodes = (diff: Diff): NodeId[] => idsIn(diff.added).filter(isNodeId)
export const addedIfaces = (diff: Diff): IfaceId[] => idsIn(diff.added).filter(isIfaceId)
export const addedLinks = (diff: Diff): LinkId[] => idsIn(diff.added).filter(isLinkId)
/** In their order: adding a second canvas says the first as well. */
export const addedCanvases = (diff: Diff): CanvasId[] =>
  Object.values(diff.added)
    .filter((added) => added?.type === 'canvas')
    .sort((a, b) => a.order - b.order)
    .map(({ id }) => id)
export const addedGroups = (diff: Diff): GroupId[] => idsIn(diff.added).filter(isGroupId)
export const addedAnnotations = (diff: Diff): AnnotationId[] => idsIn(diff.added).filter(isAnnotationId)

export const lab = (doc: TopologyDocument): LabRecord => record(doc, 'lab:lab')

const all = <T extends TopologyRecord>(doc: TopologyDocument, type: T['type']) => listOf(doc, type) as readonly T[]

export const nodes = (doc: TopologyDocument) => all<NodeRecord>(doc, 'node')
export const ifaces = (doc: TopologyDocument) => all<IfaceRecord>(doc, 'iface')
export const links = (doc: TopologyDocument) => all<LinkRecord>(doc, 'link')
export const layouts = (doc: TopologyDocument) => all<LayoutRecord>(doc, 'layout')
export const groups = (doc: TopologyDocument) => all<GroupRecord>(doc, 'group')
export const annotations = (doc: TopologyDocument) => all<AnnotationRecord>(doc, 'annotation')
export const images = (doc: TopologyDocument) => all<ImageRecord>(doc, 'image')
export const paths = (doc: TopologyDocument) => all<PathRecord>(doc, 'path')
/** As they are in the document: none while nothing was said of the first one. */
export const canvasRecords = (doc: TopologyDocument) => all<CanvasRecord>(doc, 'canvas')

const recordsOf = <T extends TopologyRecord>(doc: TopologyDocument, ids: readonly RecordId[] | undefined): T[] =>
  ids === undefined ? [] : ids.map((id) => doc.records.get(id) as T)

/** Interfaces in a node now: its nics and vnics, or a switch's ports. */
export const ifacesOf = (doc: TopologyDocument, node: NodeId) =>
  recordsOf<IfaceRecord>(doc, indexOf(doc).ifacesByNode.get(node))

/** Vnics made over an etherstub or an interface. */
export const vnicsOver = (doc: TopologyDocument, over: NodeId | IfaceId) =>
  recordsOf<IfaceRecord>(doc, indexOf(doc).ifacesByOver.get(over))

/** What a machine, jail or zone contains directly. */
export const childrenOf = (doc: TopologyDocument, parent: NodeId) =>
  recordsOf<NodeRecord>(doc, indexOf(doc).nodesByParent.get(parent))

export function linkOf(doc: TopologyDocument, iface: IfaceId): LinkRecord | undefined {
  const ids = indexOf(doc).linksByIface.get(iface)
  return ids === undefined ? undefined : (doc.records.get(ids[0]) as LinkRecord)
}

/** The interface at the other end of the wire, if there is a wire. */
export function peerOf(doc: TopologyDocument, iface: IfaceId): IfaceRecord | undefined {
  const link = linkOf(doc, iface)
  return link === undefined ? undefined : find(doc, link.a === iface ? link.b : link.a)
}

const theOnlyCanvas: readonly CanvasRecord[] = [makeCanvas({ id: FIRST_CANVAS, name: 'Canvas 1' })]
const inOrder = new WeakMap<readonly CanvasRecord[], readonly CanvasRecord[]>()

/** In their order. A document that says nothing of canvases has one. */
export function canvases(doc: TopologyDocument): readonly CanvasRecord[] {
  const said = canvasRecords(doc)
  if (said.length === 0) return theOnlyCanvas
  let list = inOrder.get(said)
  // Sorting is stable and `said` is by id, so canvases of one order are always listed alike.
  if (list === undefined) inOrder.set(said, (list = said.toSorted((a, b) => a.order - b.order)))
  return list
}

/** The canvas of that id, said or not; undefined when there is none. */
export const canvasOf = (doc: TopologyDocument, id: CanvasId): CanvasRecord | undefined =>
  find(doc, id) ?? canvases(doc).find((each) => each.id === id)

/** What lies on a canvas: layouts, groups and annotations. */
export const onCanvas = (doc: TopologyDocument, id: CanvasId) =>
  recordsOf<LayoutRecord | GroupRecord | AnnotationRecord>(doc, indexOf(doc).onCanvas.get(id))

/** What lies in a group directly. */
export const inGroup = (doc: TopologyDocument, id: GroupId) =>
  recordsOf<LayoutRecord | GroupRecord | AnnotationRecord>(doc, indexOf(doc).inGroup.get(id))

/** The nodes and canvases that show a picture. */
export const usersOfImage = (doc: TopologyDocument, id: ImageId) =>
  recordsOf<LayoutRecord | CanvasRecord>(doc, indexOf(doc).usersOfImage.get(id))

/** A path record is named after its edge, so there is at most one. */
export const pathIdOf = (edge: EdgeId): PathId => `path:${edge.replace(':', '.')}`
export const pathOf = (doc: TopologyDocument, edge: EdgeId) => find(doc, pathIdOf(edge))

/** The nodes that a line on the canvas joins; null for what is drawn as no line. */
export function edgeEnds(doc: TopologyDocument, edge: EdgeId): { readonly a: NodeId; readonly b: NodeId } | null {
  const found: LinkRecord | IfaceRecord | undefined = find(doc, edge)
  if (found?.type === 'link') {
    const a = find(doc, found.a)
    const b = find(doc, found.b)
    return a === undefined || b === undefined ? null : { a: a.node, b: b.node }
  }
  const over =
    found?.type === 'iface' && found.kind === 'vnic' && found.over !== null ? find(doc, found.over) : undefined
  return over === undefined || found === undefined
    ? null
    : { a: found.node, b: over.type === 'node' ? over.id : over.node }
}

/** A node's layout record is named after it, so there is at most one. */
export const layoutIdOf = (node: NodeId): LayoutId => `layout:${node.slice('node:'.length)}`
export const layoutOf = (doc: TopologyDocument, node: NodeId) => find(doc, layoutIdOf(node))

/** Nodes of that name, wherever they are: names are unique within a parent only. */
export const nodesNamed = (doc: TopologyDocument, name: string) => nodes(doc).filter((node) => node.name === name)

/** Whether nodes of this kind have a network stack (a vnet), so addresses and routes; the others only pass frames on. */
export const hasStack = (kind: NodeKind) => kind === 'machine' || kind === 'jail' || kind === 'zone'

/** How many nodes a limit counts: not the machine that is always there, and that nobody placed. */
export const placedNodes = (doc: TopologyDocument): number => nodes(doc).length - (doc.records.has(MACHINE0) ? 1 : 0)

/** Whether the canvas shows a node: `machine0` is hidden while it is the only machine. */
export function isDrawn(doc: TopologyDocument, node: NodeRecord): boolean {
  return node.id !== MACHINE0 || nodes(doc).some((other) => other.kind === 'machine' && other.id !== MACHINE0)
}

/** Wires that join the nodes of these two interfaces. */
export function wiresBetween(doc: TopologyDocument, a: IfaceRecord, b: IfaceRecord): number {
  const index = indexOf(doc).ifacesByNode
  const [few, many] = [index.get(a.node) ?? [], index.get(b.node) ?? []]
  const [own, other] = few.length <= many.length ? [a.node, b.node] : [b.node, a.node]
  return ifacesOf(doc, own).filter(({ id }) => peerOf(doc, id)?.node === other).length
}

/** A record as people call it: `router1`, `router1 eth0`, `pc1–switch1`. */
export function nameOf(doc: TopologyDocument, id: RecordId): string {
  const found = doc.records.get(id)
  switch (found?.type) {
    case 'lab':
    case 'node':
      return found.name
    case 'iface':
      return `${nameOf(doc, found.node)} ${found.name}`
    case 'link': {
      const a = find(doc, found.a)
      const b = find(doc, found.b)
      if (a === undefined || b === undefined) return id
      const alone = wiresBetween(doc, a, b) < 2
      return alone ? `${nameOf(doc, a.node)}–${nameOf(doc, b.node)}` : `${nameOf(doc, a.id)} – ${nameOf(doc, b.id)}`
    }
    case 'layout':
      return nameOf(doc, found.node)
    case 'canvas':
    case 'image':
      return found.name
    case 'group':
      return found.title || 'group'
    case 'annotation':
      return found.text.trim().split('\n')[0].slice(0, 24) || found.shape
    case 'path':
      return nameOf(doc, found.edge)
    default:
      return id
  }
}
