// What people call a slot: the node that its frames go to, the interface that they pass.
import { DIRECTION_IN, DIRECTION_OUT, type SlotDescription } from '@etherloom/capture'
import {
  capturedAs,
  find,
  type IfaceId,
  isIfaceId,
  isLinkId,
  type LinkId,
  type NodeId,
  nameOf,
  type RecordId,
  type TopologyDocument,
  type Wire,
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

/** What a recording calls a slot: the interface at the link's end a, seen from there. */
export function describeSlot(document: TopologyDocument, id: RecordId, direction: SlotDirection): SlotDescription {
  const way = direction === 'ab' ? DIRECTION_OUT : DIRECTION_IN
  return { ...capturedAs(document, id as Wire), snaplen: 0, direction: way }
}
