// What an interface is made over, by its kind.
import { find, hasStack, isIfaceId, record, vnicsOver } from '../document.ts'
import type { IfaceKind, IfaceRecord, NodeRecord, TopologyDocument } from '../records.ts'
import type { Report } from './problem.ts'

const MAX_STACKING = 16

type Check = (doc: TopologyDocument, iface: IfaceRecord, node: NodeRecord, report: Report) => void

const checkNic: Check = (_doc, iface, node, report) => {
  if (iface.over !== null)
    report('error', iface.id, 'over', 'a nic is made over nothing', 'set over to null, or kind to vnic')
  if (node.kind === 'etherstub')
    report(
      'error',
      iface.id,
      'node',
      'an etherstub has no interfaces, only vnics made over it',
      'make a vnic over it in a zone',
    )
}

const checkLo: Check = (_doc, iface, node, report) => {
  if (!hasStack(node.kind)) report('error', iface.id, 'node', `a ${node.kind} has no loopback interface`, 'remove it')
  if (iface.over !== null)
    report('error', iface.id, 'over', 'a loopback interface is made over nothing', 'set over to null')
  if (iface.home !== iface.node)
    report('error', iface.id, 'home', 'a loopback interface stays in its node', `set its home to ${iface.node}`)
}

const checkVnic: Check = (doc, iface, node, report) => {
  if (!hasStack(node.kind))
    report('error', iface.id, 'node', `a ${node.kind} cannot have a vnic`, 'place it in a machine, jail or zone')
  if (iface.over === null) {
    report('error', iface.id, 'over', 'a vnic is made over an etherstub or an interface', 'say which')
    return
  }
  const over = find(doc, iface.over)
  if (over === undefined)
    report('error', iface.id, 'over', `what it is made over, ${iface.over}, does not exist`, 'remove the vnic')
  else if (over.type === 'node' && over.kind !== 'etherstub')
    report(
      'error',
      iface.id,
      'over',
      `a vnic cannot be made over a ${over.kind}`,
      'make it over an etherstub or an interface',
    )
  else if (over.type === 'iface' && !hasStack(find(doc, over.node)?.kind ?? 'machine'))
    report(
      'error',
      iface.id,
      'over',
      `a vnic cannot be made over a port of ${over.node}`,
      'make it over an interface of a machine, jail or zone',
    )
  else if (over.type === 'iface' && (over.kind === 'lo' || over.kind === 'vlan'))
    report('error', iface.id, 'over', `a vnic cannot be made over a ${over.kind}`, 'make it over a nic or a vnic')
  checkStacking(doc, iface, report)
}

function checkStacking(doc: TopologyDocument, iface: IfaceRecord, report: Report): void {
  let at = iface.over
  for (let depth = 0; at !== null && isIfaceId(at); depth++) {
    if (at === iface.id || depth >= MAX_STACKING) {
      const why =
        at === iface.id ? `${iface.name} would be made over itself` : `vnics are stacked more than ${MAX_STACKING} deep`
      report('error', iface.id, 'over', why, 'make it over an etherstub or a nic')
      return
    }
    at = find(doc, at)?.over ?? null
  }
}

const checkVlan: Check = (doc, iface, node, report) => {
  if (!hasStack(node.kind))
    report(
      'error',
      iface.id,
      'node',
      `a ${node.kind} cannot have a vlan interface`,
      'place it in a machine, jail or zone, or set the VLANs of its ports',
    )
  if (iface.vlan === null)
    report('error', iface.id, 'vlan', `${iface.name} is a vlan without a tag`, 'give it an id from 1 to 4094')
  const over = iface.over === null ? undefined : find(doc, iface.over)
  if (over === undefined)
    report('error', iface.id, 'over', 'a vlan is made over an interface of its node', 'say which, or remove the vlan')
  else if (over.type !== 'iface' || over.node !== iface.node || (over.kind !== 'nic' && over.kind !== 'vnic'))
    report('error', iface.id, 'over', `a vlan cannot be made over ${over.id}`, 'make it over a nic or vnic of its node')
  else if (iface.vlan !== null)
    for (const other of vnicsOver(doc, over.id))
      if (other.id !== iface.id && other.vlan?.id === iface.vlan.id)
        report(
          'error',
          iface.id,
          'vlan.id',
          `${other.name} has the tag ${iface.vlan.id} over ${record(doc, over.id).name} too`,
          'give one of them another id',
        )
}

export const checkKind: { readonly [K in IfaceKind]: Check } = {
  nic: checkNic,
  lo: checkLo,
  vnic: checkVnic,
  vlan: checkVlan,
}
