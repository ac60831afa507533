// A network interface: of a vnet, or a port of a switch or hub.
//
// `output` sends a frame on the wire, `input` takes one from it. Both are fields that hold a module-level function and
// have one writer, `retarget`, so that what is not configured costs nothing per frame:
//
//   output   direct (a wire without tap and impairment) · the wire's general function · interface or link down
//            · what is interposed in front of these
//   input    what the owner receives with (`receive`) · interface down
//
// An ifnet is its own input queue (kern's netisr).
import { InputQueue, type Kernel, type Mbuf } from '@etherloom/kern'
import { DROP_GONE, DROP_IFACE_DOWN, DROP_LINK_DOWN, DROP_QUEUE_FULL, macWord } from '@etherloom/wire'
import { Drops, drop } from './drops.ts'
import type { VlanTrunk } from './if-vlan.ts'
import type { LinkDirection } from './link.ts'
import type { Vnet } from './vnet.ts'

export type IfnetFn = (ifp: Ifnet, m: Mbuf) => void

/** What an ifnet belongs to when it is not in a vnet: a switch, a hub. */
export interface Softc {
  readonly name: string
  /** One of its ports lost or found its carrier, or the bandwidth of its wire is another. */
  portChanged?(port: Ifnet): void
}

export const DEFAULT_MTU = 1500

export class Ifnet extends InputQueue {
  declare input: IfnetFn
  output: IfnetFn
  readonly kernel: Kernel
  name: string
  /** Owner: at most one of the two. */
  vnet: Vnet | null
  softc: Softc | null
  /** The other end of the wire, where `output` hands frames to. */
  peer: Ifnet | null
  /** The wire's direction out of this ifnet; null while unplugged. */
  wire: LinkDirection | null
  /** 48 bits, and the same as words of the little-endian view. Written by `setMac`. */
  mac: number
  mac0: number
  mac1: number
  mac2: number
  mtu: number
  up: boolean
  /** One other at most is reached through it, so that it has no broadcast address: a netgraph iface. */
  pointToPoint: boolean
  /** Somebody wants all frames, whoever they are for. Every interface here gets them anyway: this is what ifconfig shows. */
  promisc: boolean
  /**
   * Whether there is somebody at the other end: a wire is plugged in, its link is up, and so is the interface there. What has no
   * wire and needs none always has it. Without it there are no connected routes, and nothing is learned behind a port.
   */
  carrier: boolean
  ipackets: number
  ibytes: number
  ierrors: number
  opackets: number
  obytes: number
  oerrors: number
  /** What died here: frames received and not wanted, frames sent while down. */
  readonly drops: Drops
  /** Port number in a switch or hub. */
  port: number
  /** The VLANs over it; null while there are none. */
  vlantrunk: VlanTrunk | null
  /** The interface it is a VLAN of, and which; null and 0 for every other kind. */
  lower: Ifnet | null
  vid: number
  /** What rides on it below the protocols (FreeBSD's if_l2com): netgraph's private data. */
  l2com: object | null
  /** The document record this ifnet was made for. */
  recordId: string | null
  private receive: IfnetFn
  private unplugged: IfnetFn
  private interposed: IfnetFn | null
  /** What sends once nothing is interposed any more, or when that passes a frame on. */
  transmit: IfnetFn

  constructor(kernel: Kernel, name: string, mac: number) {
    super(kernel.netisr, inputGone as (q: never, m: Mbuf) => void)
    this.output = outputUnplugged
    this.kernel = kernel
    this.name = name
    this.vnet = null
    this.softc = null
    this.peer = null
    this.wire = null
    this.mac = mac
    this.mac0 = macWord(mac, 0)
    this.mac1 = macWord(mac, 1)
    this.mac2 = macWord(mac, 2)
    this.mtu = DEFAULT_MTU
    this.up = true
    this.pointToPoint = false
    this.promisc = false
    this.carrier = false
    // Doubles from the start (see mbuf.ts): they outgrow small integers within a minute.
    this.ipackets = this.ibytes = this.opackets = this.obytes = Number.NaN
    this.ipackets = this.ibytes = this.opackets = this.obytes = 0
    this.ierrors = 0
    this.oerrors = 0
    this.drops = new Drops()
    this.port = -1
    this.vlantrunk = null
    this.lower = null
    this.vid = 0
    this.l2com = null
    this.recordId = null
    this.receive = inputGone
    this.unplugged = outputUnplugged
    this.interposed = null
    this.transmit = outputUnplugged
  }

