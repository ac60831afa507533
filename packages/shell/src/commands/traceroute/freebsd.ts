// traceroute(8) and traceroute6(8) as FreeBSD has them. Exit status: 0 whatever was found, 1 when misused or when there is no
// way to the target.
import type { Program } from '@etherloom/proc'
import { formatIn6, formatIpv4 } from '@etherloom/wire'
import { type Command, fail, type Session } from '../../command.ts'
import { resolve, resolveScoped } from '../../hosts.ts'
import { formatTarget, isOwn4, isOwn6 } from '../../interfaces.ts'
import { getopt, type ParsedOptions } from '../../options.ts'
import { HEADERS4, Prober4 } from './prober4.ts'
import { Prober6 } from './prober6.ts'
import { type Trace, trace } from './trace.ts'
import { Values } from './values.ts'

const USAGE = `Usage: traceroute [-eFInS] [-f first_ttl] [-m max_ttl] [-p port] [-P proto]
\t[-q nqueries] [-s src_addr] [-w waittime] [-z pausemsecs] host [packetlen]
`
const USAGE6 = `usage: traceroute6 [-InU] [-f firsthop] [-m hoplimit] [-p port] [-q probes] [-s src]
       [-w waittime] target [datalen]
`
const summary = 'name the routers on the way to a host'
export const traceroute: Command = { name: 'traceroute', summary, usage: USAGE, run: traceInet }
export const traceroute6: Command = { name: 'traceroute6', summary: `${summary}, IPv6`, usage: USAGE6, run: traceInet6 }

/** net.inet.ip.ttl and net.inet6.ip6.hlim. */
const DEFAULT_MAX_TTL = 64
const FIRST_UDP_PORT = 33_434
const DEFAULT_LEN = 40
/** An IP header and the whole `struct icmp`, 28 bytes, whatever an echo needs of it (contrib/traceroute). */
const MIN_ICMP_LEN = 48
const MAX_LEN = 32_768

function* traceInet(session: Session, args: readonly string[]): Program {
  const parsed = getopt(args, 'eFInSf:M:m:p:P:q:s:w:z:', 'aAdDEgirtvx')
  if (typeof parsed === 'string') return fail(session, `traceroute: ${parsed}\n${USAGE}`)
  const { options, operands } = parsed
  const [host, length] = operands
  if (host === undefined || operands.length > 2) return fail(session, USAGE)
  const protocol = options.get('P')?.toLowerCase() ?? (options.has('I') ? 'icmp' : 'udp')
  if (protocol !== 'udp' && protocol !== 'icmp')
    return fail(session, `traceroute: protocol ${protocol} is not supported here: use udp or icmp\n`)
  const icmp = protocol === 'icmp'
  const values = new Values('traceroute')
  const plan = readPlan(parsed, values, 'max ttl')
  const port = values.read(options.get('p'), 'port', 1, 65_535, icmp ? 0 : FIRST_UDP_PORT)
  const minLen = icmp ? MIN_ICMP_LEN : HEADERS4
  const packetLen = values.read(length, 'packet length', minLen, MAX_LEN, Math.max(minLen, DEFAULT_LEN))
  if (values.wrong !== '') return fail(session, values.wrong)
  const { firstTtl, maxTtl } = plan
  if (firstTtl > maxTtl)
    return fail(session, `traceroute: first ttl (${firstTtl}) may not be greater than max ttl (${maxTtl})\n`)
  const target = resolve(session, host)
  if (target === null) return fail(session, `traceroute: unknown host ${host}\n`)
  const from = options.get('s')
  const source = from === undefined ? 0 : resolve(session, from)
  if (source === null) return fail(session, `traceroute: unknown host ${from}\n`)
  if (from !== undefined && !isOwn4(session, source)) return fail(session, `traceroute: ${NOT_OURS}`)
  const fixedPort = options.has('e')
  const firstSeq = port + (fixedPort ? 0 : 1)
  const dontFragment = options.has('F')
  const prober = new Prober4(session, { target, source, icmp, firstSeq, fixedPort, dontFragment, packetLen })
  if (prober.source === 0)
    return fail(session, 'traceroute: findsaddr: failed to connect to peer for src addr selection.\n')
  const via = from === undefined ? '' : ` from ${from}`
  session.process.tty.write(
    `traceroute to ${host} (${formatIpv4(target)})${via}, ${maxTtl} hops max, ${packetLen} byte packets\n`,
  )
  const sendError = (error: string) =>
    `traceroute: sendto: ${error}\ntraceroute: wrote ${host} ${packetLen} chars, ret=-1\n`
  return yield* trace(session, prober, { ...plan, sendError })
}

