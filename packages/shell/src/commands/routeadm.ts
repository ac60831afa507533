// routeadm(8) of illumos: whether the zone forwards. What it sets is the node's role in the drawing, at once and for good, so
// -u ("apply what is configured") has nothing left to do. Exit status: 0, or 1 when something was wrong.
import type { Program } from '@etherloom/proc'
import { type Command, fail, type Session } from '../command.ts'
import { forwards, setForwarding } from '../forwarding.ts'

const USAGE = `usage: routeadm [-e ipv4-forwarding | ipv6-forwarding] [-d ipv4-forwarding | ipv6-forwarding] [-u]
`
export const routeadm: Command = { name: 'routeadm', summary: 'show and set IP forwarding', usage: USAGE, run }

function* run(session: Session, args: readonly string[]): Program {
  if (args.length === 0) return fail(session, table(forwards(session)), 0)
  for (let i = 0; i < args.length; i++) {
    const flag = args[i]!
    if (flag === '-u') continue
    if (flag !== '-e' && flag !== '-d' && flag !== '-ue' && flag !== '-ud') return fail(session, USAGE)
    const option = args[++i]
    if (option === 'ipv4-routing' || option === 'ipv6-routing')
      return fail(session, `routeadm: ${option}: routing daemons are not supported here\n`)
    if (option !== 'ipv4-forwarding' && option !== 'ipv6-forwarding')
      return fail(session, `routeadm: invalid option ${option ?? ''}\n${USAGE}`)
    const refused: string | null = yield* setForwarding(session, flag.endsWith('e'), ['routeadm', ...args])
    if (refused !== null) return fail(session, `routeadm: ${refused}\n`)
  }
  return 0
}

function table(forwarding: boolean): string {
  const row = (option: string, on: boolean) => {
    const state = on ? 'enabled' : 'disabled'
    return `${option.padStart(27)}   ${state.padEnd(21)}${state}\n`
  }
  return `              Configuration   Current              Current
                     Option   Configuration        System State
---------------------------------------------------------------
${row('IPv4 routing', false)}${row('IPv6 routing', false)}${row('IPv4 forwarding', forwarding)}${row('IPv6 forwarding', forwarding)}
           Routing services   ""

Routing daemons:

                      STATE   FMRI
`
}
