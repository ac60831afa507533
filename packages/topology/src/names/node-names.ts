// Nodes as people name them on a command line or in an address. Names are unique within a parent only: `zone1/web` tells two
// of them apart.
import { find, nodes, nodesNamed } from '../document.ts'
import { type NodeRecord, nodeId, type TopologyDocument } from '../records.ts'
import { listed, type Named, named, notNamed } from './named.ts'
import { nearest } from './nearest.ts'

/** The one node of that name, path or id; a refusal lists what there is. */
export function findNode(doc: TopologyDocument, name: string): Named<NodeRecord> {
  const id = nodeId.safeParse(name)
  const byId = id.success ? find(doc, id.data) : undefined
  if (byId !== undefined) return named(byId)
  const byName = nodesNamed(doc, name)
  const found = byName.length > 0 ? byName : nodes(doc).filter((node) => nodePath(doc, node) === name)
  if (found.length === 1) return named(found[0])
  if (found.length > 1)
    return notNamed(
      `'${name}' could be any of ${found.length} nodes`,
      `name one of ${listed(found.map((node) => nodePath(doc, node)))}`,
    )
  const names = nodes(doc).map((node) => node.name)
  const near = nearest(name, names)
  return notNamed(`there is no node '${name}'`, near === null ? `there are ${listed(names)}` : `did you mean ${near}?`)
}

/** `zone1/web`; the machine that everything is in is left out. */
export function nodePath(doc: TopologyDocument, node: NodeRecord): string {
  const parent = node.parent === null ? undefined : find(doc, node.parent)
  return parent === undefined || parent.parent === null ? node.name : `${nodePath(doc, parent)}/${node.name}`
}
