import { find, type ImageRecord, layoutOf, type NodeId, type TopologyDocument } from '@etherloom/topology'

/** The picture a node is shown by; undefined for the sign of its kind. */
export function iconOf(document: TopologyDocument, id: NodeId): ImageRecord | undefined {
  const icon = layoutOf(document, id)?.icon
  return icon ? find(document, icon) : undefined
}
