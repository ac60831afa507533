// The link or node that an address names.
import { CodedError, type ErrorCode } from '@etherloom/protocol'
import {
  findNode,
  findWire,
  hasStack,
  type Named,
  type NodeRecord,
  type TopologyDocument,
  type Wire,
} from '@etherloom/topology'

export const wireNamed = (doc: TopologyDocument, name: string): Wire => foundOr('link/not-found', findWire(doc, name))

/** A node with a console. */
export function consoleNamed(doc: TopologyDocument, name: string): NodeRecord {
  const node = foundOr('node/not-found', findNode(doc, name))
  if (hasStack(node.kind)) return node
  throw new CodedError(
    'node/no-console',
    `${node.name} is a ${node.kind} and has no console; use a jail or zone beside it.`,
  )
}

function foundOr<T>(code: ErrorCode, named: Named<T>): T {
  if (named.ok) return named.found
  throw new CodedError(
    code,
    `${named.message[0]!.toUpperCase()}${named.message.slice(1)}: ${named.mend}.`.replace('?.', '?'),
  )
}
