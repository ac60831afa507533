// Nodes as a command line names them, and `--exec 'pc1: ping 10.0.0.2'`.
import {
  find,
  hasStack,
  type NodeId,
  type NodeRecord,
  nodeId,
  nodes,
  nodesNamed,
  type TopologyDocument,
} from '@etherloom/topology'
import { usage } from '../failure.ts'
import { nearest } from '../nearest.ts'
import { listed } from './link-names.ts'

export interface Exec {
  /** Console session; the place on the command line, so that order and output are the same in every run. */
  readonly session: string
  readonly node: NodeId
  readonly nodeName: string
  readonly line: string
}

// `node:pc1: ping …` by id, else everything before the first colon is a name.
const execSyntax = /^(node:[A-Za-z0-9_.-]+|[^:]+):\s*(\S.*)$/s

export function parseExec(doc: TopologyDocument, text: string, index: number): Exec {
  const match = execSyntax.exec(text)
  if (match === null)
    throw usage(`--exec '${text}' is not a node and a command`, "write --exec 'NODE: ping -c 3 10.0.0.2'")
  const node = findNode(doc, match[1].trim())
  if (!hasStack(node.kind))
    throw usage(`'${node.name}' is a ${node.kind} and has no console`, 'run the command in a jail or zone beside it')
  return { session: `exec${index + 1}`, node: node.id, nodeName: node.name, line: match[2].trim() }
}

/** The one node of that name or id. Names are unique within a parent only: `zone1/web` tells two of them apart. */
function findNode(doc: TopologyDocument, name: string): NodeRecord {
  const id = nodeId.safeParse(name)
  const byId = id.success ? find(doc, id.data) : undefined
  if (byId !== undefined) return byId
  const named = nodesNamed(doc, name)
  const found = named.length > 0 ? named : nodes(doc).filter((node) => pathOf(doc, node) === name)
  if (found.length === 1) return found[0]
  if (found.length > 1)
    throw usage(
      `'${name}' could be any of ${found.length} nodes`,
      `name one of ${listed(found.map((node) => pathOf(doc, node)))}`,
    )
  const names = nodes(doc).map((node) => node.name)
  const near = nearest(name, names)
  throw usage(`there is no node '${name}'`, near === null ? `there are ${listed(names)}` : `did you mean ${near}?`)
}

/** `zone1/web`; the machine that everything is in is left out. */
function pathOf(doc: TopologyDocument, node: NodeRecord): string {
  const parent = node.parent === null ? undefined : find(doc, node.parent)
  return parent === undefined || parent.parent === null ? node.name : `${pathOf(doc, parent)}/${node.name}`
}
