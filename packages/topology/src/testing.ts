// For tests of this and higher rooms: documents that cannot be altered, and edits as a restless person would make them.
import type { Operation } from './diff.ts'
import { ifaces, links, nodes } from './document.ts'
import { addNode } from './operations/add-node.ts'
import { addVnic } from './operations/add-vnic.ts'
import { connect } from './operations/connect.ts'
import { moveNodes } from './operations/move-nodes.ts'
import { Refused } from './operations/operation.ts'
import { removeRecords } from './operations/remove-records.ts'
import { renameNode } from './operations/rename-node.ts'
import { setAddress } from './operations/set-address.ts'
import { setFields } from './operations/set-fields.ts'
import { setImpairment } from './operations/set-impairment.ts'
import { setLinkUp } from './operations/set-link-up.ts'
import { setRoutes } from './operations/set-routes.ts'
import { type NodeKind, nodeKinds, nodeRoles, type TopologyDocument } from './records.ts'

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(freeze)
  }
  return value
}

/** Freezes every record, so that whatever writes to one fails where it does. */
export function freezeDocument(doc: TopologyDocument): TopologyDocument {
  for (const record of doc.records.values()) freeze(record)
  return doc
}

/** A whole number from 0 to n - 1. */
export type Choose = (n: number) => number

/** Chances from a list of numbers, so that fast-check can shrink what was done. */
export function chooseFrom(numbers: readonly number[]): Choose {
  let i = 0
  return (n) => (numbers.length === 0 ? 0 : numbers[i++ % numbers.length] % n)
}

/** Some edit of the document; null when what was chosen cannot be done. */
export function randomOperation(doc: TopologyDocument, choose: Choose): Operation | null {
  try {
    return edits[choose(edits.length)](doc, choose)
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}

type Edit = (doc: TopologyDocument, choose: Choose) => Operation | null

function pick<T, R>(list: readonly T[], choose: Choose, use: (item: T) => R): R | null {
  return list.length === 0 ? null : use(list[choose(list.length)])
}

const place: Edit = (doc, choose) => {
  const kind: NodeKind = nodeKinds[choose(nodeKinds.length)]
  const position = { x: choose(2000), y: choose(2000) }
  return addNode(doc, { kind, role: nodeRoles[choose(nodeRoles.length)], position })
}
const wire: Edit = (doc, choose) =>
  pick(nodes(doc), choose, (a) => pick(nodes(doc), choose, (b) => connect(doc, a.id, b.id)))

const edits: readonly Edit[] = [
  // Placing and wiring come oftener than deleting, so that labs grow.
  place,
  place,
  place,
  wire,
  wire,
  wire,
  wire,
  (doc, choose) => pick(nodes(doc), choose, ({ id }) => removeRecords(doc, [id])),
  (doc, choose) => pick(links(doc), choose, ({ id }) => removeRecords(doc, [id], { keepIfaces: choose(2) === 0 })),
  (doc, choose) => pick(ifaces(doc), choose, ({ id }) => removeRecords(doc, [id])),
  (doc, choose) => pick(ifaces(doc), choose, (a) => pick(nodes(doc), choose, (b) => connect(doc, a.id, b.id))),
  (doc, choose) =>
    pick(nodes(doc), choose, (node) =>
      pick([...nodes(doc), ...ifaces(doc)], choose, (over) =>
        addVnic(doc, { node: node.id, over: over.id, address: choose(2) === 0 ? 'automatic' : 'none' }),
      ),
    ),
  (doc, choose) => pick(nodes(doc), choose, ({ id }) => moveNodes(doc, { [id]: { x: choose(2000), y: choose(2000) } })),
  (doc, choose) => pick(nodes(doc), choose, ({ id }) => renameNode(doc, id, `n${choose(50)}`)),
  (doc, choose) =>
    pick(ifaces(doc), choose, ({ id }) =>
      setAddress(doc, id, choose(4) === 0 ? null : `10.9.${choose(4)}.${1 + choose(250)}/24`),
    ),
  (doc, choose) =>
    pick(links(doc), choose, ({ id }) =>
      setImpairment(doc, id, (['ab', 'ba', 'both'] as const)[choose(3)], {
        delayUs: choose(5000),
        lossPercent: choose(100),
      }),
    ),
  (doc, choose) => pick(links(doc), choose, ({ id }) => setLinkUp(doc, id, choose(2) === 0)),
  (doc, choose) =>
    pick(nodes(doc), choose, ({ id }) =>
      setRoutes(doc, id, [{ destination: 'default', gateway: `10.0.0.${1 + choose(20)}` }]),
    ),
  (doc, choose) =>
    pick(ifaces(doc), choose, ({ id }) => setFields(doc, id, { mtu: 1000 + choose(8000), up: choose(2) === 0 })),
]
