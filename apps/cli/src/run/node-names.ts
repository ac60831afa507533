// `--exec 'pc1: ping 10.0.0.2'`: a node as a command line names it, and a command.
import { findNode, hasStack, type Named, type NodeId, type TopologyDocument } from '@etherloom/topology'
import { usage } from '../failure.ts'

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
  const node = foundOrUsage(findNode(doc, match[1].trim()))
  if (!hasStack(node.kind))
    throw usage(`'${node.name}' is a ${node.kind} and has no console`, 'run the command in a jail or zone beside it')
  return { session: `exec${index + 1}`, node: node.id, nodeName: node.name, line: match[2].trim() }
}

/** What was named on the command line, or the refusal that stops it. */
export function foundOrUsage<T>(named: Named<T>): T {
  if (named.ok) return named.found
  throw usage(named.message, named.mend)
}
