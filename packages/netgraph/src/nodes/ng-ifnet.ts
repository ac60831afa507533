// Interfaces that netgraph nodes are (eiface, iface): made with the node, named by the lowest free number, taken away with it.
import { Ifnet } from '@etherloom/net'
import type { NgNode } from '../ng-base.ts'

/** Makes the interface, down as ifconfig(8) finds it, and gives the node its name if no other node has it. */
export function createNgIfnet(node: NgNode, prefix: string, macOf: (name: string) => number): Ifnet {
  const { ng } = node
  node.persistent = true
  const taken = (name: string) => ng.vnet.ifnet(name) !== null || ownedBy(node, name)
  let unit = 0
  while (taken(`${prefix}${unit}`)) unit++
  const name = `${prefix}${unit}`
  const ifp = new Ifnet(ng.kernel, name, macOf(name))
  ifp.setUp(false)
  if (ng.named(name) === null) ng.rename(node, name)
  ng.vnet.attach(ifp)
  return ifp
}

/** Takes the interface out of whatever vnet it is in now. */
export function removeNgIfnet(ifp: Ifnet): void {
  ifp.vnet?.detach(ifp)
  ifp.setUnplugged(null)
  ifp.l2com = null
}

/** An interface that was moved to another vnet keeps its number here. */
function ownedBy(node: NgNode, name: string): boolean {
  for (const other of node.ng.nodes.values()) {
    if (other === node || other.type !== node.type) continue
    if ((other.priv as { ifp: Ifnet }).ifp.name === name) return true
  }
  return false
}
