// What a port hears, and what it makes of it: port receive, protocol migration, bridge detection and port information
// (IEEE 802.1D-2004, 17.23 to 17.27). Each machine takes one step and says whether it did anything.
import { bpdu } from '@etherloom/wire'
import { MIGRATE_TIME, type StpPort } from './stp-port.ts'
import { compareVectors, type PriorityVector, type StpTimes, sameTimes } from './vector.ts'

/** A BPDU arrives (17.23, and updtBPDUVersion). */
export function hear(p: StpPort, message: Readonly<bpdu.Bpdu>): void {
  if (message.type === bpdu.TYPE_RST) p.rcvdRstp = true
  else p.rcvdStp = true
  p.edge = false
  p.edgeDelayWhile = MIGRATE_TIME
  p.message = message
}

/** Speaks STP to whoever speaks STP, for at least MIGRATE_TIME (17.24). */
export function migrate(p: StpPort): boolean {
  if (p.migration === 'checking') {
    if (p.mdelayWhile > 0 && (p.enabled || p.mdelayWhile === MIGRATE_TIME)) return false
    if (p.mdelayWhile === 0) return sense(p)
    return check(p)
  }
  if (p.migration === 'stp') return p.mdelayWhile === 0 || !p.enabled ? sense(p) : false
  if (p.sendRstp && p.rcvdStp) {
    p.migration = 'stp'
    p.sendRstp = false
    p.mdelayWhile = MIGRATE_TIME
    return true
  }
  return !p.enabled || (!p.sendRstp && p.rcvdRstp) ? check(p) : false
}

function check(p: StpPort): boolean {
  p.migration = 'checking'
  p.sendRstp = true
  p.mdelayWhile = MIGRATE_TIME
  return true
}

function sense(p: StpPort): boolean {
  p.migration = 'sensing'
  p.rcvdRstp = p.rcvdStp = false
  return true
}

/** Who proposes for EdgeDelay and hears nothing has no switch behind the port (17.25, with AutoEdge). */
export function detect(p: StpPort): boolean {
  const admin = p.member.settings.edge
  const silent = p.edgeDelayWhile === 0 && p.sendRstp && p.proposing
  const flips = p.edge ? !p.enabled && !admin : (!p.enabled && admin) || silent
  if (flips) p.edge = !p.edge
  return flips
}

/** Whose information the port goes by (17.27). */
export function inform(p: StpPort): boolean {
  if (!p.enabled) return disable(p)
  if (p.infoIs === 'disabled') return age(p)
  if (p.selected && p.updtInfo) return update(p)
  if (p.infoIs === 'aged' || p.updtInfo) return false
  if (p.message !== null) return receive(p, p.message)
  return p.infoIs === 'received' && p.rcvdInfoWhile === 0 ? age(p) : false
}

function disable(p: StpPort): boolean {
  const news = p.infoIs !== 'disabled' || p.message !== null
  p.message = null
  if (p.infoIs === 'disabled') return news
  p.proposing = p.proposed = p.agree = p.agreed = false
  p.updtInfo = false
  p.rcvdInfoWhile = 0
  p.infoIs = 'disabled'
  return reselect(p)
}

function age(p: StpPort): boolean {
  p.infoIs = 'aged'
  return reselect(p)
}

function reselect(p: StpPort): boolean {
  p.reselect = true
  p.selected = false
  return true
}

/** The port speaks for its network from now on, or says something else than before. */
function update(p: StpPort): boolean {
  p.proposing = p.proposed = false
  // An agreement to worse information holds for better.
  p.agreed = p.agreed && p.infoIs === 'mine' && compareVectors(p.portPriority, p.designatedPriority) >= 0
  p.synced = p.synced && p.agreed
  p.portPriority = p.designatedPriority
  p.portTimes = p.designatedTimes
  p.updtInfo = false
  p.infoIs = 'mine'
  p.newInfo = true
  return true
}

