// Which way a slot's frames go, in words: the node that they go to.
import {
  find,
  type IfaceId,
  isIfaceId,
  isLinkId,
  type LinkId,
  type NodeId,
  nameOf,
  type RecordId,
  type TopologyDocument,
} from '@etherloom/topology'
import type { SlotDirection } from './port.ts'

export function farEnd(document: TopologyDocument, id: RecordId, direction: SlotDirection): string {
  const node = isLinkId(id)
    ? endOfLink(document, id, direction)
    : isIfaceId(id)
      ? endOfVnic(document, id, direction)
      : null
  return node === null ? 'nobody' : nameOf(document, node)
}

function endOfLink(document: TopologyDocument, id: LinkId, direction: SlotDirection): NodeId | null {
  const link = find(document, id)
  return link === undefined ? null : (find(document, direction === 'ab' ? link.b : link.a)?.node ?? null)
}

/** Out of the vnic is to its etherstub. */
function endOfVnic(document: TopologyDocument, id: IfaceId, direction: SlotDirection): NodeId | null {
  const vnic = find(document, id)
  if (vnic === undefined) return null
  return direction === 'ba' || vnic.over === null || isIfaceId(vnic.over) ? vnic.node : vnic.over
}
