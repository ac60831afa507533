// The records a topology document is made of. Every record is complete (no optional fields: absent is `null`), so a
// diff is always [before, after] of fields that exist. Layout lives in records of its own: moving a node never touches
// what the kernel sees, and a git diff of a moved icon is one line.
import { z } from 'zod'

export const nodeKinds = ['machine', 'jail', 'zone', 'switch', 'hub', 'etherstub'] as const
/** What a jail or zone is for: a `pc` and a `host` do not forward, a `router` does. */
export const nodeRoles = ['pc', 'host', 'router'] as const
export const ifaceKinds = ['nic', 'vnic'] as const

export type NodeKind = (typeof nodeKinds)[number]
export type NodeRole = (typeof nodeRoles)[number]
export type IfaceKind = (typeof ifaceKinds)[number]

export type LabId = 'lab:lab'
export type NodeId = `node:${string}`
export type IfaceId = `iface:${string}`
export type LinkId = `link:${string}`
export type LayoutId = `layout:${string}`
export type RecordId = LabId | NodeId | IfaceId | LinkId | LayoutId

const id = <P extends string>(prefix: P) =>
  z.templateLiteral([z.literal(prefix), ':', z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/)])
export const nodeId = id('node') as z.ZodType<NodeId>
export const ifaceId = id('iface') as z.ZodType<IfaceId>
export const linkId = id('link') as z.ZodType<LinkId>
export const layoutId = id('layout') as z.ZodType<LayoutId>

/** One direction of a link. 0 means "no limit" for bandwidth and "none" for the rest. */
export const impairment = z.strictObject({
  bandwidthBps: z.int().min(0).max(1e12),
  delayUs: z.int().min(0).max(600_000_000),
  /** Share of frames lost, 0–100. */
  lossPercent: z.number().min(0).max(100),
  /** Frames that may wait for the wire when bandwidth is limited. */
  queueFrames: z.int().min(1).max(100_000),
})
export type Impairment = z.infer<typeof impairment>
export const noImpairment: Impairment = { bandwidthBps: 0, delayUs: 0, lossPercent: 0, queueFrames: 50 }

export const ifaceAddress = z.strictObject({
  /** CIDR as in `10.0.0.1/24`. */
  address: z.string().max(64),
  /** True while Etherloom chose it; a person's edit makes it false and it is then never renumbered. */
  auto: z.boolean(),
})
export type IfaceAddress = z.infer<typeof ifaceAddress>

export const staticRoute = z.strictObject({
  /** `default` or CIDR. */
  destination: z.string().max(64),
  gateway: z.string().max(64),
})
export type StaticRoute = z.infer<typeof staticRoute>

export const labRecord = z.strictObject({
  id: z.literal('lab:lab'),
  type: z.literal('lab'),
  name: z.string().min(1).max(100),
  seed: z.int().min(0).max(0xffffffff),
  /** Hosts get a default route, routers shortest-path static routes, computed from the drawing. */
  autoRoutes: z.boolean(),
  /** Pool automatic addresses are taken from, one /24 a LAN. */
  ipv4Pool: z.string().max(32),
})

export const nodeRecord = z.strictObject({
  id: nodeId,
  type: z.literal('node'),
  kind: z.enum(nodeKinds),
  /** Null for kinds without a network stack of their own to route with (switch, hub, etherstub). */
  role: z.enum(nodeRoles).nullable(),
  name: z.string().min(1).max(64),
  /** The machine, jail or zone that contains it; null for `node:machine0` alone. */
  parent: nodeId.nullable(),
  routes: z.array(staticRoute).max(200_000),
})

export const ifaceRecord = z.strictObject({
  id: ifaceId,
  type: z.literal('iface'),
  kind: z.enum(ifaceKinds),
  /** The node whose vnet (or switch) it is in now. */
  node: nodeId,
  /** Where it returns when that node goes. */
  home: nodeId,
  name: z.string().min(1).max(32),
  /** What a vnic is made over: an etherstub node or another iface. Null for a nic. */
  over: z.union([nodeId, ifaceId]).nullable(),
  /** Six zero-padded octets, lower case. */
  mac: z.string().regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/),
  mtu: z.int().min(68).max(9216),
  addresses: z.array(ifaceAddress).max(64),
  up: z.boolean(),
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
})

export const layoutRecord = z.strictObject({
  id: layoutId,
  type: z.literal('layout'),
  node: nodeId,
  x: z.number().min(-1e6).max(1e6),
  y: z.number().min(-1e6).max(1e6),
})

export type LabRecord = z.infer<typeof labRecord>
export type NodeRecord = z.infer<typeof nodeRecord>
export type IfaceRecord = z.infer<typeof ifaceRecord>
export type LinkRecord = z.infer<typeof linkRecord>
export type LayoutRecord = z.infer<typeof layoutRecord>

export const topologyRecord = z.discriminatedUnion('type', [
  labRecord,
  nodeRecord,
  ifaceRecord,
  linkRecord,
  layoutRecord,
])
export type TopologyRecord = LabRecord | NodeRecord | IfaceRecord | LinkRecord | LayoutRecord

/** A document in memory: records by id. Treated as immutable; `applyDiff` returns a new one. */
export interface TopologyDocument {
  readonly records: ReadonlyMap<RecordId, TopologyRecord>
}

export const MACHINE0: NodeId = 'node:machine0'
