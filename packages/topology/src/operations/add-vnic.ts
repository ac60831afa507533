import { addressJoinedLan } from '../addressing.ts'
import { makeIface } from '../defaults.ts'
import type { Operation } from '../diff.ts'
import { hasStack, isIfaceId, record } from '../document.ts'
import { lanOf } from '../lan.ts'
import { freshIfaceName, freshMac, ifaceIdFor, normalizeMac } from '../naming.ts'
import type { IfaceId, NodeId, TopologyDocument } from '../records.ts'
import { Draft, demand, Refused } from './operation.ts'

export interface AddVnic {
  readonly node: NodeId
  /** An etherstub, or an interface whose wire the vnic shares. */
  readonly over: NodeId | IfaceId
  /** `vnic0`, `vnic1` … when not given. */
  readonly name?: string
  readonly mac?: string
  /** Whether Etherloom chooses an address, as it does for a drawn wire; `dladm create-vnic` gives none. */
  readonly address?: 'automatic' | 'none'
}

/** Creates a virtual NIC, as `dladm create-vnic -l over name` does. */
export function addVnic(doc: TopologyDocument, args: AddVnic): Operation {
  const node = demand(doc, args.node)
  const over = demand(doc, args.over)
  if (!hasStack(node.kind)) throw new Refused(`A ${node.kind} cannot have a vnic: only machines, jails and zones can.`)
  if (over.type === 'node' && over.kind !== 'etherstub')
    throw new Refused(`A vnic is made over an etherstub or an interface; ${over.name} is a ${over.kind}.`)
  if (over.type === 'iface') {
    const carrier = record(doc, over.node)
    if (!hasStack(carrier.kind))
      throw new Refused(
        `A vnic is made over an interface of a machine, jail or zone; ${carrier.name} is a ${carrier.kind}.`,
      )
  }
  const name = args.name ?? freshIfaceName(doc, node.id, 'vnic')
  const mac = args.mac === undefined ? freshMac(doc) : normalizeMac(args.mac)
  if (mac === null) throw new Refused(`"${args.mac}" is not a MAC address such as 02:08:20:00:00:01.`)
  const vnic = makeIface({
    id: ifaceIdFor(doc, node, name),
    kind: 'vnic',
    node: node.id,
    home: node.id,
    name,
    over: over.id,
    mac,
    mtu: isIfaceId(over.id) ? record(doc, over.id).mtu : 1500,
  })
  const draft = new Draft(doc)
  draft.add(vnic)
  if (args.address === 'automatic') {
    const others = lanOf(draft.doc, vnic).endpoints.filter((iface) => iface.id !== vnic.id)
    for (const [id, addresses] of addressJoinedLan(draft.doc, others, [vnic], new Set([vnic.id])))
      draft.put({ ...record(draft.doc, id), addresses: [...addresses] })
  }
  return draft.operation(`Create ${name} on ${node.name} over ${over.name}`)
}
