// A port of a switch as its forwarding process sees it (IEEE 802.1Q): which VLANs pass, with a tag or without, and whether
// spanning tree lets it learn and forward.
import type { Ifnet } from './ifnet.ts'

export interface PortSettings {
  mode: 'access' | 'trunk'
  /** The VLAN of an access port: its frames have no tag outside. */
  pvid: number
  /** VLANs whose frames a trunk carries with their tag. */
  allowed: 'all' | readonly number[]
  /** The VLAN of frames without a tag on a trunk; null drops them. */
  native: number | null
  stpEnabled: boolean
  /** 0: from the bandwidth of the wire. */
  pathCost: number
  /** No switch is behind this port: it forwards at once. */
  edge: boolean
}

export const DEFAULT_PORT: Readonly<PortSettings> = {
  mode: 'access',
  pvid: 1,
  allowed: 'all',
  native: 1,
  stpEnabled: true,
  pathCost: 0,
  edge: false,
}

export const samePort = (a: Readonly<PortSettings>, b: Readonly<PortSettings>): boolean =>
  a.mode === b.mode &&
  a.pvid === b.pvid &&
  String(a.allowed) === String(b.allowed) &&
  a.native === b.native &&
  a.stpEnabled === b.stpEnabled &&
  a.pathCost === b.pathCost &&
  a.edge === b.edge

/** No VLAN has this number. */
export const VID_NONE = 0
const VID_RESERVED = 4095

export class BridgePort {
  readonly ifp: Ifnet
  settings: Readonly<PortSettings>
  /** Set by spanning tree; true without it. */
  learning: boolean
  forwarding: boolean
  /** The VLAN of frames without a tag, in and out; VID_NONE when there is none. */
  untagged: number
  /** Bit n of word n/32: VLAN n passes. Null: every VLAN. */
  private passing: Uint32Array | null

  constructor(ifp: Ifnet) {
    this.ifp = ifp
    this.settings = DEFAULT_PORT
    this.learning = true
    this.forwarding = true
    this.untagged = DEFAULT_PORT.pvid
    this.passing = null
    this.configure(DEFAULT_PORT)
  }

  configure(settings: Readonly<PortSettings>): void {
    const { mode, pvid, allowed, native } = settings
    this.settings = settings
    this.untagged = mode === 'access' ? pvid : (native ?? VID_NONE)
    if (mode === 'trunk' && allowed === 'all') this.passing = null
    else {
      this.passing = new Uint32Array(128)
      const vids = mode === 'access' || allowed === 'all' ? [] : allowed
      for (const vid of [...vids, this.untagged]) this.passing[vid >>> 5] |= 1 << (vid & 31)
    }
  }

  /** Whether frames of this VLAN pass, in or out. */
  carries(vid: number): boolean {
    if (vid === VID_NONE || vid === VID_RESERVED) return false
    return this.passing === null || (this.passing[vid >>> 5] & (1 << (vid & 31))) !== 0
  }
}
