// dladm create-vlan, delete-vlan, show-vlan: an interface for one VLAN of another.
import type { Program } from '@etherloom/proc'
import { addVlan, ifacesOf, isIfaceId, removeIface } from '@etherloom/topology'
import type { Session } from '../../command.ts'
import { getopt, readNumber } from '../../options.ts'
import { change, fail, findLink, LINK_NAME, linkList, linksOf, overName, row } from './links.ts'

export function* createVlan(session: Session, args: readonly string[]): Program {
  const parsed = getopt(args, 'l:v:', 'fpRt')
  if (typeof parsed === 'string') return fail(session, parsed)
  const { options, operands } = parsed
  const over = options.get('l')
  const id = readNumber(options.get('v') ?? '')
  if (over === undefined || !options.has('v') || operands.length > 1)
    return fail(session, 'usage: create-vlan -l <link> -v <vid> [link]')
  if (id === null || id < 1 || id > 4094) return fail(session, `invalid VLAN identifier '${options.get('v')}'`)
  const doc = session.document()
  const lower = findLink(doc, session.node, over)
  if (lower === null || !isIfaceId(lower))
    return fail(session, `invalid link name '${over}': object not found; there is ${linkList(doc, session.node)}`)
  // dladm(8): the VLAN's id times 1000, plus the link's own number: net0 becomes net4000.
  const [, stem, number] = /^(.*?)(\d+)$/.exec(over) ?? ['', over, '0']
  const name = operands[0] ?? `${stem}${id * 1000 + Number(number)}`
  if (!LINK_NAME.test(name))
    return fail(session, `invalid link name '${name}': it begins with a letter and ends with a number, as in vlan4`)
  if (ifacesOf(doc, session.node).some((iface) => iface.name === name))
    return fail(session, `create operation failed: object already exists`)
  return yield* change(session, 'create operation failed', () => addVlan(doc, { over: lower, id, name }))
}

export function* deleteVlan(session: Session, args: readonly string[]): Program {
  const [name] = args
  if (name === undefined || args.length > 1) return fail(session, 'usage: delete-vlan <link>')
  const doc = session.document()
  const vlan = linksOf(doc, session.node, 'vlan').find((iface) => iface.name === name)
  if (vlan === undefined) return fail(session, `invalid vlan name '${name}': object not found`)
  return yield* change(session, 'vlan deletion failed', () => removeIface(doc, vlan.id))
}

/** dladm.c: LINK16 VID9 OVER13 FLAGS7. */
const WIDTHS = [16, 9, 13, 7]

export function showVlan(session: Session, args: readonly string[]): number {
  const [name] = args
  if (args.length > 1 || name?.startsWith('-') === true)
    return fail(session, `show-vlan takes one link name at most; options such as ${name} are not supported yet`)
  const doc = session.document()
  const vlans = linksOf(doc, session.node, 'vlan').filter((iface) => name === undefined || iface.name === name)
  if (name !== undefined && vlans.length === 0) return fail(session, `invalid vlan name '${name}': object not found`)
  const { tty } = session.process
  if (vlans.length > 0) tty.write(row(['LINK', 'VID', 'OVER', 'FLAGS'], WIDTHS))
  for (const vlan of vlans)
    tty.write(row([vlan.name, String(vlan.vlan?.id ?? 0), overName(doc, vlan), '-----'], WIDTHS))
  return 0
}
