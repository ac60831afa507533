// traceroute(8) as illumos has it. Exit status: 0 whatever was found, 1 when misused or when there is no way to the target.
import { inetOf } from '@etherloom/inet'
import type { Program } from '@etherloom/proc'
import { formatIpv4 } from '@etherloom/wire'
import { type Command, fail, type Session } from '../../command.ts'
import { resolve } from '../../hosts.ts'
import { getopt } from '../../options.ts'
import { Values } from './freebsd.ts'
import { HEADERS4, Prober4 } from './prober4.ts'
import { trace } from './trace.ts'

const USAGE = `Usage: traceroute [-Iln] [-f first_hop] [-m max_hop] [-P pause_sec] [-p port]
\t[-Q max_timeout] [-q nqueries] [-s src_addr] [-w wait_time] host [packetlen]
`
export const traceroute: Command = {
  name: 'traceroute',
  summary: 'name the routers on the way to a host',
  usage: USAGE,
  run,
}

const MAX_TTL = 30
const FIRST_UDP_PORT = 33_434
const DEFAULT_LEN = 40
const MAX_LEN = 65_535

function* run(session: Session, args: readonly string[]): Program {
  const parsed = getopt(args, 'Ilnf:m:P:p:Q:q:s:w:', 'AaFdgircLStvx')
  if (typeof parsed === 'string') return fail(session, `traceroute: ${parsed}\n${USAGE}`)
  const { options, operands } = parsed
  const [host, length] = operands
  if (host === undefined || operands.length > 2) return fail(session, USAGE)
  const values = new Values('traceroute')
  const firstTtl = values.read(options.get('f'), 'first ttl', 1, 255, 1)
  const maxTtl = values.read(options.get('m'), 'max ttl(hop limit)', 1, 255, MAX_TTL)
  const port = values.read(options.get('p'), 'port', 1, 65_535, FIRST_UDP_PORT)
  const probes = values.read(options.get('q'), 'nprobes', 1, 100, 3)
  const waitS = values.read(options.get('w'), 'wait time', 2, 86_400, 5)
  const pauseS = values.read(options.get('P'), 'pause', 0, 86_400, 0)
  const maxTimeouts = values.read(options.get('Q'), 'max timeout', 1, 100, 5)
  const packetLen = values.read(length, 'packet length', HEADERS4, MAX_LEN, DEFAULT_LEN)
  if (values.wrong !== '') return fail(session, values.wrong)
  if (firstTtl > maxTtl)
    return fail(
      session,
      `traceroute: first ttl(hop limit) (${firstTtl}) may not be greater than max ttl(hop limit) (${maxTtl})\n`,
    )
  const target = resolve(session, host)
  if (target === null) return fail(session, `traceroute: unknown host ${host}\n`)
  const from = options.get('s')
  const source = from === undefined ? 0 : resolve(session, from)
  if (source === null) return fail(session, `traceroute: unknown host ${from}\n`)

  const icmp = options.has('I')
  const prober = new Prober4(session, { target, source, icmp, firstSeq: icmp ? 0 : port, fixedPort: false, packetLen })
  if (prober.source === 0)
    return fail(session, "traceroute: can't find interface to reach the destination: no route to host\n")
  const { tty } = session.process
  if (from === undefined) tty.write(interfaceWarning(session, prober.source))
  const via = from === undefined ? '' : ` from ${from}`
  tty.write(`traceroute to ${host} (${formatIpv4(target)})${via}, ${maxTtl} hops max, ${packetLen} byte packets\n`)
  return yield* trace(session, prober, {
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

/** Which of several interfaces it goes out by. */
function interfaceWarning({ process: { vnet } }: Session, source: number): string {
  const { addresses, lo } = inetOf(vnet)
  const usable = addresses.list.filter(({ ifp }) => ifp !== lo && ifp.up)
  const ifp = addresses.find(source)?.ifp
  return usable.length < 2
    ? ''
    : `traceroute: Warning: Multiple interfaces found; using ${formatIpv4(source)} @ ${ifp?.name ?? '?'}\n`
}
