// ping(8) as illumos has it. `ping host [timeout]` asks once a second and says whether the host lives; `ping -s host
// [data_size [npackets]]` prints the series and its statistics. Exit status: 0 when answered, 1 when not or when misused.
import { Interrupted, type Program } from '@etherloom/proc'
import { formatIn6, formatIpv4, tryParseIn6 } from '@etherloom/wire'
import { type Command, fail, type Session } from '../../command.ts'
import { nameAndAddress, resolve, resolve6, resolveScoped } from '../../hosts.ts'
import { getopt } from '../../options.ts'
import { describeErrorIllumos, describeErrorIllumos6 } from './icmp-words.ts'
import { type Answer, type Pinger, Pinger4, Pinger6 } from './pinger.ts'
import { RoundTrips } from './round-trips.ts'

const USAGE = `usage: ping [-n] [-A inet | inet6] [-t ttl] host [timeout]
usage: ping -s | -I interval [-n] [-A inet | inet6] [-t ttl] host [data_size [npackets]]
`
export const ping: Command = { name: 'ping', summary: 'send ICMP echo requests to a host', usage: USAGE, run }

const SECOND_NS = 1e9
const DEFAULT_TIMEOUT_S = 20
const MAX_SIZE = 65_507

function* run(session: Session, args: readonly string[]): Program {
  const parsed = getopt(args, 'A:nsI:t:', 'aBcdFgilLNpPrRSUv')
  if (typeof parsed === 'string') return fail(session, `ping: ${parsed}\n${USAGE}`)
  const { options, operands } = parsed
  // An interval makes it a series (ping.c).
  const series = options.has('s') || options.has('I')
  const [host, first, second] = operands
  if (host === undefined || operands.length > (series ? 3 : 2)) return fail(session, USAGE)
  const wrong = [first, second, options.get('I'), options.get('t')].find((text) => text !== undefined && !isCount(text))
  if (wrong !== undefined) return fail(session, `ping: '${wrong}' is not a positive number\n`)
  const ttl = Number(options.get('t') ?? 255)
  const size = Number((series ? first : undefined) ?? 56)
  if (ttl > 255) return fail(session, `ping: ttl ${ttl} out of range\n`)
  if (series && second !== undefined && Number(second) < 1)
    return fail(session, `ping: packet count ${second} out of range\n`)
  if (size > MAX_SIZE) return fail(session, `ping: data_size must be ${MAX_SIZE} or less\n`)
  const family = options.get('A')
  if (family !== undefined && family !== 'inet' && family !== 'inet6')
    return fail(session, `ping: unknown address family ${family}\n`)
  const aimed = aim(session, host, family ?? null, size, ttl)
  if (aimed === null) return fail(session, `ping: unknown host ${host}\n`)
  const { pinger, address } = aimed
  const who = ({ name, from }: Answer) => (options.has('n') || name === null ? from : nameAndAddress(name, from))
  try {
    if (!series) return yield* alive(session, pinger, host, Number(first ?? DEFAULT_TIMEOUT_S))
    const count = Number(second ?? Number.POSITIVE_INFINITY)
    const intervalNs = Number(options.get('I') ?? 1) * SECOND_NS
    const target = options.has('n') ? `${host} (${address})` : host
    return yield* runSeries(session, pinger, { host, target, who, size, count, intervalNs })
  } finally {
    pinger.close()
  }
}

const isCount = (text: string) => /^[1-9]\d{0,9}$/.test(text) || text === '0'

/** Who is asked, over which family: IPv4 unless -A says otherwise or there is nothing but IPv6. */
function aim(
  session: Session,
  host: string,
  family: 'inet' | 'inet6' | null,
  size: number,
  ttl: number,
): { readonly pinger: Pinger; readonly address: string } | null {
  const six =
    tryParseIn6(host.split('%')[0]!) !== null || (resolve(session, host) === null && resolve6(session, host) !== null)
  if (family === 'inet6' || (family === null && six)) {
    const target = resolveScoped(session, host)
    if (target === null) return null
    const pinger = new Pinger6(session, { target, source: null, size, hopLimit: ttl })
    return { pinger, address: formatIn6(target.ip) }
  }
  const target = resolve(session, host)
  if (target === null) return null
  const pinger = new Pinger4(session, { target, size, ttl, source: 0, dontFragment: false })
  return { pinger, address: formatIpv4(target) }
}