/** What bind(2) says of an address that is another's. */
const NOT_OURS = "bind: Can't assign requested address\n"

function* traceInet6(session: Session, args: readonly string[]): Program {
  const parsed = getopt(args, 'IUnf:m:p:q:s:w:', 'adglNrv')
  if (typeof parsed === 'string') return fail(session, `traceroute6: ${parsed}\n${USAGE6}`)
  const { options, operands } = parsed
  const [host, length] = operands
  if (host === undefined || operands.length > 2) return fail(session, USAGE6)
  const icmp = options.has('I')
  const values = new Values('traceroute6')
  const plan = readPlan(parsed, values, 'max hoplimit')
  const port = values.read(options.get('p'), 'port', 1, 65_535, icmp ? 0 : FIRST_UDP_PORT)
  // What it tells is the UDP header with 20 bytes of data, or the echo with 12.
  const packetLen = values.read(length, 'packet length', HEADER, MAX_LEN, icmp ? 20 : 28)
  if (values.wrong !== '') return fail(session, values.wrong)
  const { firstTtl, maxTtl } = plan
  if (firstTtl > maxTtl) return fail(session, `traceroute6: max hoplimit must be larger than first hoplimit.\n`)
  const target = resolveScoped(session, host)
  if (target === null) return fail(session, `traceroute6: ${host}: Name does not resolve\n`)
  const from = options.get('s')
  const given = from === undefined ? null : resolveScoped(session, from)
  if (from !== undefined && given === null) return fail(session, `traceroute6: ${from}: Name does not resolve\n`)
  const source = given?.ip ?? null
  if (source !== null && !isOwn6(session, source)) return fail(session, NOT_OURS)
  const prober = new Prober6(session, { target, source, icmp, firstSeq: port + 1, dataLen: packetLen - HEADER })
  if (prober.source === null) return fail(session, 'connect: No route to host\n')
  session.process.tty.write(
    `traceroute6 to ${host} (${formatTarget(target)}) from ${formatIn6(prober.source)}, ${maxTtl} hops max, ${packetLen} byte packets\n`,
  )
  const sendError = (error: string) => `sendto: ${error}\ntraceroute6: wrote ${host} ${packetLen} chars, ret=-1\n`
  const enoughUnreachable = Math.floor((plan.probes + 1) / 2)
  return yield* trace(session, prober, { ...plan, enoughUnreachable, formatMs: (ms) => ms.toFixed(3), sendError })
}

/** UDP's, or an echo's. */
const HEADER = 8

function readPlan({ options }: ParsedOptions, values: Values, maxTtl: string): Omit<Trace, 'sendError'> {
  const probes = values.read(options.get('q'), 'nprobes', 1, 100, 3)
  return {
    firstTtl: values.read(options.get('f') ?? options.get('M'), 'first ttl', 1, 255, 1),
    maxTtl: values.read(options.get('m'), maxTtl, 1, 255, DEFAULT_MAX_TTL),
    probes,
    waitNs: values.read(options.get('w'), 'wait time', 1, 86_400, 5) * 1e9,
    pauseNs: values.read(options.get('z'), 'pause msecs', 0, 3_600_000, 0) * 1e6,
    numeric: options.has('n'),
    showLoss: options.has('S'),
    showTtl: false,
    maxTimeouts: Number.POSITIVE_INFINITY,
    enoughUnreachable: probes - 1,
    otherAddress: '\n   ',
    formatMs: sane,
  }
}

/** FreeBSD builds it with SANE_PRECISION: four digits are enough. */
const sane = (ms: number): string => ms.toFixed(ms >= 1000 ? 0 : ms >= 100 ? 1 : ms >= 10 ? 2 : 3)
