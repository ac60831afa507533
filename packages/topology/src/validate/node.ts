// What must hold of one node, whatever else is drawn.
import { find, hasStack } from '../document.ts'
import { indexOf, nameKey } from '../document-index.ts'
import { MACHINE0, type NodeId, type NodeRecord, type TopologyDocument } from '../records.ts'
import type { Report } from './problem.ts'
import { checkRoutes } from './routes.ts'

/** Deep enough for any jail in a jail; keeps a cycle from being walked for ever. */
const MAX_NESTING = 32
/** A host name (RFC 1123, 2.1) with underscores and dots: names are typed at consoles and become file names. */
const NODE_NAME = /^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$/

export function checkNode(doc: TopologyDocument, node: NodeRecord, report: Report): void {
  checkName(doc, node, report)
  checkParent(doc, node, report)
  checkRole(node, report)
  checkSettings(doc, node, report)
  checkRoutes(node, report)
}

function checkName(doc: TopologyDocument, node: NodeRecord, report: Report): void {
  if (!NODE_NAME.test(node.name))
    report(
      'error',
      node.id,
      'name',
      `"${node.name}" cannot be a node's name`,
      'use the letters A to Z and a to z, digits, and - _ . between them',
    )
  const sharing = indexOf(doc).nodesByName.get(nameKey(node.parent, node.name)) ?? []
  const other = sharing.find((id) => id !== node.id)
  if (other !== undefined)
    report('error', node.id, 'name', `another node is called ${node.name} too`, 'give one of them another name')
}

/** What to do where the machine that everything is placed in is missing. */
export const ADD_MACHINE0 = `add "${MACHINE0}": {"kind": "machine", "name": "global", "parent": null, "role": "host"} to the nodes`

function checkParent(doc: TopologyDocument, node: NodeRecord, report: Report): void {
  if (node.id === MACHINE0) {
    if (node.kind !== 'machine')
      report('error', node.id, 'kind', `${MACHINE0} must be a machine`, 'set its kind to machine')
    if (node.parent !== null)
      report('error', node.id, 'parent', `${MACHINE0} is inside nothing`, 'set its parent to null')
    return
  }
  if (node.parent === null) {
    report('error', node.id, 'parent', `${node.name} is inside no machine`, `set its parent to ${MACHINE0}`)
    return
  }
  const parent = find(doc, node.parent)
  if (parent === undefined) {
    const mend = find(doc, MACHINE0) === undefined ? ADD_MACHINE0 : `set its parent to ${MACHINE0}`
    report('error', node.id, 'parent', `its parent ${node.parent} does not exist`, mend)
    return
  }
  if (!hasStack(parent.kind))
    report('error', node.id, 'parent', `a ${parent.kind} cannot contain nodes`, `set its parent to ${MACHINE0}`)
  else if (node.kind === 'zone' && parent.kind !== 'machine')
    report(
      'error',
      node.id,
      'parent',
      `zones do not nest, and ${parent.name} is a ${parent.kind}`,
      'place it in a machine',
    )
  else if (node.kind === 'machine' && parent.kind !== 'machine')
    report('error', node.id, 'parent', `a machine cannot be inside a ${parent.kind}`, `set its parent to ${MACHINE0}`)
  checkNesting(doc, node, report)
}

function checkNesting(doc: TopologyDocument, node: NodeRecord, report: Report): void {
  let at: NodeId | null = node.parent
  for (let depth = 0; at !== null; depth++) {
    if (at === node.id) {
      report('error', node.id, 'parent', `${node.name} would be inside itself`, `set its parent to ${MACHINE0}`)
      return
    }
    if (depth >= MAX_NESTING) {
      report('error', node.id, 'parent', `nodes are nested more than ${MAX_NESTING} deep`, 'place it higher up')
      return
    }
    at = find(doc, at)?.parent ?? null
  }
}

function checkRole(node: NodeRecord, report: Report): void {
  if (hasStack(node.kind) && node.role === null)
    report('error', node.id, 'role', `a ${node.kind} needs a role`, 'set its role to pc, host or router')
  if (!hasStack(node.kind) && node.role !== null)
    report('error', node.id, 'role', `a ${node.kind} has no network stack, so no role`, 'set its role to null')
}

function checkSettings(doc: TopologyDocument, node: NodeRecord, report: Report): void {
  if (node.switch !== null && node.kind !== 'switch')
    report('error', node.id, 'switch', `a ${node.kind} is no switch`, 'set switch to null')
  if (node.protocols.length > 0 && !hasStack(node.kind))
    report('error', node.id, 'protocols', `a ${node.kind} only passes frames on: it runs no protocols`, 'remove them')
  const seen = new Set<string>()
  node.protocols.forEach(({ name }, i) => {
    if (seen.has(name))
      report('error', node.id, `protocols[${i}].name`, `${name} is listed twice`, 'join the two configurations')
    seen.add(name)
  })
  // Computed or stored routes stand for them.
  if (seen.size > 0 && node.role === 'router' && find(doc, 'lab:lab')?.autoRoutes !== true && node.routes.length === 0)
    report(
      'warning',
      node.id,
      'protocols',
      `${node.name} is to run ${[...seen].join(', ')}, which Etherloom keeps and does not run yet`,
      'turn automatic routes on, or store routes',
      'protocol-not-run',
    )
}
