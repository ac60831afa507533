// ping(8) as FreeBSD 14 has it, for both families; ping6 is `ping -6`. Exit status: 0 when at least one answer came, 2 when
// none did, 64 (EX_USAGE), 68 (EX_NOHOST), 71 (EX_OSERR).

import type { Program } from '@etherloom/proc'
import { formatIpv4, type In6Addr, tryParseIn6 } from '@etherloom/wire'
import { type Command, fail, type Session } from '../../command.ts'
import { resolve, resolve6, resolveScoped, type ScopedIn6 } from '../../hosts.ts'
import { formatTarget, ip6Of, isOwn4 } from '../../interfaces.ts'
import { getopt, type ParsedOptions } from '../../options.ts'
import { describeError, describeError6, quotedHeader, quotedHeader6 } from './icmp-words.ts'
import { type Answer, Pinger4, Pinger6, sourceOf6 } from './pinger.ts'
import { runSeries, type Series } from './series.ts'

const EX_USAGE = 64
const EX_NOHOST = 68
const EX_OSERR = 71
const OPTIONS = '[-Dnoqv] [-c count] [-i wait] [-m ttl] [-S src_addr] [-s packetsize]'
const USAGE = `usage: ping [-4 | -6] ${OPTIONS}\n            [-t timeout] [-W waittime] host\n`
const USAGE6 = `usage: ping6 ${OPTIONS}\n             [-t timeout] [-W waittime] host\n`
const MAX_SIZE = 65_507
const SECOND_NS = 1e9
/** ping.c MAXWAIT. */
const MAX_WAIT_MS = 10_000

export const ping: Command = {
  name: 'ping',
  summary: 'send ICMP echo requests to a host',
  usage: USAGE,
  run: (session, args) => run(session, args, 'ping'),
}
export const ping6: Command = {
  name: 'ping6',
  summary: 'send ICMPv6 echo requests to a host',
  usage: USAGE6,
  run: (session, args) => run(session, args, 'ping6'),
}

type Name = 'ping' | 'ping6'

function run(session: Session, args: readonly string[], name: Name): Program | number {
  const parsed = getopt(args, '46c:Di:m:noqS:s:t:vW:', 'AaCdEefGgHhIklLMNOPpQRTuXYyZz')
  const usage = name === 'ping' ? USAGE : USAGE6
  if (typeof parsed === 'string') return fail(session, `${name}: ${parsed}\n${usage}`, EX_USAGE)
  const { options, operands } = parsed
  const [host] = operands
  if (host === undefined || operands.length > 1 || (options.has('4') && (name === 'ping6' || options.has('6'))))
    return fail(session, usage, EX_USAGE)
  const limits = readLimits(session, name, parsed)
  if (typeof limits === 'string') return fail(session, limits, EX_USAGE)
  const six = name === 'ping6' || options.has('6') || (!options.has('4') && onlyInet6(session, host))
  return six ? pingInet6(session, host, parsed, limits, name) : pingInet(session, host, parsed, limits)
}

/** Literals say what they are; a name that has both kinds of address is asked over IPv4. */
const onlyInet6 = (session: Session, host: string): boolean =>
  tryParseIn6(host.split('%')[0]!) !== null || (resolve(session, host) === null && resolve6(session, host) !== null)

type Limits = Pick<Series, 'count' | 'intervalNs' | 'once' | 'deadlineNs' | 'waitNs'> & {
  /** Null where not given. */
  readonly size: number | null
  readonly ttl: number | null
}

function readLimits({ process: { kernel } }: Session, name: Name, { options }: ParsedOptions): Limits | string {
  let wrong = ''
  const number = (letter: string, what: string, min: number, max: number, whole = true): number | null => {
    const text = options.get(letter)
    if (text === undefined) return null
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
    if (value >= min && value <= max && (!whole || Number.isInteger(value))) return value
    wrong += `${name}: invalid ${what}: \`${text}': give a number from ${min} to ${max}\n`
    return null
  }
  const timeout = number('t', 'timeout', 1, 2 ** 31)
  const limits: Limits = {
    count: number('c', 'count of packets to transmit', 1, 2 ** 31) ?? Number.POSITIVE_INFINITY,
    intervalNs: (number('i', 'timing interval', 0.001, 86_400, false) ?? 1) * SECOND_NS,
    size: number('s', 'packet size', 0, MAX_SIZE),
    ttl: number('m', 'TTL', 1, 255),
    once: options.has('o'),
    deadlineNs: timeout === null ? Number.POSITIVE_INFINITY : kernel.nowNs + timeout * SECOND_NS,
    waitNs: (number('W', 'timing interval', 1, 2 ** 31) ?? MAX_WAIT_MS) * 1e6,
  }
  return wrong === '' ? limits : wrong
}

