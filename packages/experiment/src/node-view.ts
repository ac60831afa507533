// What a node is now: interfaces, routes, neighbors, sockets; of a switch, who is behind which port. Asked ten times a second by
// whoever points at a node, so lists are cut before anything is written down.
import { ADDRESS_DUPLICATED, ADDRESS_TENTATIVE, inet6Of, inetOf, type UdpSocket, udpOf } from '@etherloom/inet'
import type { BridgePort, Ifnet, StpStatus, Switch, Vnet } from '@etherloom/net'
import {
  type AddressView,
  type BridgeView,
  type InterfaceView,
  MAX_VIEW_ROWS,
  type NeighborView,
  type NodeView,
  type PortView,
  type Rows,
  type SocketView,
  type StackView,
} from '@etherloom/protocol'
import { ifacesOf, type NodeId, type RecordId } from '@etherloom/topology'
import {
  formatCidr,
  formatCidr6,
  formatIn6,
  formatIpv4,
  formatMac,
  type In6Addr,
  isLinkLocalIn6,
} from '@etherloom/wire'
import type { Experiment } from './experiment.ts'
import { isEtherstub } from './nodes/etherstub.ts'
import type { NodeObject } from './nodes/node-object.ts'
import { isSwitch } from './nodes/switch.ts'
import { routesOf } from './route-view.ts'

/** Null when there is no such node in the kernel. */
export function viewNode(experiment: Experiment, node: NodeId): NodeView | null {
  const object = experiment.nodes.get(node)
  if (object === undefined) return null
  const ifnets = ifnetsOf(experiment, node, object)
  const sw = switchIn(object)
  const drops: { [reason: string]: number } = {}
  for (const each of [object.system?.vnet.drops, sw?.drops, object.drops]) each?.addTo(drops)
  for (const ifp of ifnets) ifp.drops.addTo(drops)
  return {
    node,
    ns: experiment.kernel.nowNs,
    interfaces: cut(ifnets, viewInterface),
    drops,
    stack: object.system === null ? null : viewStack(experiment, node, object.system.vnet),
    bridge: sw === null ? null : viewBridge(sw),
  }
}

function ifnetsOf(experiment: Experiment, node: NodeId, { system }: NodeObject): readonly Ifnet[] {
  if (system !== null) return system.vnet.ifnets
  const records = ifacesOf(experiment.document, node)
  return records.flatMap(({ id }) => experiment.ifaces.get(id)?.ifp ?? [])
}

const switchIn = (object: NodeObject): Switch | null =>
  isSwitch(object) ? object.sw : isEtherstub(object) ? object.stub.switch : null

/** The first rows, written down, and how many there are besides. */
export function cut<T, V>(list: readonly T[], view: (each: T) => V): Rows<V> {
  return { rows: list.slice(0, MAX_VIEW_ROWS).map(view), more: Math.max(0, list.length - MAX_VIEW_ROWS) }
}

function viewInterface(ifp: Ifnet): InterfaceView {
  const { ipackets, ibytes, ierrors, opackets, obytes, oerrors, name, up, carrier, mtu } = ifp
  return {
    record: ifp.recordId as RecordId | null,
    name,
    mac: ifp.mac === 0 ? null : formatMac(ifp.mac),
    addresses: addressesOf(ifp),
    ...{ up, carrier, mtu, ipackets, ibytes, ierrors, opackets, obytes, oerrors },
    drops: ifp.drops.total,
  }
}

function addressesOf(ifp: Ifnet): AddressView[] {
  if (ifp.vnet === null) return []
  const ipv4 = inetOf(ifp.vnet)
    .addresses.of(ifp)
    .map((ifa): AddressView => ({ address: formatCidr(ifa), state: 'valid', origin: 'manual' }))
  const ipv6 = ifp.vnet.ip6 === null ? [] : (inet6Of(ifp.vnet).ifs.get(ifp)?.addresses ?? [])
  const views6 = ipv6.map(
    (ifa): AddressView => ({ address: formatCidr6(ifa), state: stateOf(ifa.state), origin: ifa.origin }),
  )
  return [...ipv4, ...views6].slice(0, MAX_VIEW_ROWS)
}

