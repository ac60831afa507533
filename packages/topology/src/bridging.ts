// What a switch and its ports can be set to: VLANs (IEEE 802.1Q), spanning tree (802.1D-2004, clause 17), snooping. A switch
// or port that has nothing set has `null` in the document and stands as `defaultSwitch`, `defaultPort` say.
import { z } from 'zod'
import type { IfaceRecord, NodeRecord } from './records.ts'

/** 0 is "no VLAN, only a priority", 4095 is reserved. */
export const vlanId = z.int().min(1).max(4094)

export const stpModes = ['off', 'rstp'] as const

export const switchSettings = z.strictObject({
  /** Off: a frame goes through with whatever tag it has, and the ports' VLANs mean nothing. */
  vlanFiltering: z.boolean(),
  stp: z.enum(stpModes),
  /** The upper four bits of the bridge identifier: the lowest becomes the root. */
  priority: z.int().min(0).max(61_440).multipleOf(4096),
  /** How long a learned address stays without being seen; 0 is for ever. */
  ageingSeconds: z.int().min(0).max(1_000_000),
  /** Multicast goes only to ports that asked for it by IGMP or MLD (RFC 4541). */
  snooping: z.boolean(),
})
export type SwitchSettings = z.infer<typeof switchSettings>
export const defaultSwitch: SwitchSettings = {
  vlanFiltering: false,
  stp: 'off',
  priority: 32_768,
  ageingSeconds: 300,
  snooping: false,
}

export const portModes = ['access', 'trunk'] as const

export const switchPort = z.strictObject({
  mode: z.enum(portModes),
  /** The VLAN of an access port: its frames have no tag outside. */
  pvid: vlanId,
  /** VLANs whose frames a trunk carries with their tag. */
  allowed: z.union([z.literal('all'), z.array(vlanId).max(4094)]),
  /** The VLAN of frames without a tag on a trunk; null drops them. */
  native: vlanId.nullable(),
  stpEnabled: z.boolean(),
  /** 0: from the bandwidth of the wire (802.1D-2004, table 17-3). */
  pathCost: z.int().min(0).max(200_000_000),
  /** No switch is behind this port: it forwards at once. */
  edge: z.boolean(),
})
export type SwitchPort = z.infer<typeof switchPort>
export const defaultPort: SwitchPort = {
  mode: 'access',
  pvid: 1,
  allowed: 'all',
  native: 1,
  stpEnabled: true,
  pathCost: 0,
  edge: false,
}

/** How a switch is set. */
export const switchOf = (node: NodeRecord): SwitchSettings => node.switch ?? defaultSwitch
/** How a port of a switch is set. */
export const portOf = (iface: IfaceRecord): SwitchPort => iface.port ?? defaultPort

/** Ports of a tee by name, as ng_tee(4) calls its hooks: two that frames pass between, and a copy of each direction. */
export const teePorts = ['left', 'right', 'left2right', 'right2left'] as const
