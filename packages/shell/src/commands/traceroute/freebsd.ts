// traceroute(8) as FreeBSD has it. Exit status: 0 whatever was found, 1 when misused or when there is no way to the target.
import type { Program } from '@etherloom/proc'
import { formatIpv4 } from '@etherloom/wire'
import { type Command, fail, type Session } from '../../command.ts'
import { resolve } from '../../hosts.ts'
import { getopt, readNumber } from '../../options.ts'
import { HEADERS4, Prober4 } from './prober4.ts'
import { trace } from './trace.ts'

const USAGE = `Usage: traceroute [-eInS] [-f first_ttl] [-m max_ttl] [-p port] [-P proto]
\t[-q nqueries] [-s src_addr] [-w waittime] [-z pausemsecs] host [packetlen]
`
export const traceroute: Command = {
  name: 'traceroute',
  summary: 'name the routers on the way to a host',
  usage: USAGE,
  run,
}

/** net.inet.ip.ttl. */
const DEFAULT_MAX_TTL = 64
const FIRST_UDP_PORT = 33_434
const DEFAULT_LEN = 40
const MAX_LEN = 32_768

/** Numbers of options, as traceroute's str2val() reads and refuses them. */
export class Values {
  wrong: string
  private readonly program: string
  constructor(program: string) {
    this.wrong = ''
    this.program = program
  }

  read(text: string | undefined, what: string, min: number, max: number, fallback: number): number {
    if (text === undefined) return fallback
    const value = readNumber(text)
    if (value === null) this.wrong ||= `${this.program}: "${text}" bad value for ${what} \n`
    else if (value < min) this.wrong ||= `${this.program}: ${what} must be ${min === 0 ? '>= 0' : `> ${min - 1}`}\n`
    else if (value > max) this.wrong ||= `${this.program}: ${what} must be <= ${max}\n`
    else return value
    return fallback
  }
}

function* run(session: Session, args: readonly string[]): Program {
  const parsed = getopt(args, 'eInSf:M:m:p:P:q:s:w:z:', 'aAdDEFgirtvx')
  if (typeof parsed === 'string') return fail(session, `traceroute: ${parsed}\n${USAGE}`)
  const { options, operands } = parsed
  const [host, length] = operands
  if (host === undefined || operands.length > 2) return fail(session, USAGE)
  const protocol = options.get('P')?.toLowerCase() ?? (options.has('I') ? 'icmp' : 'udp')
  if (protocol !== 'udp' && protocol !== 'icmp')
    return fail(session, `traceroute: protocol ${protocol} is not supported here: use udp or icmp\n`)
  const echo = protocol === 'icmp'
  const values = new Values('traceroute')
  const firstTtl = values.read(options.get('f') ?? options.get('M'), 'first ttl', 1, 255, 1)
  const maxTtl = values.read(options.get('m'), 'max ttl', 1, 255, DEFAULT_MAX_TTL)
  const port = values.read(options.get('p'), 'port', 1, 65_535, echo ? 0 : FIRST_UDP_PORT)
  const probes = values.read(options.get('q'), 'nprobes', 1, 100, 3)
  const waitS = values.read(options.get('w'), 'wait time', 1, 86_400, 5)
  const pauseMs = values.read(options.get('z'), 'pause msecs', 0, 3_600_000, 0)
  const packetLen = values.read(length, 'packet length', HEADERS4, MAX_LEN, DEFAULT_LEN)
  if (values.wrong !== '') return fail(session, values.wrong)
  if (firstTtl > maxTtl)
    return fail(session, `traceroute: first ttl (${firstTtl}) may not be greater than max ttl (${maxTtl})\n`)
  const target = resolve(session, host)
  if (target === null) return fail(session, `traceroute: unknown host ${host}\n`)
  const from = options.get('s')
  const source = from === undefined ? 0 : resolve(session, from)
  if (source === null) return fail(session, `traceroute: unknown host ${from}\n`)

  const prober = new Prober4(session, {
    target,
    source,
    icmp: echo,
    firstSeq: port + (options.has('e') ? 0 : 1),
    fixedPort: options.has('e'),
    packetLen,
  })
  if (prober.source === 0)
    return fail(session, 'traceroute: findsaddr: failed to connect to peer for src addr selection.\n')
  const via = from === undefined ? '' : ` from ${from}`
  session.process.tty.write(
    `traceroute to ${host} (${formatIpv4(target)})${via}, ${maxTtl} hops max, ${packetLen} byte packets\n`,
  )
  return yield* trace(session, prober, {
    firstTtl,
    maxTtl,
    probes,
    waitNs: waitS * 1e9,
    pauseNs: pauseMs * 1e6,
    numeric: options.has('n'),
    showLoss: options.has('S'),
    showTtl: false,
    maxTimeouts: Number.POSITIVE_INFINITY,
    enoughUnreachable: probes - 1,
    otherAddress: '\n   ',
    formatMs: sane,
    sendError: (error) => `traceroute: sendto: ${error}\ntraceroute: wrote ${host} ${packetLen} chars, ret=-1\n`,
  })
}

/** FreeBSD builds it with SANE_PRECISION: four digits are enough. */
const sane = (ms: number): string => ms.toFixed(ms >= 1000 ? 0 : ms >= 100 ? 1 : ms >= 10 ? 2 : 3)
