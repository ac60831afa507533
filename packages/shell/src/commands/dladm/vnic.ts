// dladm create-vnic, delete-vnic, show-vnic: virtual NICs over an etherstub or over one of the zone's own interfaces.
import type { Program } from '@etherloom/proc'
import { addVnic, ifacesOf, removeIface } from '@etherloom/topology'
import { parseMac, tryParseMac } from '@etherloom/wire'
import type { Session } from '../../command.ts'
import { shortMac } from '../../interfaces.ts'
import { getopt } from '../../options.ts'
import { change, fail, findLink, LINK_NAME, linkList, linksOf, overName, row } from './links.ts'

export function* createVnic(session: Session, args: readonly string[]): Program {
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

export function* deleteVnic(session: Session, args: readonly string[]): Program {
  const [name] = args
  if (name === undefined || args.length > 1) return fail(session, 'usage: delete-vnic <vnic-link>')
  const doc = session.document()
  const vnic = linksOf(doc, session.node, 'vnic').find((iface) => iface.name === name)
  if (vnic === undefined) return fail(session, `invalid vnic name '${name}': object not found`)
  return yield* change(session, 'vnic deletion failed', () => removeIface(doc, vnic.id))
}

export function showVnic(session: Session, args: readonly string[]): number {
  if (args.length > 1 || args[0]?.startsWith('-') === true)
    return fail(session, `show-vnic takes one vnic name at most; options such as ${args[0]} are not supported yet`)
  const doc = session.document()
  const vnics = linksOf(doc, session.node, 'vnic').filter((iface) => args[0] === undefined || iface.name === args[0])
  if (args[0] !== undefined && vnics.length === 0)
    return fail(session, `invalid vnic name '${args[0]}': object not found`)
  const { tty } = session.process
  if (vnics.length > 0) tty.write(row(['LINK', 'OVER', 'SPEED', 'MACADDRESS', 'MACADDRTYPE', 'VID'], WIDTHS))
  for (const vnic of vnics)
    tty.write(row([vnic.name, overName(doc, vnic), '0', shortMac(parseMac(vnic.mac)), 'random', '0'], WIDTHS))
  return 0
}

/** dladm.c, vnic_fields: LINK13 OVER13 SPEED7 MACADDRESS18 MACADDRTYPE20 VID7. */
const WIDTHS = [13, 13, 7, 18, 20, 7]