function receive(p: StpPort, message: Readonly<bpdu.Bpdu>): boolean {
  p.message = null
  if (message.type === bpdu.TYPE_TCN) {
    p.rcvdTcn = true
    return true
  }
  const priority = priorityOf(p, message)
  const times = timesOf(message)
  const role = (message.flags & bpdu.FLAG_ROLE) >> 2
  // A configuration BPDU has no role in its flags: only designated ports send it.
  if (message.type === bpdu.TYPE_CONFIG || role === bpdu.ROLE_DESIGNATED) designated(p, message, priority, times)
  else if (role === bpdu.ROLE_UNKNOWN) return true
  // Two messages crossed, each took the other's word, and nobody speaks for this wire: what is held here is void. The standard
  // waits for it to age, six seconds without a way.
  else if (p.infoIs === 'received' && p.pointToPoint) age(p)
  else if (compareVectors(priority, p.portPriority) >= 0) agreement(p, message)
  return true
}

function designated(p: StpPort, message: Readonly<bpdu.Bpdu>, priority: PriorityVector, times: StpTimes): void {
  const order = compareVectors(priority, p.portPriority)
  if (order === 0 && p.infoIs === 'received' && sameTimes(times, p.portTimes)) {
    heed(p, message)
    updtRcvdInfoWhile(p)
  } else if (order <= 0 || isCorrection(priority, p.portPriority)) {
    p.agreed = p.proposing = false
    heed(p, message)
    p.agree = p.agree && p.infoIs === 'received' && order <= 0
    p.portPriority = priority
    p.portTimes = times
    updtRcvdInfoWhile(p)
    p.infoIs = 'received'
    reselect(p)
  } else if (message.type === bpdu.TYPE_RST && (message.flags & bpdu.FLAG_LEARNING) !== 0) {
    // Somebody worse forwards as if he had not heard us: a wire that works one way only (recordDispute).
    p.disputed = true
    p.agreed = false
  }
}

/** Worse, but from the very port whose word stands (17.6). */
const isCorrection = (a: PriorityVector, b: PriorityVector): boolean =>
  bpdu.addressOf(a.bridge) === bpdu.addressOf(b.bridge) && (a.port & 0xfff) === (b.port & 0xfff)

/** recordProposal and setTcFlags. */
function heed(p: StpPort, message: Readonly<bpdu.Bpdu>): void {
  if ((message.flags & bpdu.FLAG_PROPOSAL) !== 0 && p.pointToPoint) p.proposed = true
  setTcFlags(p, message)
}

function setTcFlags(p: StpPort, message: Readonly<bpdu.Bpdu>): void {
  if ((message.flags & bpdu.FLAG_TC) !== 0) p.rcvdTc = true
  if (message.type === bpdu.TYPE_CONFIG && (message.flags & bpdu.FLAG_TC_ACK) !== 0) p.rcvdTcAck = true
}

/** Somebody further from the root answers (recordAgreement). */
function agreement(p: StpPort, message: Readonly<bpdu.Bpdu>): void {
  p.agreed = p.pointToPoint && (message.flags & bpdu.FLAG_AGREEMENT) !== 0
  if (p.agreed) p.proposing = false
  setTcFlags(p, message)
}

/** Information lives for three hellos, unless it is too old already. */
function updtRcvdInfoWhile(p: StpPort): void {
  const { messageAge, maxAge, helloTime } = p.portTimes
  p.rcvdInfoWhile = Math.round(messageAge + 1) <= maxAge ? 3 * helloTime : 0
}

const priorityOf = (p: StpPort, message: Readonly<bpdu.Bpdu>): PriorityVector => ({
  root: message.rootId,
  cost: message.rootCost,
  bridge: message.bridgeId,
  port: message.portId,
  receiver: p.id,
})

/** What a root may ask for (table 17-1), whatever it does ask for. */
const timesOf = ({ messageAge, maxAge, helloTime, forwardDelay }: Readonly<bpdu.Bpdu>): StpTimes => ({
  messageAge,
  maxAge: clamp(maxAge, 6, 40),
  helloTime: clamp(helloTime, 1, 10),
  forwardDelay: clamp(forwardDelay, 4, 30),
})

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))
