// From the role a port should have to what it does (IEEE 802.1D-2004, 17.29 and 17.30): when it may learn and forward without
// making a loop, and how two bridges agree on that at once instead of waiting half a minute.
import { HELLO_TIME, MAX_AGE, type PortRole, type StpPort } from './stp-port.ts'

/** One step of a port towards its role; false when there is none to take. */
export function transit(p: StpPort, ports: readonly StpPort[]): boolean {
  if (!p.selected || p.updtInfo) return false
  if (p.role !== p.selectedRole) return become(p, p.selectedRole)
  switch (p.role) {
    case 'disabled':
      return disabled(p)
    case 'root':
      return root(p, ports)
    case 'designated':
      return designated(p)
    default:
      return blocked(p, ports)
  }
}

function become(p: StpPort, role: PortRole): boolean {
  p.role = role
  if (role === 'root') p.rrWhile = p.designatedTimes.forwardDelay
  else if (role !== 'designated') p.learn = p.forward = false
  return true
}

function disabled(p: StpPort): boolean {
  if (p.learning || p.forwarding) return false
  return rest(p, MAX_AGE)
}

/** A port that does not forward is in nobody's way. */
function rest(p: StpPort, fdWhile: number): boolean {
  if (p.fdWhile === fdWhile && !p.sync && !p.reRoot && p.synced) return false
  p.fdWhile = fdWhile
  p.synced = true
  p.rrWhile = 0
  p.sync = p.reRoot = false
  return true
}

function root(p: StpPort, ports: readonly StpPort[]): boolean {
  const { forwardDelay } = p.designatedTimes
  if (answerProposal(p, ports)) return true
  if (!p.forward && !p.reRoot) {
    for (const other of ports) other.reRoot = true
    return true
  }
  // At once, if no port that was root lately may still forward the old way.
  const now = p.fdWhile === 0 || (p.rbWhile === 0 && ports.every((o) => o === p || o.rrWhile === 0))
  if (now && !p.learn) {
    p.fdWhile = p.forwardDelay
    p.learn = true
    return true
  }
  if (now && !p.forward) {
    p.fdWhile = 0
    p.forward = true
    return true
  }
  if (p.reRoot && p.forward) {
    p.reRoot = false
    return true
  }
  if (p.rrWhile === forwardDelay) return false
  p.rrWhile = forwardDelay
  return true
}

/**
 * A proposal is answered once every other port of this bridge is synced: it agrees with the new root, or does not forward. So an
 * agreement is never given while frames could still go round.
 */
function answerProposal(p: StpPort, ports: readonly StpPort[]): boolean {
  if (p.proposed && !p.agree) {
    for (const other of ports) other.sync = true
    p.proposed = false
    return true
  }
  if (p.agree ? !p.proposed : !allSynced(ports)) return false
  p.proposed = false
  if (p.role === 'root') p.sync = false
  p.agree = true
  p.newInfo = true
  return true
}

const allSynced = (ports: readonly StpPort[]): boolean =>
  ports.every((p) => p.selected && p.role === p.selectedRole && !p.updtInfo && (p.synced || p.role === 'root'))

function designated(p: StpPort): boolean {
  if (!p.forward && !p.agreed && !p.proposing && !p.edge) {
    p.proposing = true
    p.edgeDelayWhile = p.edgeDelay
    p.newInfo = true
    return true
  }
  const resting = !p.learning && !p.forwarding
  if (((resting || p.agreed || p.edge) && !p.synced) || (p.sync && p.synced)) {
    p.rrWhile = 0
    p.synced = true
    p.sync = false
    return true
  }
  if (p.rrWhile === 0 && p.reRoot) {
    p.reRoot = false
    return true
  }
  const mustStop = (p.sync && !p.synced) || (p.reRoot && p.rrWhile !== 0) || p.disputed
  if (mustStop && !p.edge && (p.learn || p.forward)) {
    p.learn = p.forward = p.disputed = false
    p.fdWhile = p.forwardDelay
    return true
  }
  const may = (p.fdWhile === 0 || p.agreed || p.edge) && (p.rrWhile === 0 || !p.reRoot) && !p.sync
  if (may && !p.learn) {
    p.learn = true
    p.fdWhile = p.forwardDelay
    return true
  }
  if (may && !p.forward) {
    p.forward = true
    p.fdWhile = 0
    p.agreed = p.sendRstp
    return true
  }
  return false
}

function blocked(p: StpPort, ports: readonly StpPort[]): boolean {
  if (p.learning || p.forwarding) return false
  if (answerProposal(p, ports)) return true
  if (p.role === 'backup' && p.rbWhile !== 2 * HELLO_TIME) {
    p.rbWhile = 2 * HELLO_TIME
    return true
  }
  return rest(p, p.forwardDelay)
}

/** The port does what it was told (17.30). */
export function act(p: StpPort): boolean {
  const forwarding = p.learn && p.forward
  if (p.learning === p.learn && p.forwarding === forwarding) return false
  p.learning = p.member.learning = p.learn
  p.forwarding = p.member.forwarding = forwarding
  return true
}
