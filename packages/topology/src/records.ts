// The records a topology document is made of. Every record is complete (no optional fields: absent is `null`), so a
// diff is always [before, after] of fields that exist. What is run is here; what is only drawn, the layout among it, lives in
// records of its own (drawing-records.ts): moving a node never touches what the kernel sees, and a git diff of a moved icon is
// one line.
import { z } from 'zod'
import { switchPort, switchSettings, vlanId } from './bridging.ts'
import {
  type AnnotationRecord,
  annotationRecord,
  type CanvasRecord,
  canvasRecord,
  type GroupRecord,
  groupRecord,
  type ImageRecord,
  imageRecord,
  type LayoutRecord,
  layoutRecord,
  type PathRecord,
  pathRecord,
} from './drawing-records.ts'
import { foreign, foreignLab } from './foreign.ts'
import { guide } from './guide.ts'
import { ifaceId, linkId, type NodeId, nodeId, type RecordId } from './ids.ts'
import { impairment } from './impairment.ts'

export * from './color.ts'
export * from './drawing-records.ts'
export * from './ids.ts'

export const nodeKinds = ['machine', 'jail', 'zone', 'switch', 'hub', 'tee', 'etherstub'] as const
/** What a jail or zone is for: a `pc` and a `host` do not forward, a `router` does. */
export const nodeRoles = ['pc', 'host', 'router'] as const
/** A wire ends at a `nic`; a `vnic` and a `vlan` are made over something; `lo` is the loopback interface. */
export const ifaceKinds = ['nic', 'vnic', 'vlan', 'lo'] as const
/** Routing protocols a node can be set to run. */
export const protocolNames = ['rip', 'ripng', 'ospf', 'ospf6', 'bgp', 'isis', 'ldp'] as const

export type NodeKind = (typeof nodeKinds)[number]
export type NodeRole = (typeof nodeRoles)[number]
export type IfaceKind = (typeof ifaceKinds)[number]
export type ProtocolName = (typeof protocolNames)[number]

export const ifaceAddress = z.strictObject({
  /** CIDR as in `10.0.0.1/24` or `fc00::1/64`. */
  address: z.string().max(64),
  /** True while Etherloom chose it; a person's edit makes it false and it is then never renumbered. */
  auto: z.boolean(),
})
export type IfaceAddress = z.infer<typeof ifaceAddress>

/**
 * Several routes to one destination are several next hops of it, one of which each flow takes. `default` is IPv4's; IPv6's is
 * `::/0`.
 */
export const staticRoute = z.strictObject({
  /** `default` or CIDR. */
  destination: z.string().max(64),
  /** The address of a neighbor (a link-local one with its interface: `fe80::1%eth0`), `blackhole` or `reject`. */
  gateway: z.string().max(80),
})
export type StaticRoute = z.infer<typeof staticRoute>

/**
 * A routing protocol as the drawing or an imported file names it, with its configuration as text. Until Etherloom runs it,
 * routes are computed in its place (`lab.autoRoutes`).
 */
export const protocol = z.strictObject({
  name: z.enum(protocolNames),
  config: z.string().max(65_536),
})
export type Protocol = z.infer<typeof protocol>

export const labRecord = z.strictObject({
  id: z.literal('lab:lab'),
  type: z.literal('lab'),
  name: z.string().min(1).max(100),
  seed: z.int().min(0).max(0xffffffff),
  /** Hosts get a default route, routers shortest-path static routes, computed from the drawing. */
  autoRoutes: z.boolean(),
  /** Whether drawing a wire assigns IPv4 addresses, IPv6 addresses. */
  autoAddress4: z.boolean(),
  autoAddress6: z.boolean(),
  /** Pool automatic IPv4 addresses are taken from, one /24 a LAN. */
  ipv4Pool: z.string().max(32),
  /** Pool automatic IPv6 addresses are taken from, one /64 a LAN. */
  ipv6Pool: z.string().max(64),
  /** Whether every node knows the others by name (`hostsOf`). */
  hostsFile: z.boolean(),
  /** Shown beside the drawing; null for none. */
  guide: guide.nullable(),
  /** Nothing that is drawn can be moved. */
  lockLayout: z.boolean(),
  foreign: foreignLab,
})

