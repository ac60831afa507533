// A node of a running lab as the kernel has it now: what `inspect` is answered with. Every list is cut at MAX_VIEW_ROWS and
// says how many more there are, so that a look at a router with a million routes costs what any other costs.
import type { NodeId, RecordId } from '@etherloom/topology'

export interface Rows<T> {
  rows: T[]
  /** How many were left out. */
  more: number
}

export interface NodeView {
  node: NodeId
  /** Experiment time. */
  ns: number
  interfaces: Rows<InterfaceView>
  /** Frames that died in the node itself and at its interfaces, by reason. */
  drops: { [reason: string]: number }
  /** Null for what only passes frames on. */
  stack: StackView | null
  /** Null for what is no switch. */
  bridge: BridgeView | null
}

export interface InterfaceView {
  /** Null for what only the kernel has. */
  record: RecordId | null
  name: string
  /** Null where there is none: lo0, ports of a hub. */
  mac: string | null
  addresses: AddressView[]
  up: boolean
  /** There is somebody at the other end. */
  carrier: boolean
  mtu: number
  ipackets: number
  ibytes: number
  ierrors: number
  opackets: number
  obytes: number
  oerrors: number
  /** Frames that died at this interface. */
  drops: number
}

export interface AddressView {
  /** With its prefix length. */
  address: string
  /** `tentative`: whether it is unique is being asked; `duplicated`: it is not. IPv4 does not ask. */
  state: 'valid' | 'tentative' | 'duplicated'
  /** `autoconf`: made from what a router said. */
  origin: 'manual' | 'autoconf'
}

export interface StackView {
  forwarding: boolean
  forwarding6: boolean
  routes: Rows<RouteView>
  neighbors: Rows<NeighborView>
  sockets: Rows<SocketView>
}

export interface RouteView {
  family: 4 | 6
  /** `default`, an address, or a network with its prefix length. */
  destination: string
  /** Null: on the link itself. */
  gateway: string | null
  /** Null where packets end: blackhole and reject. */
  interface: string | null
  /** As netstat(1) prints them: U, G, H, S, D, B, R. */
  flags: string
  /**
   * `connected`: the network of an address. `static`: written in the node's routes. `computed`: from the drawing. `console`: typed
   * while it runs. `dynamic`: a router said so.
   */
  origin: 'connected' | 'static' | 'computed' | 'console' | 'dynamic'
}

export interface NeighborView {
  family: 4 | 6
  address: string
  /** Null while nobody has answered. */
  mac: string | null
  interface: string
  state: 'incomplete' | 'reachable' | 'stale' | 'delay' | 'probe'
  router: boolean
  /** Until it is forgotten or asked again; null while nobody has answered. */
  expiresInS: number | null
}

export interface SocketView {
  protocol: 'udp'
  family: 4 | 6
  /** `*:7` or `10.0.0.1:7`; `*:*` when there is none. */
  local: string
  foreign: string
  /** Datagrams that wait to be read. */
  waiting: number
}

export interface BridgeView {
  /** Null while spanning tree is off. */
  stp: { bridgeId: string; rootId: string; rootCost: number; rootPort: string | null } | null
  ports: Rows<PortView>
  addresses: Rows<MacView>
}

export interface PortView {
  /** The interface's, or the vnic's that is over this port. */
  record: RecordId | null
  name: string
  up: boolean
  carrier: boolean
  /** Null while the switch does not look at VLANs. */
  vlan: { mode: 'access' | 'trunk'; untagged: number | null; tagged: 'all' | number[] } | null
  /** Null while spanning tree is off on this port. */
  stp: {
    role: 'disabled' | 'root' | 'designated' | 'alternate' | 'backup'
    state: 'discarding' | 'learning' | 'forwarding'
    pathCost: number
    edge: boolean
  } | null
}

/** A learned address. */
export interface MacView {
  mac: string
  /** Null while the switch does not look at VLANs. */
  vlan: number | null
  port: string
  ageS: number
}
