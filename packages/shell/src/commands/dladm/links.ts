// What every subcommand of dladm(8) shares: how it fails, how it changes the drawing, which links there are, how a row is laid out.
import type { Program } from '@etherloom/proc'
import {
  type IfaceId,
  type IfaceRecord,
  ifacesOf,
  type NodeId,
  nodes,
  type Operation,
  record,
  type TopologyDocument,
} from '@etherloom/topology'
import type { Session } from '../../command.ts'
import { propose } from '../../propose.ts'

/** dladm_valid_linkname(3): letters, digits, `_` and `.`; begins with a letter, ends with a number without leading zero. */
export const LINK_NAME = /^[A-Za-z][A-Za-z0-9_.]{0,29}?(0|[1-9]\d{0,8})$/

export function fail(session: Session, message: string): number {
  session.process.tty.write(`dladm: ${message}\n`)
  return 1
}

export function* change(session: Session, failure: string, make: () => Operation): Program {
  const refused = yield* propose(session, make)
  return refused === null ? 0 : fail(session, `${failure}: ${refused}`)
}

/** Cells in columns of these widths; the last is as long as it is. */
export const row = (cells: readonly string[], widths: readonly number[]): string =>
  `${cells.map((cell, i) => (i === cells.length - 1 ? cell : cell.padEnd(widths[i]!))).join('')}\n`

export const linksOf = (doc: TopologyDocument, node: NodeId, kind: IfaceRecord['kind']): readonly IfaceRecord[] =>
  ifacesOf(doc, node).filter((iface) => iface.kind === kind)

export const overName = (doc: TopologyDocument, link: IfaceRecord): string =>
  link.over === null ? '--' : record(doc, link.over).name

/** Links a vnic can be made over from a console: the system's own datalinks, then the etherstubs of the machine around it. */
function linksInReach(doc: TopologyDocument, node: NodeId): { name: string; id: NodeId | IfaceId }[] {
  const around = record(doc, node).parent ?? node
  const stubs = nodes(doc).filter(
    (each) => each.kind === 'etherstub' && (each.parent === around || each.parent === node),
  )
  const own = ifacesOf(doc, node).filter((iface) => iface.kind === 'nic')
  return [...own, ...stubs].map(({ name, id }) => ({ name, id }))
}

export const findLink = (doc: TopologyDocument, node: NodeId, name: string): NodeId | IfaceId | null =>
  linksInReach(doc, node).find((link) => link.name === name)?.id ?? null

export function linkList(doc: TopologyDocument, node: NodeId): string {
  const names = linksInReach(doc, node).map(({ name }) => name)
  return names.length === 0 ? 'none yet: draw an etherstub first' : names.join(', ')
}
