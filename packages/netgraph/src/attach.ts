// Gives a vnet its graph, when it is first asked for: a vnet that nobody asks costs nothing.
import type { Vnet } from '@etherloom/net'
import { Netgraph } from './ng-base.ts'
import { ngTypes } from './types.ts'

const graphs = new WeakMap<Vnet, Netgraph>()

export function netgraphOf(vnet: Vnet): Netgraph {
  const known = graphs.get(vnet)
  if (known !== undefined) return known
  const ng = new Netgraph(vnet, ngTypes)
  graphs.set(vnet, ng)
  return ng
}
