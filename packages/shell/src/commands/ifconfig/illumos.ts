// ifconfig(8) as illumos has it: shows interfaces family by family, or changes one. What it changes is part of the drawing.
// Exit status: 0, or 1 when something was wrong.
import type { Program } from '@etherloom/proc'
import { type Command, fail, type Session } from '../../command.ts'
import { change, type Target } from './set-illumos.ts'
import { type IllumosFamily, stanzas } from './show-illumos.ts'

const USAGE = `usage: ifconfig -a[ud] [inet | inet6]
       ifconfig interface [inet | inet6]
       ifconfig interface [inet] [address[/prefix_length]] [netmask mask] [broadcast address]
       ifconfig interface [inet | inet6] [addif address[/prefix_length]] [removeif address]
       ifconfig interface [plumb] [up | down] [mtu n] [ether address]
`
export const ifconfig: Command = { name: 'ifconfig', summary: 'show and change interfaces', usage: USAGE, run }

const isFamily = (word: string | undefined): word is IllumosFamily => word === 'inet' || word === 'inet6'

function run(session: Session, args: readonly string[]): Program | number {
  const [first, ...rest] = args
  if (first === undefined) return fail(session, USAGE)
  const all = /^-a([ud]?)(4|6)?$/.exec(first)
  if (all !== null && rest.length <= 1) {
    const named = all[2] === '4' ? 'inet' : all[2] === '6' ? 'inet6' : rest[0]
    if (named !== undefined && !isFamily(named)) return fail(session, USAGE)
    return showAll(session, all[1]!, named ?? null)
  }
  if (first.startsWith('-')) return fail(session, USAGE)
  const [name, number] = first.split(':')
  const ifp = session.process.vnet.ifnet(name!)
  const logical = number === undefined ? 0 : Number(number)
  const [family, ...words] = isFamily(rest[0]) ? rest : ['inet' as const, ...rest]
  if (ifp === null || !Number.isInteger(logical)) {
    const plumbing = words.includes('plumb')
    return fail(
      session,
      plumbing
        ? `ifconfig: cannot open link "${first}": DLPI link does not exist\n`
        : `ifconfig: status: SIOCGLIFFLAGS: ${first}: no such interface\n`,
    )
  }
  const target: Target = { ifp, family: family as IllumosFamily, logical }
  if (words.length > 0) return change(session, target, args)
  const text = stanzas(ifp, target.family, logical)
  if (text === '') return fail(session, `ifconfig: status: SIOCGLIFFLAGS: ${first}: no such interface\n`)
  return fail(session, text, 0)
}

/** `state`: `u` or `d` for those up or down only. */
function showAll(session: Session, state: string, family: IllumosFamily | null): number {
  const { tty, vnet } = session.process
  const list = vnet.ifnets.filter((ifp) => state === '' || ifp.up === (state === 'u'))
  for (const each of family === null ? (['inet', 'inet6'] as const) : [family])
    for (const ifp of list) tty.write(stanzas(ifp, each, null))
  return 0
}
