// traceroute(8) as illumos has it, for both families. Exit status: 0 whatever was found, 1 when misused or when there is no way
// to the target.
import { inetOf } from '@etherloom/inet'
import type { Program } from '@etherloom/proc'
import { formatIn6, formatIpv4, tryParseIn6 } from '@etherloom/wire'
import { type Command, fail, type Session } from '../../command.ts'
import { resolve, resolve6, resolveScoped } from '../../hosts.ts'
import { ip6Of, isLoopback, isOwn4, isOwn6 } from '../../interfaces.ts'
import { getopt } from '../../options.ts'
import { HEADERS4, Prober4, type Probes4 } from './prober4.ts'
import { Prober6, type Probes6 } from './prober6.ts'
import { type Prober, trace } from './trace.ts'
import { Values } from './values.ts'

const USAGE = `Usage: traceroute [-FIln] [-A inet | inet6] [-f first_hop] [-m max_hop] [-P pause_sec]
\t[-p port] [-Q max_timeout] [-q nqueries] [-s src_addr] [-w wait_time] host [packetlen]
`
export const traceroute: Command = {
  name: 'traceroute',
  summary: 'name the routers on the way to a host',
  usage: USAGE,
  run,
}

const MAX_TTL = 30
const FIRST_UDP_PORT = 33_434
const DEFAULT_LEN4 = 40
const DEFAULT_LEN6 = 60
const HEADERS6 = 48
const MAX_LEN = 65_535

function* run(session: Session, args: readonly string[]): Program {
  const parsed = getopt(args, 'A:FIlnf:m:P:p:Q:q:s:w:', 'adgircLStvx')
  if (typeof parsed === 'string') return fail(session, `traceroute: ${parsed}\n${USAGE}`)
  const { options, operands } = parsed
  const [host, length] = operands
  if (host === undefined || operands.length > 2) return fail(session, USAGE)
  const family = options.get('A') ?? (isOnlyInet6(session, host) ? 'inet6' : 'inet')
  if (family !== 'inet' && family !== 'inet6') return fail(session, `traceroute: unknown address family ${family}\n`)
  const six = family === 'inet6'
  const values = new Values('traceroute')
  const firstTtl = values.read(options.get('f'), 'first ttl', 1, 255, 1)
  const maxTtl = values.read(options.get('m'), 'max ttl(hop limit)', 1, 255, MAX_TTL)
  const port = values.read(options.get('p'), 'port', 1, 65_535, FIRST_UDP_PORT)
  const probes = values.read(options.get('q'), 'nprobes', 1, 100, 3)
  const waitS = values.read(options.get('w'), 'wait time', 2, 86_400, 5)
  const pauseS = values.read(options.get('P'), 'pause', 0, 86_400, 0)
  const maxTimeouts = values.read(options.get('Q'), 'max timeout', 1, 100, 5)
  const least = six ? HEADERS6 : HEADERS4
  const packetLen = values.read(length, 'packet length', least, MAX_LEN, six ? DEFAULT_LEN6 : DEFAULT_LEN4)
  if (values.wrong !== '') return fail(session, values.wrong)
  if (firstTtl > maxTtl)
    return fail(
      session,
      `traceroute: first ttl(hop limit) (${firstTtl}) may not be greater than max ttl(hop limit) (${maxTtl})\n`,
    )
  const icmp = options.has('I')
  const from = options.get('s')
  const firstSeq = icmp ? 0 : port
  const aimed = six
    ? aim6(session, host, from, { icmp, firstSeq, dataLen: packetLen - HEADERS6 })
    : aim4(session, host, from, { icmp, firstSeq, fixedPort: false, dontFragment: options.has('F'), packetLen })
  if (typeof aimed === 'string') return fail(session, `traceroute: ${aimed}\n`)
  const { tty } = session.process
  if (from === undefined) tty.write(aimed.warning)
  const via = from === undefined ? '' : ` from ${from}`
  // An address is not printed twice, where it is IPv6.
  const to = six && tryParseIn6(host) !== null ? host : `${host} (${aimed.address})`
  tty.write(`traceroute to ${to}${via}, ${maxTtl} hops max, ${packetLen} byte packets\n`)
  return yield* trace(session, aimed.prober, {
    firstTtl,
    maxTtl,
    probes,
    waitNs: waitS * 1e9,
    pauseNs: pauseS * 1e9,
    numeric: options.has('n'),
    showLoss: false,
    showTtl: options.has('l'),
    maxTimeouts,
    enoughUnreachable: probes - 1,
    otherAddress: '',
    formatMs: (ms) => ms.toFixed(3),
    sendError: (error) => `traceroute: sendto: ${error}\n`,
  })
}

const isOnlyInet6 = (session: Session, host: string): boolean =>
  resolve(session, host) === null && resolve6(session, host.split('%')[0]!) !== null

interface Aimed {
  readonly prober: Prober
  readonly address: string
  readonly warning: string
}

const NO_WAY = "can't find interface to reach the destination: no route to host"

function aim4(
  session: Session,
  host: string,
  from: string | undefined,
  probes: Omit<Probes4, 'target' | 'source'>,
): Aimed | string {
  const target = resolve(session, host)
  if (target === null) return `unknown host ${host}`
  const source = from === undefined ? 0 : resolve(session, from)
  if (source === null) return `${from} is an invalid IPv4 source address`
  if (from !== undefined && !isOwn4(session, source)) return `${formatIpv4(source)} is not a local IPv4 address`
  const prober = new Prober4(session, { ...probes, target, source })
  if (prober.source === 0) return NO_WAY
  const { addresses } = inetOf(session.process.vnet)
  const usable = addresses.list.filter(({ ifp }) => !isLoopback(ifp) && ifp.up)
  const warning = warn(usable.length, formatIpv4(prober.source), addresses.find(prober.source)?.ifp.name)
  return { prober, address: formatIpv4(target), warning }
}

function aim6(
  session: Session,
  host: string,
  from: string | undefined,
  probes: Omit<Probes6, 'target' | 'source'>,
): Aimed | string {
  const target = resolveScoped(session, host)
  if (target === null) return `unknown IPv6 host ${host}`
  const source = from === undefined ? null : resolve6(session, from)
  if (from !== undefined && source === null) return `${from} is an invalid IPv6 source address`
  if (source !== null && !isOwn6(session, source)) return `${formatIn6(source)} is not a local IPv6 address`
  const prober = new Prober6(session, { ...probes, target, source })
  if (prober.source === null) return NO_WAY
  const ip6 = ip6Of(session.process.vnet)
  const usable = [...(ip6?.ifs.keys() ?? [])].filter((ifp) => !isLoopback(ifp) && ifp.up)
  const warning = warn(usable.length, formatIn6(prober.source), ip6?.addresses.find(prober.source)?.ifp.name)
  return { prober, address: formatIn6(target.ip), warning }
}

/** Which of several interfaces it goes out by. */
const warn = (interfaces: number, source: string, name = '?'): string =>
  interfaces < 2 ? '' : `traceroute: Warning: Multiple interfaces found; using ${source} @ ${name}\n`
