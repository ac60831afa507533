// What a port says, and when (IEEE 802.1D-2004, 17.26): news at once, a hello every HELLO_TIME, and no more than TX_HOLD_COUNT at
// a time.
import { bpdu } from '@etherloom/wire'
import { HELLO_TIME, type StpPort, TX_HOLD_COUNT } from './stp-port.ts'

/** The BPDU to send now, or null. */
export function say(p: StpPort): Readonly<bpdu.Bpdu> | null {
  if (!p.enabled) {
    p.newInfo = true
    p.txCount = 0
    return null
  }
  if (!p.selected || p.updtInfo) return null
  if (p.helloWhen === 0) {
    if (p.role === 'designated' || (p.role === 'root' && p.tcWhile !== 0)) p.newInfo = true
    p.helloWhen = HELLO_TIME
  }
  if (!p.newInfo || p.txCount >= TX_HOLD_COUNT) return null
  const message = compose(p)
  if (message === null) return null
  p.newInfo = false
  p.txCount++
  p.helloWhen = HELLO_TIME
  if (message.type !== bpdu.TYPE_TCN) p.tcAck = false
  return message
}

/** To a bridge that only knows STP a root port has nothing to say but that the topology changed. */
function compose(p: StpPort): Readonly<bpdu.Bpdu> | null {
  if (p.sendRstp) return vector(p, bpdu.TYPE_RST, rstpFlags(p))
  if (p.role === 'root') return bpdu.topologyChange
  if (p.role !== 'designated') return null
  return vector(p, bpdu.TYPE_CONFIG, (p.tcWhile !== 0 ? bpdu.FLAG_TC : 0) | (p.tcAck ? bpdu.FLAG_TC_ACK : 0))
}

const roleBits = {
  disabled: bpdu.ROLE_UNKNOWN,
  alternate: bpdu.ROLE_ALTERNATE_OR_BACKUP,
  backup: bpdu.ROLE_ALTERNATE_OR_BACKUP,
  root: bpdu.ROLE_ROOT,
  designated: bpdu.ROLE_DESIGNATED,
}

const rstpFlags = (p: StpPort): number =>
  (roleBits[p.role] << 2) |
  (p.tcWhile !== 0 ? bpdu.FLAG_TC : 0) |
  (p.proposing ? bpdu.FLAG_PROPOSAL : 0) |
  (p.learning ? bpdu.FLAG_LEARNING : 0) |
  (p.forwarding ? bpdu.FLAG_FORWARDING : 0) |
  (p.agree ? bpdu.FLAG_AGREEMENT : 0)

const vector = (p: StpPort, type: number, flags: number): bpdu.Bpdu => ({
  type,
  flags,
  rootId: p.designatedPriority.root,
  rootCost: p.designatedPriority.cost,
  bridgeId: p.designatedPriority.bridge,
  portId: p.designatedPriority.port,
  messageAge: p.designatedTimes.messageAge,
  maxAge: p.designatedTimes.maxAge,
  helloTime: p.designatedTimes.helloTime,
  forwardDelay: p.designatedTimes.forwardDelay,
})
