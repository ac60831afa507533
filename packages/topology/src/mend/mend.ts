// What can be done about a problem at one click: for each kind of problem a pure operation that takes it away, or null where
// only a person can decide. A mend looks at the document as it is now, so a problem that is gone is mended by nothing.
import type { Operation } from '../diff.ts'
import { Draft } from '../operations/operation.ts'
import type { TopologyDocument } from '../records.ts'
import type { Problem, ProblemKind } from '../validate/problem.ts'
import { mendAddress, mendSubnet, mendSubnetTwice } from './addresses.ts'
import { mendLoop, mendTrunk } from './bridging.ts'
import {
  mendGateway,
  mendMac,
  mendMtu,
  mendNoWire,
  mendProtocol,
  mendRa,
  mendSmallMtu,
  mendTooManyRoutes,
} from './settings.ts'

export type Mend = (doc: TopologyDocument, problem: Problem) => Operation | null

const mends: { readonly [K in ProblemKind]: Mend | null } = {
  unsound: null,
  'address-shared': mendAddress,
  'address-edge': mendAddress,
  'subnet-differs': mendSubnet,
  'subnet-twice': mendSubnetTwice,
  'mac-shared': mendMac,
  'mtu-differs': mendMtu,
  'mtu-small': mendSmallMtu,
  'no-wire': mendNoWire,
  gateway: mendGateway,
  'vlan-differs': mendTrunk,
  loop: mendLoop,
  'ra-no-router': mendRa,
  'protocol-not-run': mendProtocol,
  'routes-too-many': mendTooManyRoutes,
}

/** The operation that takes the problem away; its label says what it does. Null when there is none, or no such problem. */
export const mendOf = (doc: TopologyDocument, problem: Problem): Operation | null =>
  doc.records.has(problem.record) ? (mends[problem.kind]?.(doc, problem) ?? null) : null

/** All of these problems mended, one after the other, as one operation; null when none can be. */
export function mendAll(doc: TopologyDocument, problems: readonly Problem[]): Operation | null {
  const draft = new Draft(doc)
  let only: Operation | null = null
  let count = 0
  for (const problem of problems) {
    const operation = mendOf(draft.doc, problem)
    if (operation === null) continue
    draft.apply(operation.diff)
    only = operation
    count++
  }
  return only === null ? null : draft.operation(count === 1 ? only.label : `Mend ${count} problems`)
}
