// A drawn wire: two independent directions between two ifnets. A direction without impairment and tap is not here at all:
// the sender's `output` is the direct function (ifnet.ts), and the direction's counters are read from the sender's.
import type { Kernel, Mbuf } from '@etherloom/kern'
import { DROP_LINK_DOWN, DROP_QUEUE_FULL } from '@etherloom/wire'
import { Drops, drop } from './drops.ts'
import { directOutput, type Ifnet, type IfnetFn } from './ifnet.ts'
import { type Impairment, impairs, NO_IMPAIRMENT } from './impair.ts'
import { ImpairedWire, type WireOwner, type WireStats } from './impaired-wire.ts'

/**
 * Sees each frame as it enters the wire, before loss and delay. `lost`: why the wire will lose it, 0 when it will not. Must
 * neither keep, free nor change the mbuf.
 */
export type Tap = (arg: number, m: Mbuf, ns: number, lost: number) => void

interface Odometer {
  packets: number
  bytes: number
}

/** What a direction had counted. */
export interface Counted extends Readonly<Odometer> {
  readonly drops: Drops
}

export class LinkDirection implements WireOwner {
  readonly link: Link
  readonly from: Ifnet
  readonly to: Ifnet
  readonly drops: Drops
  impairment: Readonly<Impairment>
  tap: Tap | null
  tapArg: number
  private wire: ImpairedWire | null
  /** The sender's counters when the wire was plugged in, and when it was pulled out. */
  private readonly plugged: Odometer
  private pulled: Odometer | null

  constructor(link: Link, from: Ifnet, to: Ifnet) {
    this.link = link
    this.from = from
    this.to = to
    this.drops = new Drops()
    this.impairment = NO_IMPAIRMENT
    this.tap = null
    this.tapArg = 0
    this.wire = null
    this.plugged = { packets: from.opackets, bytes: from.obytes }
    this.pulled = null
  }

  /** Frames put on the wire, lost ones included. */
  get packets(): number {
    this.settle()
    return (this.pulled?.packets ?? this.from.opackets) - this.plugged.packets
  }

  get bytes(): number {
    this.settle()
    return (this.pulled?.bytes ?? this.from.obytes) - this.plugged.bytes
  }

  /** Frames on their way now: waiting, on the wire, and in the receiver's input queue. */
  get queued(): number {
    this.settle()
    return (this.wire?.length ?? 0) + this.to.count
  }

  /** What the sender's `output` should be now. */
  outputFn(): IfnetFn {
    if (!this.link.up) return outputLinkDown
    const plain = this.tap === null && !impairs(this.impairment)
    return plain && (this.wire?.length ?? 0) === 0 ? directOutput : wireOutput
  }

  transmit(m: Mbuf): void {
    if (this.wire !== null) return this.wire.transmit(m)
    this.putOnWire(m, this.link.kernel.nowNs, 0)
    this.deliver(m)
  }

  /** The frame is on the wire: it counts as sent, and can be seen. */
  putOnWire(m: Mbuf, ns: number, lost: number): void {
    this.from.opackets++
    this.from.obytes += m.len
    if (this.tap !== null) this.tap(this.tapArg, m, ns, lost)
  }

  deliver(m: Mbuf): void {
    if (!this.from.netisr.handoff(this.to, m)) drop(this.drops, DROP_QUEUE_FULL, m)
  }

  impair(settings: Partial<Impairment>): void {
    if (!changes(this.impairment, settings)) return
    const { bandwidthBps } = this.impairment
    this.impairment = { ...this.impairment, ...settings }
    if (this.wire === null && impairs(this.impairment))
      this.wire = new ImpairedWire(this.link.kernel, this.random(), this)
    this.wire?.configure(this.impairment)
    this.from.retarget()
    if (this.impairment.bandwidthBps !== bandwidthBps) this.from.softc?.portChanged?.(this.from)
  }

  /** The impaired wire is empty: an unimpaired direction is direct again. */
  drained(): void {
    if (!impairs(this.impairment)) this.from.retarget()
  }

  get tapped(): boolean {
    return this.tap !== null
  }

