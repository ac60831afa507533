// Rapid spanning tree (IEEE 802.1D-2004, clause 17; 802.1w). The question it answers: which ports of a network of switches must
// not forward, so that there is one way between any two and frames never go round?
//
// The switches elect a ROOT, the one with the least identifier. Each finds its cheapest way to the root (its ROOT PORT), and for
// each wire the end that is nearer to the root speaks for it (DESIGNATED). Every other port is in reserve (ALTERNATE, BACKUP)
// and forwards nothing. They find out by telling each other the best they know, in BPDUs, on each wire:
//
//        (root, cost to it, who says so, on which port)        the less is the better, component by component
//
// What was worked out once changes slowly; what makes it safe to change fast is the handshake on each wire:
//
//      nearer to the root                                   further away
//      designated, not yet forwarding ──── proposal ───►    "you are my root port": all other ports stop (sync)
//      forwards at once               ◄─── agreement ───    root port forwards; the others propose in turn, outward
//
// So a cut, where nothing forwards, moves from the root outward to where the tree ends, in the time frames need. Timers are the
// last resort: for neighbors that only speak STP, and for wires with more than two ends. A port that proposes for three seconds
// and hears nothing has hosts behind it, and forwards (edge).
//
//   BPDU in ─► hear ─► inform ─► selectRoles ─► transit ─► act ─► notice ─► say ─► BPDU out
//              (information.ts)  (roles.ts)     (transitions.ts)  (topology-change.ts, transmit.ts)
//
// Every machine takes steps until none has any left to take; a second's tick, a BPDU and a change of a port set them going.
// What it cannot do at once is forget a root that is gone: bridges in a ring may go on telling each other of it, with an age one
// higher at each, until it is too old (count to infinity). Every implementation of the standard shares that; here it is over in a
// fraction of a second, rarely two, because a port that has said much waits TX_REFILL_NS instead of a second.
//
// Not here: several trees for several VLANs (MSTP, PVST), a port's own priority, sending as STP on purpose.
import { type Callout, type Kernel, type Mbuf, u8 } from '@etherloom/kern'
import { bpdu, DROP_NONE, DROP_RESERVED_MAC, ethernet } from '@etherloom/wire'
import type { BridgePort } from '../bridge-port.ts'
import { type Drops, drop } from '../drops.ts'
import { Hub } from '../hub.ts'
import { detect, hear, inform, migrate } from './information.ts'
import { type RootView, selectRoles } from './roles.ts'
import { type PortRole, type PortState, StpPort, TX_REFILL_NS } from './stp-port.ts'
import { notice } from './topology-change.ts'
import { act, transit } from './transitions.ts'
import { say } from './transmit.ts'

/** The switch as spanning tree sees it. */
export interface StpBridge {
  readonly kernel: Kernel
  readonly members: readonly BridgePort[]
  readonly drops: Drops
  /** Forgets the addresses behind a port. */
  flush(member: BridgePort): void
}

export interface StpPortStatus {
  name: string
  role: PortRole
  state: PortState
  pathCost: number
  edge: boolean
}

export interface StpStatus {
  bridgeId: string
  rootId: string
  rootCost: number
  /** Null at the root. */
  rootPort: string | null
  ports: StpPortStatus[]
}

export class Rstp {
  private readonly bridge: StpBridge
  private readonly ports: StpPort[]
  private readonly clock: Callout
  private readonly refill: Callout
  private mac: number
  private bridgeId: string
  private root: RootView
  private pending: boolean
  private stopped: boolean

  constructor(bridge: StpBridge, priority: number, mac: number) {
    this.bridge = bridge
    this.ports = []
    this.mac = mac
    this.bridgeId = bpdu.makeBridgeId(priority, mac)
    this.root = selectRoles(this.bridgeId, [])
    this.pending = false
    this.stopped = false
    this.clock = bridge.kernel.callout(onTick, this)
    this.clock.reset(1e9)
    this.refill = bridge.kernel.callout(onRefill, this)
    this.portsChanged()
  }

  /** Another priority or address: the election is open again. */
  identify(priority: number, mac: number): void {
    const id = bpdu.makeBridgeId(priority, mac)
    this.mac = mac
    if (id === this.bridgeId) return
    this.bridgeId = id
    this.wake()
  }

  /** Ports came or went, their settings, carriers or wires changed. */
  portsChanged(): void {
    const { members } = this.bridge
    for (const p of [...this.ports]) if (!members.includes(p.member) || !p.member.settings.stpEnabled) this.remove(p)
    for (const member of members) {
      const known = this.ports.find((p) => p.member === member)
      if (!member.settings.stpEnabled) free(member)
      else if (known === undefined) {
        member.learning = member.forwarding = false
        this.ports.push(new StpPort(member))
      }
    }
    for (const p of this.ports) {
      const { carrier, up, peer } = p.member.ifp
      p.enabled = carrier && up
      p.pointToPoint = !(peer?.softc instanceof Hub)
    }
    this.wake()
  }