export const nodeRecord = z.strictObject({
  id: nodeId,
  type: z.literal('node'),
  kind: z.enum(nodeKinds),
  /** Null for kinds without a network stack of their own to route with (switch, hub, tee, etherstub). */
  role: z.enum(nodeRoles).nullable(),
  name: z.string().min(1).max(64),
  /** The machine, jail or zone that contains it; null for `node:machine0` alone. */
  parent: nodeId.nullable(),
  routes: z.array(staticRoute).max(200_000),
  /** What a switch is set to; null for its defaults, and for every other kind. */
  switch: switchSettings.nullable(),
  protocols: z.array(protocol).max(protocolNames.length),
  foreign,
})

/** How an interface takes part in IPv6 (RFC 4862). */
export const ifaceIpv6 = z.strictObject({
  /** Makes itself an address from each prefix a router announces (SLAAC). */
  autoconf: z.boolean(),
  /** Has a link-local address made from its MAC. Without one and without an IPv6 address it does no IPv6. */
  linkLocal: z.boolean(),
})
export type IfaceIpv6 = z.infer<typeof ifaceIpv6>
export const defaultIpv6: IfaceIpv6 = { autoconf: false, linkLocal: true }

/** What a router announces on an interface (RFC 4861, 6.2.1): the prefixes of its IPv6 addresses there, and itself. */
export const routerAdvertisement = z.strictObject({
  /** MaxRtrAdvInterval. */
  intervalSeconds: z.int().min(4).max(1800),
  /** How long hosts keep it as a default router; 0 announces prefixes alone. */
  lifetimeSeconds: z.int().min(0).max(9000),
  /** Hosts are told to ask DHCPv6 for addresses. */
  managed: z.boolean(),
  /** Hosts are told to ask DHCPv6 for the rest. */
  other: z.boolean(),
})
export type RouterAdvertisement = z.infer<typeof routerAdvertisement>
export const defaultRa: RouterAdvertisement = {
  intervalSeconds: 600,
  lifetimeSeconds: 1800,
  managed: false,
  other: false,
}

export const ifaceRecord = z.strictObject({
  id: ifaceId,
  type: z.literal('iface'),
  kind: z.enum(ifaceKinds),
  /** The node whose vnet (or switch) it is in now. */
  node: nodeId,
  /** Where it returns when that node goes. */
  home: nodeId,
  name: z.string().min(1).max(32),
  /** What a vnic (an etherstub node or another iface) or vlan (another iface) is made over. Null for a nic and lo. */
  over: z.union([nodeId, ifaceId]).nullable(),
  /** Six zero-padded octets, lower case; all zero for lo. */
  mac: z
    .string()
    .regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/)
    .describe('six octets of two hex digits, as in "42:00:aa:00:00:01"'),
  /** Up to 9216, but for lo. */
  mtu: z.int().min(68).max(65_535),
  addresses: z.array(ifaceAddress).max(64),
  up: z.boolean(),
  /** What a port of a switch is set to; null for its defaults, and in every other node. */
  port: switchPort.nullable(),
  /** The tag of a vlan; null for every other kind. */
  vlan: z.strictObject({ id: vlanId }).nullable(),
  ipv6: ifaceIpv6,
  /** Router advertisements, for interfaces of routers; null sends none. */
  ra: routerAdvertisement.nullable(),
  foreign,
})

export const linkRecord = z.strictObject({
  id: linkId,
  type: z.literal('link'),
  kind: z.literal('wire'),
  a: ifaceId,
  b: ifaceId,
  up: z.boolean(),
  /** From `a` to `b`. */
  ab: impairment,
  /** From `b` to `a`. */
  ba: impairment,
  foreign,
})

export type LabRecord = z.infer<typeof labRecord>
export type NodeRecord = z.infer<typeof nodeRecord>
export type IfaceRecord = z.infer<typeof ifaceRecord>
export type LinkRecord = z.infer<typeof linkRecord>

export const topologyRecord = z.discriminatedUnion('type', [
  labRecord,
  nodeRecord,
  ifaceRecord,
  linkRecord,
  layoutRecord,
  canvasRecord,
  groupRecord,
  annotationRecord,
  imageRecord,
  pathRecord,
])
export type TopologyRecord =
  | LabRecord
  | NodeRecord
  | IfaceRecord
  | LinkRecord
  | LayoutRecord
  | CanvasRecord
  | GroupRecord
  | AnnotationRecord
  | ImageRecord
  | PathRecord

/** A document in memory: records by id. Treated as immutable; `applyDiff` returns a new one. */
export interface TopologyDocument {
  readonly records: ReadonlyMap<RecordId, TopologyRecord>
}

export const MACHINE0: NodeId = 'node:machine0'
