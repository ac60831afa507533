import { makeLayout, makeNode } from '../defaults.ts'
import type { Operation } from '../diff.ts'
import { canvases, hasStack, layoutIdOf } from '../document.ts'
import { freshId, freshNodeName } from '../naming.ts'
import {
  type CanvasId,
  type GroupId,
  MACHINE0,
  type NodeId,
  type NodeKind,
  type NodeRole,
  type TopologyDocument,
} from '../records.ts'
import { demandCanvas } from './drawn-items.ts'
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
  /** The first when not given. */
  readonly canvas?: CanvasId
  readonly group?: GroupId | null
}

/** Places a node on the canvas. The new node's id is in the operation: `addedNodes(operation.diff)[0]`. */
export function addNode(doc: TopologyDocument, args: AddNode): Operation {
  const parent = demand(doc, args.parent ?? MACHINE0)
  if (!hasStack(parent.kind)) throw new Refused(`A ${parent.kind} cannot contain other nodes.`)
  const role = hasStack(args.kind) ? (args.role ?? 'host') : null
  const name = args.name ?? freshNodeName(doc, args.kind, role, parent.id)
  const id = freshId(doc, 'node', name)
  const draft = new Draft(doc)
  const canvas = demandCanvas(doc, args.canvas ?? canvases(doc)[0].id).id
  const { x, y } = args.position
  draft.add(
    makeNode({ id, kind: args.kind, role, name, parent: parent.id }),
    makeLayout({ id: layoutIdOf(id), node: id, canvas, group: args.group ?? null, x, y }),
  )
  return draft.operation(`Add ${name}`)
}