  get ownerName(): string {
    return this.vnet?.name ?? this.softc?.name ?? this.name
  }

  setMac(mac: number): void {
    this.mac = mac
    this.mac0 = macWord(mac, 0)
    this.mac1 = macWord(mac, 1)
    this.mac2 = macWord(mac, 2)
    this.changed()
  }

  setUp(up: boolean): void {
    if (up === this.up) return
    this.up = up
    this.log('interface', up, `${this.name}: ${up ? 'up' : 'down'}`)
    this.retarget()
    this.changed()
    this.peer?.senseCarrier()
    this.vlantrunk?.parentChanged()
  }

  private changed(): void {
    this.vnet?.ip?.ifnetChanged(this)
    this.vnet?.ip6?.ifnetChanged(this)
    this.vnet?.netgraph?.ifnetChanged(this)
  }

  /** The owner says what it receives with; null when it lets go of the ifnet. */
  setReceive(receive: IfnetFn | null): void {
    this.receive = receive ?? inputGone
    this.retarget()
  }

  /**
   * The other end's queue is full: a frame sent now would be dropped. Who must copy a frame to send it, or takes it from
   * outside, looks first and counts, so that overload costs next to nothing.
   */
  get blocked(): boolean {
    return this.room <= 0
  }

  /** How many frames the other end's queue takes now: what brings many from outside asks once. */
  get room(): number {
    const { peer } = this
    return peer !== null && this.output === directOutput ? peer.limit - peer.count : Number.POSITIVE_INFINITY
  }

  countBlocked(frames = 1): void {
    this.wire?.drops.count(DROP_QUEUE_FULL, frames)
  }

  /** What sends while no wire is plugged in: lo0 needs none. Null: the frame is dropped. */
  setUnplugged(output: IfnetFn | null): void {
    this.unplugged = output ?? outputUnplugged
    this.retarget()
  }

  /** Puts a function in front of the wire (VNICs over this NIC); it passes frames on with `transmit`. Null takes it away. */
  interpose(output: IfnetFn | null): void {
    this.interposed = output
    this.retarget()
  }

  /** The only writer of `output` and `input`: call after anything they depend on has changed. */
  retarget(): void {
    this.input = this.up ? this.receive : inputDown
    if (!this.up) this.transmit = outputDown
    else this.transmit = this.wire === null ? this.unplugged : this.wire.outputFn()
    this.output = this.interposed ?? this.transmit
    this.senseCarrier()
  }

  /** Looks for the carrier again: something that it depends on has changed. */
  senseCarrier(): void {
    const carrier = this.hasCarrier()
    if (carrier === this.carrier) return
    this.carrier = carrier
    // if.c: if_link_state_change
    this.log('carrier', carrier, `${this.name}: link state changed to ${carrier ? 'UP' : 'DOWN'}`)
    this.softc?.portChanged?.(this)
    this.changed()
    this.vlantrunk?.parentChanged()
  }

  /** Of interfaces that people know of. */
  private log(kind: 'carrier' | 'interface', good: boolean, text: string): void {
    const { onNotice } = this.kernel
    if (onNotice === null || this.recordId === null) return
    onNotice({ kind, severity: good ? 'info' : 'warning', record: this.recordId, text })
  }

  private hasCarrier(): boolean {
    const { wire, peer, lower } = this
    if (wire !== null) return wire.link.up && (peer as Ifnet).up
    return lower === null ? this.unplugged !== outputUnplugged : lower.up && lower.carrier
  }
}

/** Hands the frame to the other end; counts it when it was taken. */
export function directOutput(ifp: Ifnet, m: Mbuf): void {
  const len = m.len
  if (ifp.netisr.handoff(ifp.peer as Ifnet, m)) {
    ifp.opackets++
    ifp.obytes += len
  } else drop((ifp.wire as LinkDirection).drops, DROP_QUEUE_FULL, m)
}

function outputUnplugged(ifp: Ifnet, m: Mbuf): void {
  ifp.oerrors++
  drop(ifp.drops, DROP_LINK_DOWN, m)
}

function outputDown(ifp: Ifnet, m: Mbuf): void {
  ifp.oerrors++
  drop(ifp.drops, DROP_IFACE_DOWN, m)
}

function inputDown(ifp: Ifnet, m: Mbuf): void {
  drop(ifp.drops, DROP_IFACE_DOWN, m)
}

function inputGone(ifp: Ifnet, m: Mbuf): void {
  drop(ifp.drops, DROP_GONE, m)
}
