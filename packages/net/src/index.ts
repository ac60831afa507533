// Vnets, ifnets, wires, switches, hubs and the routing table.
export { type BridgePort, DEFAULT_PORT, type PortSettings } from './bridge-port.ts'
export { Drops, drop } from './drops.ts'
export { createEpair } from './epair.ts'
export { ETHER_HEADER_LEN, etherDemux, etherInput } from './ether.ts'
export { TYPE_ARP_WORD, TYPE_IPV4_WORD, TYPE_IPV6_WORD } from './ether-types.ts'
export { flood, Hub } from './hub.ts'
export { attachVlan, detachVlan } from './if-vlan.ts'
export { DEFAULT_MTU, Ifnet, type IfnetFn, type Softc } from './ifnet.ts'
export { type Impairment, NO_IMPAIRMENT } from './impair.ts'
export type { JitterDistribution } from './impair-delay.ts'
export type { LossBurst } from './impair-loss.ts'
export { ImpairedWire, type WireOwner, type WireStats } from './impaired-wire.ts'
export { In6Map } from './in6-map.ts'
export { type Counted, createLink, Link, LinkDirection, setImpairment, setTap, type Tap } from './link.ts'
export { createLo } from './lo.ts'
export { AGE_S, MacTable } from './mac-table.ts'
export {
  HOP_BLACKHOLE,
  HOP_BROADCAST,
  HOP_GROUP,
  HOP_LOCAL,
  HOP_MULTI,
  HOP_NONE,
  HOP_PENDING,
  HOP_READY,
  HOP_REJECT,
  Nexthop,
  writeEthernet,
  writeEthernet6,
} from './nexthop.ts'
export { addPfilHook, type PfilDirection, PfilHead, type PfilHook, removePfilHook } from './pfil.ts'
export type { QueueDiscipline } from './qdisc/qdisc.ts'
export { describeRoute, Fib, type Route, type RouteHop, type RouteKind } from './route.ts'
export { RouteCache } from './route-cache.ts'
export { RouteCache6 } from './route-cache6.ts'
export { describeRoute6, Fib6, Route6, type RouteHop6, type RouteKind6, type RouteOrigin6 } from './route6.ts'
export type { StpPortStatus, StpStatus } from './stp/rstp.ts'
export { DEFAULT_SWITCH, Switch, type SwitchSettings } from './switch.ts'
export { hasTag, popTag, pushTag, TYPE_VLAN_WORD, tciOf, VLAN_HEADER_LEN } from './vlan.ts'
export {
  type ArpLayer,
  type IfnetWatcher,
  type NetworkLayer,
  type TransportLayer,
  Vnet,
} from './vnet.ts'
