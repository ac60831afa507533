// dladm(8), illumos: datalink administration. What it creates or deletes is part of the drawing, so each subcommand checks
// its words as dladm does, makes the operation, and lets the room decide.
import type { Program } from '@etherloom/proc'
import {
  addVnic,
  type IfaceId,
  type IfaceRecord,
  ifacesOf,
  type NodeId,
  nodes,
  type Operation,
  record,
  removeIface,
  type TopologyDocument,
} from '@etherloom/topology'
import { tryParseMac } from '@etherloom/wire'
import type { Command, Session } from '../command.ts'
import { getopt } from '../options.ts'
import { propose } from '../propose.ts'

const USAGE = `usage:  dladm <subcommand> <args> ...
\tshow-vnic
\tcreate-vnic      -l <link> [-m <value> | auto] <vnic-link>
\tdelete-vnic      <vnic-link>
`
/** dladm_valid_linkname(3): letters, digits, `_` and `.`; begins with a letter, ends with a number without leading zero. */
const LINK_NAME = /^[A-Za-z][A-Za-z0-9_.]{0,29}?(0|[1-9]\d{0,8})$/

export const dladm: Command = {
  name: 'dladm',
  summary: 'administer data links: create-vnic, delete-vnic, show-vnic',
  usage: USAGE,
  run,
}

function* run(session: Session, args: readonly string[]): Program {
  const { tty } = session.process
  const [subcommand, ...rest] = args
  switch (subcommand) {
    case 'create-vnic':
      return yield* createVnic(session, rest)
    case 'delete-vnic':
      return yield* deleteVnic(session, rest)
    case 'show-vnic':
      return showVnic(session, rest)
    default:
      if (subcommand !== undefined) tty.write(`dladm: unknown subcommand '${subcommand}'\n`)
      tty.write(USAGE)
      return 1
  }
}

function fail(session: Session, message: string): number {
  session.process.tty.write(`dladm: ${message}\n`)
  return 1
}

function* createVnic(session: Session, args: readonly string[]): Program {
  const parsed = getopt(args, 'l:m:tv:n:r:p:R:')
  if (typeof parsed === 'string') return fail(session, parsed)
  const { options, operands } = parsed
  for (const [letter, what] of unsupported)
    if (options.has(letter)) return fail(session, `option -${letter} (${what}) is not supported yet; leave it out`)
  const over = options.get('l')
  const [name] = operands
  if (over === undefined || name === undefined || operands.length > 1)
    return fail(session, `usage: create-vnic -l <link> [-m <value> | auto] <vnic-link>`)
  if (!LINK_NAME.test(name))
    return fail(session, `invalid link name '${name}': it begins with a letter and ends with a number, as in vnic0`)
  const doc = session.document()
  const lower = findLink(doc, session.node, over)
  if (lower === null)
    return fail(session, `invalid link name '${over}': object not found; there is ${linkList(doc, session.node)}`)
  if (ifacesOf(doc, session.node).some((iface) => iface.name === name))
    return fail(session, `vnic creation over ${over} failed: object already exists`)
  const mac = options.get('m')
  if (mac !== undefined && mac !== 'auto' && mac !== 'random' && tryParseMac(mac) === null)
    return fail(session, `vnic creation over ${over} failed: invalid MAC address '${mac}'; write it as 2:8:20:0:0:1`)
  const chosen = mac === undefined || mac === 'auto' || mac === 'random' ? {} : { mac }
  return yield* change(session, `vnic creation over ${over} failed`, () =>
    addVnic(doc, { node: session.node, over: lower, name, ...chosen }),
  )
}

const unsupported = [
  ['t', 'temporary'],
  ['v', 'VLAN id'],
  ['n', 'factory slot'],
  ['r', 'MAC prefix'],
  ['p', 'properties'],
  ['R', 'root directory'],
] as const

function* deleteVnic(session: Session, args: readonly string[]): Program {
  const [name] = args
  if (name === undefined || args.length > 1) return fail(session, 'usage: delete-vnic <vnic-link>')
  const doc = session.document()
  const vnic = vnicsOf(doc, session.node).find((iface) => iface.name === name)
  if (vnic === undefined) return fail(session, `invalid vnic name '${name}': object not found`)
  return yield* change(session, 'vnic deletion failed', () => removeIface(doc, vnic.id))
}

function* change(session: Session, failure: string, make: () => Operation): Program {
  const refused = yield* propose(session, make)
  return refused === null ? 0 : fail(session, `${failure}: ${refused}`)
}

function showVnic(session: Session, args: readonly string[]): number {
  if (args.length > 1 || args[0]?.startsWith('-') === true)
    return fail(session, `show-vnic takes one vnic name at most; options such as ${args[0]} are not supported yet`)
  const doc = session.document()
  const vnics = vnicsOf(doc, session.node).filter((iface) => args[0] === undefined || iface.name === args[0])
  if (args[0] !== undefined && vnics.length === 0)
    return fail(session, `invalid vnic name '${args[0]}': object not found`)
  const row = (columns: readonly string[]) =>
    `${columns.map((text, i) => (i === columns.length - 1 ? text : text.padEnd(vnicWidths[i]!))).join('')}\n`
  const { tty } = session.process
  if (vnics.length > 0) tty.write(row(['LINK', 'OVER', 'SPEED', 'MACADDRESS', 'MACADDRTYPE', 'VID']))
  for (const vnic of vnics) tty.write(row([vnic.name, overName(doc, vnic), '0', shortMac(vnic.mac), 'random', '0']))
  return 0
}

/** dladm.c, vnic_fields: LINK13 OVER13 SPEED7 MACADDRESS18 MACADDRTYPE20 VID7. */
const vnicWidths = [13, 13, 7, 18, 20, 7]

const vnicsOf = (doc: TopologyDocument, node: NodeId): readonly IfaceRecord[] =>
  ifacesOf(doc, node).filter((iface) => iface.kind === 'vnic')

const overName = (doc: TopologyDocument, vnic: IfaceRecord): string =>
  vnic.over === null ? '--' : record(doc, vnic.over).name

/** illumos prints MAC octets without leading zeros. */
const shortMac = (mac: string) => mac.replace(/\b0([0-9a-f])/g, '$1')

/** Links a vnic can be made over from a console: the system's own datalinks, then the etherstubs of the machine around it. */
function linksInReach(doc: TopologyDocument, node: NodeId): { name: string; id: NodeId | IfaceId }[] {
  const around = record(doc, node).parent ?? node
  const stubs = nodes(doc).filter(
    (each) => each.kind === 'etherstub' && (each.parent === around || each.parent === node),
  )
  const own = ifacesOf(doc, node).filter((iface) => iface.kind === 'nic')
  return [...own, ...stubs].map(({ name, id }) => ({ name, id }))
}

const findLink = (doc: TopologyDocument, node: NodeId, name: string): NodeId | IfaceId | null =>
  linksInReach(doc, node).find((link) => link.name === name)?.id ?? null

function linkList(doc: TopologyDocument, node: NodeId): string {
  const names = linksInReach(doc, node).map(({ name }) => name)
  return names.length === 0 ? 'none yet: draw an etherstub first' : names.join(', ')
}
