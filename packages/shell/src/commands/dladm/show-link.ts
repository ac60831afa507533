// dladm show-link, which dladm alone does too: every datalink of the zone, and in the zone around them the etherstubs.
import { type IfaceRecord, ifacesOf, nodes } from '@etherloom/topology'
import type { Session } from '../../command.ts'
import { fail, overName, row } from './links.ts'

/** dladm.c, link_fields: LINK12 CLASS10 MTU7 STATE9 BRIDGE11 OVER30. */
const WIDTHS = [12, 10, 7, 9, 11, 30]
const classes: { readonly [K in IfaceRecord['kind']]: string | null } = {
  nic: 'phys',
  vnic: 'vnic',
  vlan: 'vlan',
  lo: null,
}
/** What an etherstub passes on at most. */
const STUB_MTU = '9000'

export function showLink(session: Session, args: readonly string[]): number {
  const [wanted] = args
  if (args.length > 1 || wanted?.startsWith('-') === true)
    return fail(session, `show-link takes one link name at most; options such as ${wanted} are not supported yet`)
  const rows = rowsOf(session).filter(([name]) => wanted === undefined || name === wanted)
  if (wanted !== undefined && rows.length === 0) return fail(session, `invalid link name '${wanted}': object not found`)
  for (const cells of [['LINK', 'CLASS', 'MTU', 'STATE', 'BRIDGE', 'OVER'], ...rows])
    session.process.tty.write(row(cells, WIDTHS))
  return 0
}

function rowsOf(session: Session): string[][] {
  const doc = session.document()
  const { vnet } = session.process
  const links = ifacesOf(doc, session.node).flatMap((iface) => {
    const type = classes[iface.kind]
    const state = vnet.ifnet(iface.name)?.carrier === true ? 'up' : 'down'
    return type === null ? [] : [[iface.name, type, String(iface.mtu), state, '--', overName(doc, iface)]]
  })
  const stubs = nodes(doc).filter(({ kind, parent }) => kind === 'etherstub' && parent === session.node)
  return [...links, ...stubs.map(({ name }) => [name, 'etherstub', STUB_MTU, 'up', '--', '--'])]
}
