import type { Operation } from '../diff.ts'
import { hasStack } from '../document.ts'
import type { NodeId, StaticRoute, TopologyDocument } from '../records.ts'
import { Draft, demand, Refused } from './operation.ts'

/** Sets the static routes a person gave a node; computed ones (routes.ts) are added to them and never stored. */
export function setRoutes(doc: TopologyDocument, id: NodeId, routes: readonly StaticRoute[]): Operation {
  const node = demand(doc, id)
  if (!hasStack(node.kind)) throw new Refused(`A ${node.kind} only passes frames on: it has no routes.`)
  const draft = new Draft(doc)
  draft.put({ ...node, routes: [...routes] })
  return draft.operation(`Change routes of ${node.name}`)
}
