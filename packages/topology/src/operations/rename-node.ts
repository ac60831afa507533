import type { Operation } from '../diff.ts'
import { indexOf, nameKey } from '../document-index.ts'
import type { NodeId, TopologyDocument } from '../records.ts'
import { Draft, demand, Refused } from './operation.ts'

/** Gives a node another name. Its id, and so everything that refers to it, stays. */
export function renameNode(doc: TopologyDocument, id: NodeId, name: string): Operation {
  const node = demand(doc, id)
  const holders = indexOf(doc).nodesByName.get(nameKey(node.parent, name)) ?? []
  if (holders.some((other) => other !== id)) throw new Refused(`There is a node called ${name} already.`)
  const draft = new Draft(doc)
  draft.put({ ...node, name })
  return draft.operation(`Rename ${node.name} to ${name}`)
}
