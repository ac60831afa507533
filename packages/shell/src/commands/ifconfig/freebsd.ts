// ifconfig(8) as FreeBSD 14 has it: shows interfaces, or changes one. What it changes is part of the drawing.
// Exit status: 0, or 1 when something was wrong.
import type { Ifnet } from '@etherloom/net'
import type { Program } from '@etherloom/proc'
import { type Command, fail, type Session } from '../../command.ts'
import { getopt } from '../../options.ts'
import { change } from './set-freebsd.ts'
import { type Family, stanza } from './show-freebsd.ts'
import { createVlan, destroy, type Made } from './vlan-freebsd.ts'

const USAGE = `usage: ifconfig [-a] [-du] [address_family]
       ifconfig -l [-du]
       ifconfig interface [address_family]
       ifconfig interface [inet] address[/prefixlength] [netmask mask] [alias | -alias]
       ifconfig interface inet6 address[/prefixlength] [-alias]
       ifconfig vlanN create vlan N vlandev interface [...]
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
  if (options.has('l')) return fail(session, `${list.map(({ name }) => name).join(' ')}\n`, 0)
  const [first, ...rest] = operands
  if (first === undefined || options.has('a')) {
    const family = first === undefined ? null : families[first]
    return family === undefined ? fail(session, USAGE) : show(session, list, family)
  }
  const ifp = session.process.vnet.ifnet(first)
  if (ifp === null)
    return rest[0] === 'create'
      ? create(session, first, rest)
      : fail(session, `ifconfig: interface ${first} does not exist\n`)
  if (rest[0] === 'create') return fail(session, 'ifconfig: SIOCIFCREATE2: File exists\n')
  if (rest[0] === 'destroy' && rest.length === 1) return destroy(session, ifp)
  const [family] = rest
  if (family === undefined) return show(session, [ifp], null)
  if (rest.length === 1 && families[family] !== undefined) return show(session, [ifp], families[family])
  return change(session, ifp, rest)
}

function* create(session: Session, name: string, words: readonly string[]): Program {
  const made: Made | number = yield* createVlan(session, name, words)
  if (typeof made === 'number') return made
  return made.rest.length === 0 ? 0 : yield* change(session, made.ifp, made.rest)
}

function show(session: Session, list: readonly Ifnet[], family: Family): number {
  for (const ifp of list) session.process.tty.write(stanza(session, ifp, family))
  return 0
}
