// What spanning tree knows of one port: the variables of IEEE 802.1D-2004, 17.15 and 17.19, by their names there.
import type { bpdu } from '@etherloom/wire'
import type { BridgePort } from '../bridge-port.ts'
import type { PriorityVector, StpTimes } from './vector.ts'

export type PortRole = 'disabled' | 'root' | 'designated' | 'alternate' | 'backup'

export type PortState = 'discarding' | 'learning' | 'forwarding'

/** Bridge Max Age, Bridge Hello Time, Bridge Forward Delay, Migrate Time, Transmit Hold Count (table 17-1). */
export const MAX_AGE = 20
export const HELLO_TIME = 2
export const FORWARD_DELAY = 15
export const MIGRATE_TIME = 3
export const TX_HOLD_COUNT = 6
/**
 * So many BPDUs at once, then one each so many nanoseconds. The standard allows one a second then, for the sake of processors that
 * are not ours, and is slow because of it.
 */
export const TX_REFILL_NS = 10e6

const nothing: PriorityVector = { root: '', cost: 0, bridge: '', port: 0, receiver: 0 }
export const bridgeTimes: StpTimes = {
  messageAge: 0,
  maxAge: MAX_AGE,
  helloTime: HELLO_TIME,
  forwardDelay: FORWARD_DELAY,
}

export class StpPort {
  readonly member: BridgePort
  /** portEnabled: it can carry frames. */
  enabled: boolean
  /** operPointToPointMAC: exactly one other port is at the other end. */
  pointToPoint: boolean
  /** operEdge: nobody here speaks spanning tree. */
  edge: boolean

  role: PortRole
  selectedRole: PortRole
  /** What the log was told of last. */
  toldRole: PortRole
  toldState: PortState
  learn: boolean
  forward: boolean
  learning: boolean
  forwarding: boolean

  /** Where `portPriority` and `portTimes` come from. */
  infoIs: 'disabled' | 'aged' | 'mine' | 'received'
  portPriority: PriorityVector
  portTimes: StpTimes
  designatedPriority: PriorityVector
  designatedTimes: StpTimes
  /** The BPDU being looked at (rcvdMsg). */
  message: Readonly<bpdu.Bpdu> | null

  agree: boolean
  agreed: boolean
  proposed: boolean
  proposing: boolean
  disputed: boolean
  sync: boolean
  synced: boolean
  reRoot: boolean
  reselect: boolean
  selected: boolean
  updtInfo: boolean
  newInfo: boolean

  sendRstp: boolean
  migration: 'checking' | 'sensing' | 'stp'
  rcvdRstp: boolean
  rcvdStp: boolean

  topology: 'inactive' | 'learning' | 'active'
  rcvdTc: boolean
  rcvdTcAck: boolean
  rcvdTcn: boolean
  tcAck: boolean
  tcProp: boolean

  /** Timers, in seconds; and the BPDUs sent lately. */
  edgeDelayWhile: number
  fdWhile: number
  helloWhen: number
  mdelayWhile: number
  rbWhile: number
  rcvdInfoWhile: number
  rrWhile: number
  tcWhile: number
  txCount: number

  constructor(member: BridgePort) {
    this.member = member
    this.enabled = false
    this.pointToPoint = true
    this.edge = member.settings.edge
    this.role = 'disabled'
    this.selectedRole = this.toldRole = 'disabled'
    this.toldState = 'discarding'
    this.learn = this.forward = this.learning = this.forwarding = false
    this.infoIs = 'disabled'
    this.portPriority = nothing
    this.portTimes = bridgeTimes
    this.designatedPriority = nothing
    this.designatedTimes = bridgeTimes
    this.message = null
    this.agree = this.agreed = this.proposed = this.proposing = this.disputed = false
    this.sync = this.reRoot = true
    this.synced = false
    this.reselect = true
    this.selected = this.updtInfo = false
    this.newInfo = true
    this.sendRstp = true
    this.migration = 'checking'
    this.rcvdRstp = this.rcvdStp = false
    this.topology = 'inactive'
    this.rcvdTc = this.rcvdTcAck = this.rcvdTcn = this.tcAck = this.tcProp = false
    this.edgeDelayWhile = this.mdelayWhile = MIGRATE_TIME
    this.fdWhile = MAX_AGE
    this.helloWhen = HELLO_TIME
    this.rrWhile = FORWARD_DELAY
    this.rbWhile = this.rcvdInfoWhile = this.tcWhile = this.txCount = 0
  }

  /** Priority 128 and the number, counted from 1. */
  get id(): number {
    return 0x8000 | (this.member.ifp.port + 1)
  }

  /** Table 17-3 is 2 × 10^13 over the speed. A wire without limit counts as the 10 Gbit/s that epair(4) reports. */
  get pathCost(): number {
    const { settings, ifp } = this.member
    if (settings.pathCost > 0) return settings.pathCost
    const bps = ifp.wire?.impairment.bandwidthBps ?? 0
    return Math.min(200_000_000, Math.max(1, Math.round(2e13 / (bps === 0 ? 1e10 : bps))))
  }

  /** 17.20: a second or two with RSTP, where it is only the last resort; half a minute in all with STP. */
  get forwardDelay(): number {
    return this.sendRstp ? HELLO_TIME : this.designatedTimes.forwardDelay
  }

  /** How long a silent port is taken for one that may have a switch behind it. */
  get edgeDelay(): number {
    return this.pointToPoint ? MIGRATE_TIME : this.designatedTimes.maxAge
  }

  /** One second passes. `txCount` has a timer of its own. */
  tick(): void {
    this.edgeDelayWhile = Math.max(0, this.edgeDelayWhile - 1)
    this.fdWhile = Math.max(0, this.fdWhile - 1)
    this.helloWhen = Math.max(0, this.helloWhen - 1)
    this.mdelayWhile = Math.max(0, this.mdelayWhile - 1)
    this.rbWhile = Math.max(0, this.rbWhile - 1)
    this.rcvdInfoWhile = Math.max(0, this.rcvdInfoWhile - 1)
    this.rrWhile = Math.max(0, this.rrWhile - 1)
    this.tcWhile = Math.max(0, this.tcWhile - 1)
  }
}