function* pingInet(session: Session, host: string, { options }: ParsedOptions, limits: Limits): Program {
  const target = resolve(session, host)
  if (target === null) return fail(session, `ping: cannot resolve ${host}: Unknown host\n`, EX_NOHOST)
  const from = options.get('S')
  const source = from === undefined ? 0 : resolve(session, from)
  if (source === null) return fail(session, `ping: cannot resolve ${from}: Unknown host\n`, EX_NOHOST)
  if (source !== 0 && !isOwn4(session, source))
    return fail(session, "ping: bind: Can't assign requested address\n", EX_OSERR)
  const size = limits.size ?? 56
  const via = from === undefined ? '' : ` from ${from}`
  session.process.tty.write(`PING ${host} (${formatIpv4(target)})${via}: ${size} data bytes\n`)
  const quiet = options.has('q')
  const pinger = new Pinger4(session, {
    target,
    source,
    size,
    ttl: limits.ttl ?? 64,
    dontFragment: options.has('D'),
  })
  return yield* runSeries(session, pinger, {
    host,
    ...limits,
    answerLine: ({ length, from: who, seq, ttl }, ms, duplicate) =>
      quiet
        ? ''
        : `${length} bytes from ${who}: icmp_seq=${seq} ttl=${ttl} time=${ms.toFixed(3)} ms${duplicate ? ' (DUP!)' : ''}\n`,
    errorLines: (answer) => (quiet ? '' : errorLines4(answer)),
    sendError: (words) => `ping: sendto: ${words}\n`,
  })
}

const errorLines4 = ({ length, from, error }: Answer): string =>
  error !== null && 'v4' in error
    ? `${length} bytes from ${from}: ${describeError(error.v4)}\n${quotedHeader(error.v4)}\n`
    : ''

function* pingInet6(session: Session, host: string, { options }: ParsedOptions, limits: Limits, name: Name): Program {
  const target = resolveScoped(session, host)
  if (target === null) return fail(session, `${name}: cannot resolve ${host}: Name does not resolve\n`, EX_NOHOST)
  const from = options.get('S')
  const given = from === undefined ? null : resolveScoped(session, from)
  if (from !== undefined && given === null)
    return fail(session, `${name}: cannot resolve ${from}: Name does not resolve\n`, EX_NOHOST)
  if (given !== null && !isOwn6(session, given))
    return fail(session, `${name}: bind: Can't assign requested address\n`, EX_OSERR)
  const source: In6Addr | null = given?.ip ?? sourceOf6(session, target)
  if (source === null) return fail(session, `${name}: UDP connect: No route to host\n`, EX_OSERR)
  const size = limits.size ?? 8
  const to = formatTarget(target)
  session.process.tty.write(
    `PING(${48 + size}=40+8+${size} bytes) ${formatTarget({ ip: source, ifp: target.ifp })} --> ${to}\n`,
  )
  const quiet = options.has('q')
  const verbose = options.has('v')
  const pinger = new Pinger6(session, { target, source, size, hopLimit: limits.ttl ?? -1 })
  return yield* runSeries(session, pinger, {
    host,
    ...limits,
    answerLine: ({ length, from: who, seq, ttl }, ms, duplicate) =>
      quiet
        ? ''
        : `${length} bytes from ${who}, icmp_seq=${seq} hlim=${ttl} time=${ms.toFixed(3)} ms${duplicate ? '(DUP!)' : ''}\n`,
    // Without -v it hears of answers only (ICMP6_FILTER).
    errorLines: (answer) => (verbose ? errorLines6(answer) : ''),
    sendError: (words) => `${name}: sendmsg: ${words}\n${name}: wrote ${host} ${size + 8} chars, ret=-1\n`,
  })
}

function isOwn6({ process }: Session, { ip, ifp }: ScopedIn6): boolean {
  const ip6 = ip6Of(process.vnet)
  return ip6 !== null && ip6.ownAddress(ifp === null ? undefined : ip6.ifs.get(ifp), ip) !== null
}

const errorLines6 = ({ length, from, error }: Answer): string =>
  error !== null && 'v6' in error
    ? `${length} bytes from ${from}: ${describeError6(error.v6)}\n${quotedHeader6(error.v6)}`
    : ''