const stateOf = (state: number): AddressView['state'] =>
  state === ADDRESS_TENTATIVE ? 'tentative' : state === ADDRESS_DUPLICATED ? 'duplicated' : 'valid'

function viewStack(experiment: Experiment, node: NodeId, vnet: Vnet): StackView {
  return {
    forwarding: vnet.forwarding,
    forwarding6: vnet.forwarding6,
    routes: routesOf(experiment.document, node, vnet),
    neighbors: neighborsOf(vnet),
    sockets: vnet.udp === null ? { rows: [], more: 0 } : cut(udpOf(vnet).list(), viewSocket),
  }
}

function neighborsOf(vnet: Vnet): Rows<NeighborView> {
  const four = inetOf(vnet)
    .arp.list()
    .map(({ ip, mac, ifp, expiresInS }): NeighborView => {
      const state = mac === null ? 'incomplete' : 'reachable'
      const known = { mac: macText(mac), interface: ifp.name, state, router: false, expiresInS } as const
      return { family: 4, address: formatIpv4(ip), ...known }
    })
  const six = (vnet.ip6 === null ? [] : inet6Of(vnet).nd6.list()).map(
    ({ ip, mac, ifp, state, isRouter: router, expiresInS }): NeighborView => {
      const expires = mac === null ? null : expiresInS
      const known = { mac: macText(mac), interface: ifp.name, state, router, expiresInS: expires }
      return { family: 6, address: scoped(ip, ifp), ...known }
    },
  )
  return cut([...four, ...six], (each) => each)
}

const macText = (mac: number | null): string | null => (mac === null ? null : formatMac(mac))
export const scoped = (ip: In6Addr, ifp: Ifnet): string =>
  isLinkLocalIn6(ip) ? `${formatIn6(ip)}%${ifp.name}` : formatIn6(ip)

function viewSocket(s: UdpSocket): SocketView {
  const bound = (s.l0 | s.l1 | s.l2 | s.l3) !== 0
  return {
    protocol: 'udp',
    family: s.family,
    local: endpoint(bound ? s.localIp : null, s.localPort),
    foreign: endpoint(s.connected ? s.foreignIp : null, s.foreignPort),
    waiting: s.readable,
  }
}

function endpoint(ip: number | In6Addr | null, port: number): string {
  const host = ip === null ? '*' : typeof ip === 'number' ? formatIpv4(ip) : `[${formatIn6(ip)}]`
  return `${host}:${port === 0 ? '*' : port}`
}

const treeOf = ({ bridgeId, rootId, rootCost, rootPort }: StpStatus) => ({ bridgeId, rootId, rootCost, rootPort })

function viewBridge(sw: Switch): BridgeView {
  const status = sw.stp?.status() ?? null
  const byName = new Map(status?.ports.map((port) => [port.name, port]))
  const viewPort = (member: BridgePort): PortView => {
    const { ifp, settings } = member
    const stp = byName.get(ifp.name)
    const untagged = settings.mode === 'access' ? settings.pvid : settings.native
    const tagged = settings.mode === 'access' ? [] : settings.allowed === 'all' ? 'all' : [...settings.allowed]
    return {
      record: (ifp.recordId ?? ifp.peer?.recordId ?? null) as RecordId | null,
      name: ifp.name,
      up: ifp.up,
      carrier: ifp.carrier,
      vlan: sw.settings.vlanFiltering ? { mode: settings.mode, untagged, tagged } : null,
      stp: stp === undefined ? null : { role: stp.role, state: stp.state, pathCost: stp.pathCost, edge: stp.edge },
    }
  }
  return {
    stp: status === null ? null : treeOf(status),
    ports: cut(sw.members, viewPort),
    addresses: cut(sw.addresses(), ({ mac, vlan, port, ageSeconds }) => ({
      mac: formatMac(mac),
      vlan,
      port: port.name,
      ageS: ageSeconds,
    })),
  }
}