const errorLines = ({ error }: Answer): string =>
  error === null ? '' : 'v4' in error ? describeErrorIllumos(error.v4) : describeErrorIllumos6(error.v6)

function* alive(session: Session, pinger: Pinger, host: string, timeoutS: number): Program {
  const { kernel } = session.process
  const deadline = kernel.nowNs + timeoutS * SECOND_NS
  for (let seq = 0; kernel.nowNs < deadline; seq++) {
    const error = pinger.send(seq & 0xffff)
    if (error !== null) return fail(session, `ping: sendto ${error}\n`)
    const next = Math.min(deadline, kernel.nowNs + SECOND_NS)
    for (;;) {
      const answer: Answer | null = yield* pinger.receive(next)
      if (answer === null) break
      if (answer.error === null) return fail(session, `${host} is alive\n`, 0)
      session.process.tty.write(errorLines(answer))
    }
  }
  return fail(session, `no answer from ${host}\n`)
}

interface Series {
  host: string
  /** As the first line has it: with its address where nobody is to be asked for names. */
  readonly target: string
  readonly who: (answer: Answer) => string
  size: number
  count: number
  intervalNs: number
}

function* runSeries(session: Session, pinger: Pinger, { host, target, who, size, count, intervalNs }: Series): Program {
  const { kernel, tty } = session.process
  const trips = new RoundTrips()
  const sentAt = new Map<number, number>()
  let sent = 0
  tty.write(`PING ${target}: ${size} data bytes\n`)
  try {
    let nextAt = kernel.nowNs
    while (sent < count && trips.count < count) {
      const seq = sent++ & 0xffff
      sentAt.set(seq, kernel.clockNs())
      const error = pinger.send(seq)
      if (error !== null) tty.write(`ping: sendto ${error}\n`)
      nextAt += intervalNs
      const until = sent < count ? nextAt : kernel.nowNs + SECOND_NS
      while (trips.count < count) {
        const answer: Answer | null = yield* pinger.receive(until)
        if (answer === null) break
        const at = answer.error === null ? sentAt.get(answer.seq) : undefined
        if (answer.error !== null) tty.write(errorLines(answer))
        if (at === undefined) continue
        const ms = (answer.atNs - at) / 1e6
        trips.add(ms)
        tty.write(`${answer.length} bytes from ${who(answer)}: icmp_seq=${answer.seq}. time=${ms.toFixed(3)} ms\n`)
      }
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    tty.write('^C')
  }
  const loss = sent === 0 ? '' : `, ${lossWords(sent, trips.count)}`
  tty.write(`\n----${host} PING Statistics----\n${sent} packets transmitted, ${trips.count} packets received${loss}\n`)
  if (trips.count > 0) tty.write(`round-trip (ms)  min/avg/max/stddev = ${figures(trips)}\n`)
  return trips.count > 0 ? 0 : 1
}

/** Duplicates count as received, as ping.c has it. */
const lossWords = (sent: number, received: number): string =>
  received > sent
    ? `${(received / sent).toFixed(2)} times amplification`
    : `${Math.floor(((sent - received) * 100) / sent)}% packet loss`

/** Min and max to the microsecond; the average gains digits with the number of answers (ping.c), the deviation one fewer. */
function figures(trips: RoundTrips): string {
  const digits = trips.count < 10 ? 3 : trips.count < 100 ? 4 : 5
  const average = trips.average.toFixed(digits)
  return `${trips.min.toFixed(3)}/${average}/${trips.max.toFixed(3)}/${trips.deviation.toFixed(digits - 1)}`
}
