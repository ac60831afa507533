// ifconfig(8) as FreeBSD 14 has it: shows interfaces, or changes one. What it changes is part of the drawing.
// Exit status: 0, or 1 when something was wrong.
import type { Ifnet } from '@etherloom/net'
import type { Program, SystemCall } from '@etherloom/proc'
import { type Command, fail, type Session } from '../../command.ts'
import { getopt } from '../../options.ts'
import { change } from './set-freebsd.ts'
import { type Family, stanza } from './show-freebsd.ts'
import { bareStanza, bareVlans, configureBare, createVlan, destroy, destroyBare, type Made } from './vlan-freebsd.ts'

const USAGE = `usage: ifconfig [-a] [-du] [address_family]
       ifconfig -l [-du]
       ifconfig interface [address_family]
       ifconfig interface [inet] address[/prefixlength] [netmask mask] [alias | -alias]
       ifconfig interface inet6 address[/prefixlength] [-alias]
       ifconfig vlanN create [vlan N vlandev interface [...]]
       ifconfig vlanN vlan N vlandev interface [...]
       ifconfig vlanN destroy
       ifconfig interface [up | down] [mtu n] [ether address] [[-]accept_rtadv] [[-]auto_linklocal]
`
export const ifconfig: Command = { name: 'ifconfig', summary: 'show and change interfaces', usage: USAGE, run }

const families: { readonly [word: string]: Family | undefined } = {
  __proto__: null as never,
  inet: 'inet',
  inet6: 'inet6',
  ether: 'ether',
  link: 'ether',
  lladdr: 'ether',
}

function run(session: Session, args: readonly string[]): Program | number {
  const parsed = getopt(args, 'aduLlmnv', 'Cfgjkr')
  if (typeof parsed === 'string') return fail(session, `ifconfig: ${parsed}\n${USAGE}`)
  const { options, operands } = parsed
  const state = options.has('u') ? true : options.has('d') ? false : null
  const list = session.process.vnet.ifnets.filter((ifp) => state === null || ifp.up === state)
  const bare = state === true ? [] : bareVlans(session)
  if (options.has('l')) return fail(session, `${[...list.map(({ name }) => name), ...bare].join(' ')}\n`, 0)
  const [first, ...rest] = operands
  if (first === undefined || options.has('a')) {
    const family = first === undefined ? null : families[first]
    return family === undefined ? fail(session, USAGE) : show(session, list, bare, family)
  }
  const ifp = session.process.vnet.ifnet(first)
  const isBare = bareVlans(session).includes(first)
  if (rest[0] === 'create') {
    if (ifp === null && !isBare) return follow(session, createVlan(session, first, rest.slice(1)))
    if (rest.length === 1) return fail(session, `ifconfig: interface ${first} already exists\n`)
    rest.shift()
  }
  const [family] = rest
  const isShown = family === undefined || (rest.length === 1 && families[family] !== undefined)
  if (ifp === null) {
    if (!isBare) return fail(session, `ifconfig: interface ${first} does not exist\n`)
    if (isShown) return show(session, [], [first], null)
    if (family === 'destroy') return destroyBare(session, first)
    return follow(session, configureBare(session, first, rest))
  }
  if (isShown) return show(session, [ifp], [], family === undefined ? null : (families[family] ?? null))
  if (family === 'destroy' && rest.length === 1) return destroy(session, ifp)
  return change(session, ifp, rest)
}

/** Makes the interface, and does with it what else was asked for. */
function* follow(session: Session, making: SystemCall<Made | number>): Program {
  const made = yield* making
  if (typeof made === 'number') return made
  return made.rest.length === 0 ? 0 : yield* change(session, made.ifp, made.rest)
}

function show(session: Session, list: readonly Ifnet[], bare: readonly string[], family: Family): number {
  for (const ifp of list) session.process.tty.write(stanza(session, ifp, family))
  for (const name of bare) session.process.tty.write(bareStanza(name))
  return 0
}
