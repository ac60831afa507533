// Port role selection (IEEE 802.1D-2004, 17.28, updtRoles): from what every port goes by to what every port is.
//
//   root        the way to the root bridge: the best of what was received, plus the cost of the port it was received on
//   designated  what this bridge would say there is better than what is said there
//   alternate   somebody else's word there is better: another way to the root, kept in reserve
//   backup      the better word is this bridge's own, from another port: two ports in one network
import { bpdu } from '@etherloom/wire'
import { bridgeTimes, type StpPort } from './stp-port.ts'
import { compareVectors, type PriorityVector, type StpTimes, sameTimes } from './vector.ts'

/** What the bridge believes in: itself, until it hears better. */
export interface RootView {
  priority: PriorityVector
  times: StpTimes
  /** The root port; null at the root. */
  port: StpPort | null
}

/** Gives every port its selected role, and what it would say. */
export function selectRoles(bridgeId: string, ports: readonly StpPort[]): RootView {
  const root = findRoot(bridgeId, ports)
  for (const p of ports) {
    p.designatedPriority = { ...root.priority, bridge: bridgeId, port: p.id, receiver: p.id }
    p.designatedTimes = root.times
    select(p, root, bridgeId)
  }
  // setSelectedBridge
  for (const p of ports) {
    p.reselect = false
    p.selected = true
  }
  return root
}

function findRoot(bridgeId: string, ports: readonly StpPort[]): RootView {
  const own: PriorityVector = { root: bridgeId, cost: 0, bridge: bridgeId, port: 0, receiver: 0 }
  let best: RootView = { priority: own, times: bridgeTimes, port: null }
  for (const p of ports) {
    if (p.infoIs !== 'received' || bpdu.addressOf(p.portPriority.bridge) === bpdu.addressOf(bridgeId)) continue
    const path = { ...p.portPriority, cost: p.portPriority.cost + p.pathCost, receiver: p.id }
    if (compareVectors(path, best.priority) >= 0) continue
    const times = { ...p.portTimes, messageAge: Math.round(p.portTimes.messageAge + 1) }
    best = { priority: path, times, port: p }
  }
  return best
}

function select(p: StpPort, root: RootView, bridgeId: string): void {
  const better = compareVectors(p.designatedPriority, p.portPriority) < 0
  switch (p.infoIs) {
    case 'disabled':
      p.selectedRole = 'disabled'
      return
    case 'aged':
      p.selectedRole = 'designated'
      p.updtInfo = true
      return
    case 'mine':
      p.selectedRole = 'designated'
      p.updtInfo =
        compareVectors(p.portPriority, p.designatedPriority) !== 0 || !sameTimes(p.portTimes, p.designatedTimes)
      return
    case 'received':
      p.updtInfo = p !== root.port && better
      if (p === root.port) p.selectedRole = 'root'
      else if (better) p.selectedRole = 'designated'
      else if (bpdu.addressOf(p.portPriority.bridge) === bpdu.addressOf(bridgeId)) p.selectedRole = 'backup'
      else p.selectedRole = 'alternate'
  }
}