  /** Makes up for what left the queue since somebody last looked; before counters are read or a tap comes or goes. */
  settle(): void {
    this.wire?.settle(this.link.kernel.nowNs)
  }

  /** What ng_pipe(4) counts of a direction. Null while nothing was ever impaired: all that was sent has arrived. */
  get stats(): Readonly<WireStats> | null {
    this.settle()
    return this.wire?.stats ?? null
  }

  retap(tap: Tap | null, arg: number): void {
    this.settle()
    this.tap = tap
    this.tapArg = arg
    this.wire?.retap()
    this.from.retarget()
  }

  flush(reason: number): void {
    this.wire?.flush(reason)
  }

  /** Goes on from where the direction it takes the place of stopped. */
  countOn({ packets, bytes, drops }: Counted): void {
    this.plugged.packets -= packets
    this.plugged.bytes -= bytes
    this.drops.addAll(drops)
  }

  /** The wire is pulled out: what counts from now on is not this one's. */
  pull(): void {
    this.pulled = { packets: this.from.opackets, bytes: this.from.obytes }
  }

  /** Chance of its own, by the link's name: editing one link leaves the losses of the others as they were. */
  private random() {
    const { kernel, name, ab } = this.link
    return kernel.random.fork(`${name} ${this === ab ? 'ab' : 'ba'}`)
  }
}

export class Link {
  readonly kernel: Kernel
  readonly name: string
  readonly a: Ifnet
  readonly b: Ifnet
  readonly ab: LinkDirection
  readonly ba: LinkDirection
  up: boolean
  recordId: string | null

  constructor(kernel: Kernel, a: Ifnet, b: Ifnet, name: string) {
    this.kernel = kernel
    this.name = name
    this.a = a
    this.b = b
    this.up = true
    this.recordId = null
    this.ab = new LinkDirection(this, a, b)
    this.ba = new LinkDirection(this, b, a)
  }

  setUp(up: boolean): void {
    if (up === this.up) return
    this.up = up
    if (!up) this.flush()
    this.a.retarget()
    this.b.retarget()
  }

  /** Pulls the wire out. What was on it is freed; the counters stay readable. */
  destroy(): void {
    if (this.a.wire !== this.ab) return
    this.flush()
    this.ab.pull()
    this.ba.pull()
    for (const ifp of [this.a, this.b]) {
      ifp.wire = null
      ifp.peer = null
      ifp.retarget()
    }
  }

  private flush(): void {
    this.ab.flush(DROP_LINK_DOWN)
    this.ba.flush(DROP_LINK_DOWN)
  }
}

/** Plugs a wire in. `name` seeds its losses: give the record's id. */
export function createLink(kernel: Kernel, a: Ifnet, b: Ifnet, name: string): Link {
  for (const ifp of [a, b]) if (ifp.wire !== null) throw new Error(`${ifp.name} of ${ifp.ownerName} is already wired`)
  if (a === b) throw new Error(`${a.name} of ${a.ownerName} cannot be wired to itself`)
  const link = new Link(kernel, a, b, name)
  a.wire = link.ab
  b.wire = link.ba
  a.peer = b
  b.peer = a
  a.retarget()
  b.retarget()
  return link
}

/** Changes the settings that are given and leaves the others alone. */
export function setImpairment(direction: LinkDirection, settings: Partial<Impairment>): void {
  direction.impair(settings)
}

/** Shows every frame of this direction to `tap`, with `arg`; null takes the tap away, and with it all its cost. */
export function setTap(direction: LinkDirection, tap: Tap | null, arg = 0): void {
  direction.retap(tap, arg)
}

const changes = (now: Readonly<Impairment>, settings: Partial<Impairment>): boolean =>
  (Object.keys(settings) as (keyof Impairment)[]).some((name) => settings[name] !== now[name])

function wireOutput(ifp: Ifnet, m: Mbuf): void {
  ;(ifp.wire as LinkDirection).transmit(m)
}

function outputLinkDown(ifp: Ifnet, m: Mbuf): void {
  ifp.oerrors++
  drop((ifp.wire as LinkDirection).drops, DROP_LINK_DOWN, m)
}
