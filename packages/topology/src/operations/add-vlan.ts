import { addressJoinedLan } from '../addressing.ts'
import { makeIface } from '../defaults.ts'
import type { Operation } from '../diff.ts'
import { nameOf, record } from '../document.ts'
import { indexOf, nameKey } from '../document-index.ts'
import { lanOf } from '../lan.ts'
import { freshIfaceName, ifaceIdFor } from '../naming.ts'
import type { IfaceId, TopologyDocument } from '../records.ts'
import { Draft, demand } from './operation.ts'

export interface AddVlan {
  /** The interface whose tagged frames it takes. */
  readonly over: IfaceId
  /** The tag, 1–4094. */
  readonly id: number
  /** `vlan4` for the tag 4 when not given. */
  readonly name?: string
  /** Whether Etherloom chooses an address, as it does for a drawn wire. */
  readonly address?: 'automatic' | 'none'
}

/** Creates an interface for one VLAN of another, as `ifconfig vlan4 create vlan 4 vlandev eth0` does. It has that one's MAC. */
export function addVlan(doc: TopologyDocument, args: AddVlan): Operation {
  const over = demand(doc, args.over)
  const node = record(doc, over.node)
  const series = `vlan${args.id}`
  const taken = indexOf(doc).ifacesByName.has(nameKey(node.id, series))
  const name = args.name ?? (taken ? freshIfaceName(doc, node.id, 'vlan') : series)
  const vlan = makeIface({
    id: ifaceIdFor(doc, node, name),
    kind: 'vlan',
    node: node.id,
    home: node.id,
    name,
    over: over.id,
    mac: over.mac,
    mtu: over.mtu,
    vlan: { id: args.id },
  })
  const draft = new Draft(doc)
  draft.add(vlan)
  if (args.address === 'automatic') {
    const others = lanOf(draft.doc, vlan).endpoints.filter((iface) => iface.id !== vlan.id)
    for (const [id, addresses] of addressJoinedLan(draft.doc, others, [vlan], new Set([vlan.id])))
      draft.put({ ...record(draft.doc, id), addresses: [...addresses] })
  }
  return draft.operation(`Create ${name} for VLAN ${args.id} over ${nameOf(doc, over.id)}`)
}
