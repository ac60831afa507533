// ipadm(8) of illumos, as far as addresses and forwarding go. An address object is named after its interface and its place
// there: net0/v4, net0/v4a, net0/v6 …; names a person gives are not kept. Exit status: 0, or 1 when something was wrong.
import { ADDRESS_DUPLICATED, ADDRESS_TENTATIVE, inetOf } from '@etherloom/inet'
import type { Ifnet } from '@etherloom/net'
import type { Program } from '@etherloom/proc'
import { formatCidr, formatIn6, formatIpv4, isLinkLocalIn6, tryParseIn6, tryParseIpv4 } from '@etherloom/wire'
import { type Command, fail, type Session } from '../command.ts'
import { forwards, setForwarding } from '../forwarding.ts'
import { formatScoped, ip6Of, isLoopback } from '../interfaces.ts'
import { getopt } from '../options.ts'
import { classPrefixLen, IfaceEdit, splitPrefix } from './ifconfig/edit.ts'

const USAGE = `usage:  ipadm <subcommand> <args> ...
\tcreate-addr\t[-T static] -a <addr>[/<prefixlen>] <addrobj>
\tdelete-addr\t<addrobj>
\tshow-addr\t[<addrobj>]
\tset-prop\t-p forwarding=on|off <ipv4 | ipv6>
\tshow-prop\t[-p forwarding] [<ipv4 | ipv6>]
`
export const ipadm: Command = { name: 'ipadm', summary: 'administer addresses and forwarding', usage: USAGE, run }

function run(session: Session, [subcommand, ...args]: readonly string[]): Program | number {
  switch (subcommand) {
    case 'create-addr':
      return createAddr(session, args)
    case 'delete-addr':
      return deleteAddr(session, args)
    case 'show-addr':
      return showAddr(session, args)
    case 'set-prop':
      return setProp(session, args)
    case 'show-prop':
      return showProp(session, args)
    case undefined:
      return fail(session, USAGE)
    default:
      return fail(session, `ipadm: unknown subcommand '${subcommand}'\n${USAGE}`)
  }
}

interface AddrObject {
  readonly name: string
  readonly ifp: Ifnet
  readonly type: 'static' | 'addrconf'
  readonly state: string
  /** Without and with its prefix length. */
  readonly address: string
  readonly cidr: string
}

function objects({ process: { vnet } }: Session): AddrObject[] {
  const ip6 = ip6Of(vnet)
  return vnet.ifnets.flatMap((ifp) => {
    const state = ifp.up ? 'ok' : 'down'
    const v4 = inetOf(vnet).addresses.of(ifp)
    const v6 = [...(ip6?.ifs.get(ifp)?.addresses ?? [])]
    // The link-local address is the one the interface began with.
    v6.sort((a, b) => Number(isLinkLocalIn6(b.ip)) - Number(isLinkLocalIn6(a.ip)))
    return [
      ...v4.map(({ ip, prefixLen }, i): AddrObject => {
        const address = formatIpv4(ip)
        return {
          name: `${ifp.name}/v4${nth(i)}`,
          ifp,
          type: 'static',
          state,
          address,
          cidr: formatCidr({ ip, prefixLen }),
        }
      }),
      ...v6.map(({ ip, prefixLen, state: dad, origin }, i): AddrObject => {
        const local = isLinkLocalIn6(ip) && !isLoopback(ifp)
        const type = local || origin === 'autoconf' ? 'addrconf' : 'static'
        const now = dad === ADDRESS_TENTATIVE ? 'tentative' : dad === ADDRESS_DUPLICATED ? 'duplicate' : state
        const cidr = `${local ? formatScoped(ip, ifp) : formatIn6(ip)}/${local ? 10 : prefixLen}`
        return { name: `${ifp.name}/v6${nth(i)}`, ifp, type, state: now, address: formatIn6(ip), cidr }
      }),
    ]
  })
}

/** `v4`, `v4a`, `v4b` … */
const nth = (i: number): string => (i === 0 ? '' : i <= 26 ? String.fromCharCode(96 + i) : String(i))

function showAddr(session: Session, args: readonly string[]): number {
  const [name] = args
  if (args.length > 1 || name?.startsWith('-') === true) return fail(session, USAGE)
  const found = objects(session).filter((each) => name === undefined || each.name === name)
  if (name !== undefined && found.length === 0)
    return fail(session, `ipadm: address object '${name}': Address object not found\n`)
  const row = (a: string, b: string, c: string, d: string) => `${a.padEnd(18)}${b.padEnd(9)}${c.padEnd(13)}${d}\n`
  const lines = found.map((each) => row(each.name, each.type, each.state, each.cidr))
  return fail(session, row('ADDROBJ', 'TYPE', 'STATE', 'ADDR') + lines.join(''), 0)
}