  /** A person says whether a switch is behind the port. */
  setEdge(member: BridgePort): void {
    const p = this.ports.find((each) => each.member === member)
    if (p !== undefined) p.edge = member.settings.edge
  }

  /** A frame for the bridge group address came in. */
  receive(member: BridgePort, m: Mbuf): void {
    const p = this.ports.find((each) => each.member === member)
    const found = bpdu.locate(u8, m.off, m.off + m.len)
    if (p === undefined || found === null) return drop(this.bridge.drops, DROP_RESERVED_MAC, m)
    const reason = bpdu.check(u8, found.at, found.end)
    if (reason !== DROP_NONE) return drop(this.bridge.drops, reason, m)
    const message = bpdu.parse(u8, found.at)
    m.free()
    // The last one has been looked at already, unless it came in this very instant.
    if (p.message !== null) this.settle()
    if (!p.enabled) return
    hear(p, message)
    this.settle()
  }

  status(): StpStatus {
    const { priority, port } = this.root
    return {
      bridgeId: this.bridgeId,
      rootId: priority.root,
      rootCost: priority.cost,
      rootPort: port?.member.ifp.name ?? null,
      ports: this.ports.map((p) => ({
        name: p.member.ifp.name,
        role: p.role,
        state: stateOf(p),
        pathCost: p.pathCost,
        edge: p.edge,
      })),
    }
  }

  /** Spanning tree is turned off: every port forwards. */
  stop(): void {
    this.stopped = true
    this.clock.stop()
    this.refill.stop()
    for (const p of this.ports) free(p.member)
  }

  tick(): void {
    this.clock.reset(1e9)
    for (const p of this.ports) p.tick()
    this.settle()
  }

  deferred(): void {
    this.pending = false
    if (!this.stopped) this.settle()
  }

  private remove(p: StpPort): void {
    this.ports.splice(this.ports.indexOf(p), 1)
    free(p.member)
  }

  /** Between rounds, once for all changes of an instant. */
  private wake(): void {
    for (const p of this.ports) {
      p.reselect = true
      p.selected = false
    }
    if (this.pending) return
    this.pending = true
    this.bridge.kernel.defer(onDeferred, this)
  }

  /** Lets every machine take its steps until all are at rest, then sends what there is to say. */
  private settle(): void {
    const { ports } = this
    const flush = (p: StpPort) => this.bridge.flush(p.member)
    for (let moved = true; moved; ) {
      moved = false
      for (const p of ports) if (migrate(p) || detect(p) || inform(p)) moved = true
      if (ports.some((p) => p.reselect)) {
        this.root = selectRoles(this.bridgeId, ports)
        moved = true
      }
      for (const p of ports) {
        const { topology } = p
        if (transit(p, ports) || act(p) || notice(p, ports, flush)) moved = true
        if (topology === 'learning' && p.topology === 'active') this.log(p, 'topology change detected')
      }
    }
    for (const p of ports) this.speak(p)
    for (const p of ports) this.logState(p)
    if (!this.refill.pending && ports.some((p) => p.txCount > 0)) this.refill.reset(TX_REFILL_NS)
  }

  /** Tells of a port that rests in another state than it was last told of. */
  private logState(p: StpPort): void {
    const state = stateOf(p)
    if (p.role === p.toldRole && state === p.toldState) return
    p.toldRole = p.role
    p.toldState = state
    this.log(p, `${p.role}, ${state}`)
  }

  private log(p: StpPort, words: string): void {
    const { name, recordId } = p.member.ifp
    this.bridge.kernel.onNotice?.({ kind: 'stp', severity: 'info', record: recordId, text: `${name}: ${words}` })
  }

  /** Each port may say one thing more. */
  allow(): void {
    for (const p of this.ports) p.txCount = Math.max(0, p.txCount - 1)
    this.settle()
  }

  private speak(p: StpPort): void {
    const message = say(p)
    if (message === null) return
    const m = this.bridge.kernel.pool.get()
    if (m === null) return
    const { ifp } = p.member
    u8.fill(0, m.off, m.off + ethernet.MIN_LEN)
    bpdu.emitFrame(u8, m.off, ifp.mac === 0 ? this.mac : ifp.mac, message)
    m.len = ethernet.MIN_LEN
    ifp.output(ifp, m)
  }
}

const stateOf = (p: StpPort): PortState => (p.forwarding ? 'forwarding' : p.learning ? 'learning' : 'discarding')

function free(member: BridgePort): void {
  member.learning = member.forwarding = true
}

function onTick(rstp: unknown): void {
  ;(rstp as Rstp).tick()
}

function onRefill(rstp: unknown): void {
  ;(rstp as Rstp).allow()
}

function onDeferred(rstp: unknown): void {
  ;(rstp as Rstp).deferred()
}
