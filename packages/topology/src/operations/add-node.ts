import { makeNode } from '../defaults.ts'
import type { Operation } from '../diff.ts'
import { hasStack, layoutIdOf } from '../document.ts'
import { freshId, freshNodeName } from '../naming.ts'
import { MACHINE0, type NodeId, type NodeKind, type NodeRole, type TopologyDocument } from '../records.ts'
import { Draft, demand, Refused } from './operation.ts'

export interface Position {
  readonly x: number
  readonly y: number
}

export interface AddNode {
  readonly kind: NodeKind
  /** What a jail or zone is for; `host` unless said. Kinds without a network stack have none. */
  readonly role?: NodeRole | null
  readonly position: Position
  /** Chosen when not given: `pc1`, `router1`, `switch1` … */
  readonly name?: string
  readonly parent?: NodeId
}

/** Places a node on the canvas. The new node's id is in the operation: `addedNodes(operation.diff)[0]`. */
export function addNode(doc: TopologyDocument, args: AddNode): Operation {
  const parent = demand(doc, args.parent ?? MACHINE0)
  if (!hasStack(parent.kind)) throw new Refused(`A ${parent.kind} cannot contain other nodes.`)
  const role = hasStack(args.kind) ? (args.role ?? 'host') : null
  const name = args.name ?? freshNodeName(doc, args.kind, role, parent.id)
  const id = freshId(doc, 'node', name)
  const draft = new Draft(doc)
  draft.add(makeNode({ id, kind: args.kind, role, name, parent: parent.id }), {
    id: layoutIdOf(id),
    type: 'layout',
    node: id,
    x: args.position.x,
    y: args.position.y,
  })
  return draft.operation(`Add ${name}`)
}
