// Gives a vnet its graph, when it is first asked for: a vnet that nobody asks costs nothing. From then on every Ethernet
// interface of the vnet has its ether node.
import type { Vnet } from '@etherloom/net'
import { Netgraph } from './ng-base.ts'
import { attachEther, detachEther, etherChanged } from './nodes/ng-ether.ts'
import { ngTypes } from './types.ts'

const graphs = new WeakMap<Vnet, Netgraph>()

export function netgraphOf(vnet: Vnet): Netgraph {
  const known = graphs.get(vnet)
  if (known !== undefined) return known
  const ng = new Netgraph(vnet, ngTypes)
  graphs.set(vnet, ng)
  vnet.netgraph = {
    ifnetAttached: (ifp) => attachEther(ng, ifp),
    ifnetDetached: (ifp) => detachEther(ng, ifp),
    ifnetChanged: etherChanged,
    destroy: () => {
      ng.destroy()
      graphs.delete(vnet)
    },
  }
  for (const ifp of vnet.ifnets) attachEther(ng, ifp)
  return ng
}
