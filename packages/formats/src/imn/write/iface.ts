// An interface as IMUNES writes it.
import {
  type IfaceId,
  type IfaceRecord,
  type Impairment,
  type NodeRecord,
  noImpairment,
  portOf,
  type QueueDiscipline,
  switchOf,
} from '@etherloom/topology'
import type { JsonObject } from '../imn-file.ts'
import { addressesKey, LOOPBACK } from '../to-document/address.ts'
import { USUAL_PORT } from '../to-document/iface.ts'
import { compact, merge, restOf } from './merge.ts'
import { writtenName } from './node.ts'

export interface Around {
  readonly node: NodeRecord
  /** The key of its link. */
  readonly link: string | undefined
  /** What its frames meet on the way out. */
  readonly out: Impairment
  /** Interfaces by id, for the one a vlan is over. */
  readonly nameOf: (id: IfaceId) => string
  /** Whether reading gives it the MAC address it has, when the file gives none. */
  readonly macIsUnsaid: boolean
}

export function writeIface(iface: IfaceRecord, around: Around): JsonObject {
  const own = compact({
    type: iface.kind === 'nic' ? undefined : iface.kind,
    name: writtenName(iface),
    link: around.link,
    mac: iface.kind === 'lo' || around.macIsUnsaid ? undefined : iface.mac,
    mtu: iface.mtu === USUAL_MTU ? undefined : String(iface.mtu),
    ...addressKeys(iface),
    oper_state: iface.up ? undefined : 'down',
    ...(iface.kind === 'vlan' ? vlanKeys(iface, around) : {}),
    ...(around.node.kind === 'switch' ? portKeys(iface, around.node) : {}),
    ...queueKeys(around.out),
  })
  const { type = 'phys', ...merged } = merge(own, restOf(iface))
  return { type, ...merged }
}

const USUAL_MTU = 1500

function addressKeys(iface: IfaceRecord): { ipv4_addrs?: string[]; ipv6_addrs?: string[] } {
  const loopback = iface.kind === 'lo' && iface.name === 'lo0'
  const all = [
    ...(loopback ? [LOOPBACK.ipv4_addrs, LOOPBACK.ipv6_addrs] : []),
    ...iface.addresses.map(({ address }) => address),
  ]
  const of = (key: 'ipv4_addrs' | 'ipv6_addrs') => {
    const list = all.filter((address) => addressesKey(address) === key)
    return list.length === 0 ? {} : { [key]: list }
  }
  return { ...of('ipv4_addrs'), ...of('ipv6_addrs') }
}

const vlanKeys = ({ over, vlan }: IfaceRecord, { nameOf }: Around) => ({
  vlan_dev: over === null ? '' : nameOf(over as IfaceId),
  vlan_tag: String(vlan?.id ?? ''),
})

function portKeys(iface: IfaceRecord, node: NodeRecord): JsonObject {
  const { mode, pvid, stpEnabled, pathCost, edge } = portOf(iface)
  const spanning = switchOf(node).stp === 'rstp'
  return compact({
    vlan_tag: pvid === 1 ? undefined : String(pvid),
    vlan_type: mode === 'access' ? undefined : mode,
    ...(spanning ? { ...USUAL_PORT, stp_enabled: stpEnabled ? '1' : '0' } : {}),
    stp_path_cost: pathCost === 0 ? undefined : String(pathCost),
    stp_edge: edge ? '1' : undefined,
  })
}

/** The disciplines IMUNES knows. */
const QDISC: { readonly [D in QueueDiscipline]?: string } = { drr: 'DRR', wfq: 'WFQ' }

const queueKeys = ({ queueDiscipline, queueDrop, queueFrames }: Impairment) => ({
  ifc_qdisc: QDISC[queueDiscipline],
  ifc_qdrop: queueDrop === 'head' ? 'drop-head' : undefined,
  queue_len: queueFrames === noImpairment.queueFrames ? undefined : String(queueFrames),
})
