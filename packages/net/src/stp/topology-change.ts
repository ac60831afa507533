// Topology change (IEEE 802.1D-2004, 17.31): when a port begins to forward, addresses may be behind other ports than before. The
// bridge tells every neighbor over ports in use, each forgets what it learned on its other ports, and passes it on.
import { HELLO_TIME, type StpPort } from './stp-port.ts'

/** One step; `flush` forgets the addresses behind a port. */
export function notice(p: StpPort, ports: readonly StpPort[], flush: (p: StpPort) => void): boolean {
  const inUse = p.role === 'root' || p.role === 'designated'
  switch (p.topology) {
    case 'inactive':
      if (!p.learn) return false
      p.topology = 'learning'
      return true
    case 'learning':
      if (p.rcvdTc || p.rcvdTcn || p.rcvdTcAck || p.tcProp) {
        p.rcvdTc = p.rcvdTcn = p.rcvdTcAck = p.tcProp = false
        return true
      }
      if (inUse && p.forward && !p.edge) {
        p.topology = 'active'
        newTcWhile(p)
        p.newInfo = true
        return tellOthers(p, ports)
      }
      if (inUse || p.learn || p.learning) return false
      p.topology = 'inactive'
      p.tcWhile = 0
      p.tcAck = false
      flush(p)
      return true
    case 'active':
      return active(p, ports, inUse, flush)
  }
}

function active(p: StpPort, ports: readonly StpPort[], inUse: boolean, flush: (p: StpPort) => void): boolean {
  if (!inUse || p.edge) {
    p.topology = 'learning'
    return true
  }
  if (p.rcvdTcn || p.rcvdTc) {
    if (p.rcvdTcn) newTcWhile(p)
    p.rcvdTcn = p.rcvdTc = false
    if (p.role === 'designated') p.tcAck = true
    return tellOthers(p, ports)
  }
  if (p.tcProp) {
    newTcWhile(p)
    p.tcProp = false
    flush(p)
    return true
  }
  if (!p.rcvdTcAck) return false
  p.rcvdTcAck = false
  p.tcWhile = 0
  return true
}

function tellOthers(p: StpPort, ports: readonly StpPort[]): boolean {
  for (const other of ports) if (other !== p) other.tcProp = true
  return true
}

function newTcWhile(p: StpPort): void {
  if (p.tcWhile !== 0) return
  const { maxAge, forwardDelay } = p.designatedTimes
  p.tcWhile = p.sendRstp ? HELLO_TIME + 1 : maxAge + forwardDelay
  if (p.sendRstp) p.newInfo = true
}
