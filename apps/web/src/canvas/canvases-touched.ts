// Where a change shows.
import {
  type CanvasId,
  type Diff,
  find,
  type IfaceId,
  idsIn,
  layoutOf,
  type NodeId,
  type RecordId,
  type TopologyDocument,
  type TopologyRecord,
} from '@etherloom/topology'

/** Where the first of many are is enough to know. */
const MOST_LOOKED_AT = 500

/** The canvases on which a change that was just made shows; none when it shows on every one. */
export function canvasesTouched(document: TopologyDocument, diff: Diff): CanvasId[] {
  const ids = [...idsIn(diff.removed), ...idsIn(diff.updated), ...idsIn(diff.added)].slice(0, MOST_LOOKED_AT)
  return [...new Set(ids.flatMap((id) => recordsIn(document, diff, id).flatMap((each) => canvasesOf(document, each))))]
}

/** As it is, and as it was: what left a canvas shows there, too. */
function recordsIn(document: TopologyDocument, { added, updated, removed }: Diff, id: RecordId): TopologyRecord[] {
  const now = added[id] ?? removed[id] ?? find(document, id)
  if (now === undefined) return []
  const change = updated[id]
  // What is done here and not decided yet may have changed it again: so it is not taken back as a diff is.
  return change === undefined ? [now] : [now, { ...now, ...change[0] } as TopologyRecord]
}

function canvasesOf(document: TopologyDocument, record: TopologyRecord): CanvasId[] {
  const ofNode = (node: NodeId): CanvasId[] => {
    const layout = layoutOf(document, node)
    return layout === undefined ? [] : [layout.canvas]
  }
  const ofIface = (iface: IfaceId): CanvasId[] => {
    const found = find(document, iface)
    return found === undefined ? [] : ofNode(found.node)
  }
  switch (record.type) {
    case 'canvas':
      return [record.id]
    case 'layout':
    case 'group':
    case 'annotation':
      return [record.canvas]
    case 'node':
      return ofNode(record.id)
    case 'iface':
      return ofNode(record.node)
    case 'link':
      return [...ofIface(record.a), ...ofIface(record.b)]
    case 'path': {
      const edge = find(document, record.edge)
      return edge === undefined ? [] : canvasesOf(document, edge)
    }
    case 'lab':
    case 'image':
      return []
  }
}