function* createAddr(session: Session, args: readonly string[]): Program {
  const parsed = getopt(args, 'a:T:', 'dtw')
  if (typeof parsed === 'string') return fail(session, `ipadm: ${parsed}\n${USAGE}`)
  const { options, operands } = parsed
  const [object] = operands
  const text = options.get('a')
  if (object === undefined || operands.length > 1 || text === undefined) return fail(session, USAGE)
  const type = options.get('T') ?? 'static'
  if (type !== 'static') return fail(session, `ipadm: -T ${type} is not supported here: use -T static\n`)
  const edit = editOf(session, object.split('/')[0]!)
  if (edit === null) return fail(session, 'ipadm: Could not create address: No such interface\n')
  const { host, prefixLen, wrong } = splitPrefix(text.replace(/^(local|remote)=/, ''))
  const ip = tryParseIpv4(host)
  const ip6 = ip === null ? tryParseIn6(host) : null
  const address = ip ?? ip6
  if (address === null || wrong || (ip !== null && (prefixLen ?? 0) > 32))
    return fail(session, `ipadm: Could not create address: Invalid address '${text}'\n`)
  if (objects(session).some((each) => each.address === host))
    return fail(session, 'ipadm: Could not create address: Address already exists\n')
  if (typeof address === 'number') edit.addInet(address, prefixLen ?? classPrefixLen(address))
  else edit.addInet6(address, prefixLen ?? 64)
  edit.up = true
  const refused = yield* edit.apply(['ipadm', 'create-addr', ...args])
  return refused === null ? 0 : fail(session, `ipadm: Could not create address: ${refused}\n`)
}

function* deleteAddr(session: Session, args: readonly string[]): Program {
  const [name] = args
  if (name === undefined || args.length > 1 || name.startsWith('-')) return fail(session, USAGE)
  const object = objects(session).find((each) => each.name === name)
  if (object === undefined) return fail(session, `ipadm: could not delete address: Address object not found\n`)
  const edit = editOf(session, object.ifp.name)
  if (edit === null || !edit.remove(object.address))
    return fail(session, `ipadm: could not delete address: ${name} is not in the drawing: the system made it\n`)
  const refused = yield* edit.apply(['ipadm', 'delete-addr', name])
  return refused === null ? 0 : fail(session, `ipadm: could not delete address: ${refused}\n`)
}

function editOf(session: Session, name: string): IfaceEdit | null {
  const ifp = session.process.vnet.ifnet(name)
  return ifp === null ? null : IfaceEdit.of(session, ifp)
}

function* setProp(session: Session, args: readonly string[]): Program {
  const parsed = getopt(args, 'p:', 'mt')
  const property = typeof parsed === 'string' ? undefined : parsed.options.get('p')
  const [protocol] = typeof parsed === 'string' ? [] : parsed.operands
  if (property === undefined || (protocol !== 'ipv4' && protocol !== 'ipv6')) return fail(session, USAGE)
  const [name, value] = property.split('=')
  if (name !== 'forwarding') return fail(session, `ipadm: set-prop: ${name}: Unknown property\n`)
  if (value !== 'on' && value !== 'off')
    return fail(session, `ipadm: set-prop: forwarding: Invalid argument '${value ?? ''}': on or off\n`)
  const refused = yield* setForwarding(session, value === 'on', ['ipadm', 'set-prop', ...args])
  return refused === null ? 0 : fail(session, `ipadm: set-prop: forwarding: ${refused}\n`)
}

function showProp(session: Session, args: readonly string[]): number {
  const parsed = getopt(args, 'p:', 'co')
  if (typeof parsed === 'string' || parsed.operands.length > 1) return fail(session, USAGE)
  const property = parsed.options.get('p') ?? 'forwarding'
  if (property !== 'forwarding') return fail(session, `ipadm: show-prop: ${property}: Unknown property\n`)
  const [protocol] = parsed.operands
  if (protocol !== undefined && protocol !== 'ipv4' && protocol !== 'ipv6') return fail(session, USAGE)
  const row = (cells: readonly string[]) =>
    `${cells.map((cell, i) => (i === 6 ? cell : cell.padEnd(widths[i]!))).join('')}\n`
  const now = forwards(session) ? 'on' : 'off'
  const lines = (protocol === undefined ? ['ipv4', 'ipv6'] : [protocol]).map((each) =>
    row([each, 'forwarding', 'rw', now, now === 'on' ? 'on' : '--', 'off', 'on,off']),
  )
  return fail(
    session,
    row(['PROTO', 'PROPERTY', 'PERM', 'CURRENT', 'PERSISTENT', 'DEFAULT', 'POSSIBLE']) + lines.join(''),
    0,
  )
}

const widths = [6, 22, 5, 13, 13, 13]
