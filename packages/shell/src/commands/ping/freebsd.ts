// ping(8) as FreeBSD has it: one echo request a second until -c of them were answered or Ctrl-C, then the statistics.
// Exit status: 0 when at least one answer came, 2 when none did, 64 (EX_USAGE), 68 (EX_NOHOST).
import { type IcmpMessage, IcmpSocket, Interrupted, type Program } from '@etherloom/proc'
import { formatIpv4, icmp } from '@etherloom/wire'
import { type Command, fail, type Session } from '../../command.ts'
import { resolve } from '../../hosts.ts'
import { getopt } from '../../options.ts'
import { describeError, quotedHeader } from './icmp-words.ts'
import { RoundTrips } from './round-trips.ts'

const EX_USAGE = 64
const EX_NOHOST = 68
const USAGE = 'usage: ping [-noq] [-c count] [-i wait] [-m ttl] [-s packetsize] [-t timeout] [-W waittime] host\n'
const MAX_SIZE = 65_507
const SECOND_NS = 1e9
/** How long the last request is waited for when nothing was ever answered (ping.c MAXWAIT). */
const MAX_WAIT_NS = 10e9

interface Options {
  count: number
  intervalNs: number
  size: number
  ttl: number
  quiet: boolean
  /** Stop after one answer. */
  once: boolean
  deadlineNs: number
  waitNs: number
}

function parseOptions(session: Session, args: readonly string[]): { options: Options; host: string } | string {
  const parsed = getopt(args, 'c:i:m:nos:t:W:q')
  if (typeof parsed === 'string') return `ping: ${parsed}\n${USAGE}`
  const { options, operands } = parsed
  if (operands.length !== 1) return USAGE
  const wrong: string[] = []
  const number = (letter: string, what: string, min: number, max: number, fallback: number, whole = true): number => {
    const text = options.get(letter)
    if (text === undefined) return fallback
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
    if (value >= min && value <= max && (!whole || Number.isInteger(value))) return value
    wrong.push(`ping: invalid ${what}: \`${text}': give a number from ${min} to ${max}\n`)
    return fallback
  }
  const timeout = number('t', 'timeout', 1, 2 ** 31, Number.POSITIVE_INFINITY)
  const result: Options = {
    count: number('c', 'count of packets to transmit', 1, 2 ** 31, Number.POSITIVE_INFINITY),
    intervalNs: number('i', 'timing interval', 0.001, 86_400, 1, false) * SECOND_NS,
    size: number('s', 'packet size', 0, MAX_SIZE, 56),
    ttl: number('m', 'TTL', 1, 255, 64),
    quiet: options.has('q'),
    once: options.has('o'),
    deadlineNs: session.process.kernel.nowNs + timeout * SECOND_NS,
    waitNs: number('W', 'timing interval', 1, 2 ** 31, MAX_WAIT_NS / 1e6) * 1e6,
  }
  return wrong.length > 0 ? wrong.join('') : { options: result, host: operands[0]! }
}

export const ping: Command = { name: 'ping', summary: 'send ICMP echo requests to a host', usage: USAGE, run }

function* run(session: Session, args: readonly string[]): Program {
  const { process } = session
  const { kernel, tty } = process
  const parsed = parseOptions(session, args)
  if (typeof parsed === 'string') return fail(session, parsed, EX_USAGE)
  const { options, host } = parsed
  const target = resolve(session, host)
  if (target === null) return fail(session, `ping: cannot resolve ${host}: Unknown host\n`, EX_NOHOST)
  const socket = new IcmpSocket(process)
  const trips = new RoundTrips()
  const sentAt = new Map<number, number>()
  let sent = 0
  tty.write(`PING ${host} (${formatIpv4(target)}): ${options.size} data bytes\n`)

  const take = (message: IcmpMessage): void => {
    if (message.type === icmp.ECHO_REPLY) {
      const at = sentAt.get(message.seq)
      if (at === undefined) return
      sentAt.delete(message.seq)
      const ms = (message.atNs - at) / 1e6
      trips.add(ms)
      if (!options.quiet)
        tty.write(
          `${message.length} bytes from ${formatIpv4(message.from)}: icmp_seq=${message.seq} ttl=${message.ttl} time=${ms.toFixed(3)} ms\n`,
        )
    } else if (!options.quiet) {
      tty.write(
        `${message.length} bytes from ${formatIpv4(message.from)}: ${describeError(message)}\n${quotedHeader(message)}\n`,
      )
    }
  }
  const enough = () => trips.count >= options.count || (options.once && trips.count > 0)

  try {
    let nextAt = kernel.nowNs
    while (sent < options.count && !enough() && kernel.nowNs < options.deadlineNs) {
      const seq = sent & 0xffff
      sentAt.set(seq, kernel.clockNs())
      // Sequence numbers wrap; whoever was not answered in 65,535 requests never will be.
      const error = socket.sendEcho(target, seq, options.size, options.ttl)
      if (error !== null) tty.write(`ping: sendto: ${error}\n`)
      sent++
      nextAt += options.intervalNs
      const last = sent >= options.count
      const waitUntil = last ? kernel.nowNs + (trips.count > 0 ? lastWait(trips) : options.waitNs) : nextAt
      for (;;) {
        const message: IcmpMessage | null = yield* socket.receive(Math.min(waitUntil, options.deadlineNs))
        if (message === null) break
        take(message)
        if (enough()) break
      }
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    tty.write('^C')
  } finally {
    socket.close()
  }
  writeStatistics(session, host, sent, trips)
  return trips.count > 0 ? 0 : 2
}

/** Once something was answered, the last answer is given twice the longest round trip, a second at least (ping.c). */
const lastWait = (trips: RoundTrips) => Math.max(2 * trips.max * 1e6, SECOND_NS)

function writeStatistics(session: Session, host: string, sent: number, trips: RoundTrips): void {
  const { tty } = session.process
  const loss = sent === 0 ? '' : `, ${(((sent - trips.count) * 100) / sent).toFixed(1)}% packet loss`
  tty.write(`\n--- ${host} ping statistics ---\n`)
  tty.write(`${sent} packets transmitted, ${trips.count} packets received${loss}\n`)
  if (trips.count === 0) return
  const figures = [trips.min, trips.average, trips.max, trips.deviation].map((ms) => ms.toFixed(3))
  tty.write(`round-trip min/avg/max/stddev = ${figures.join('/')} ms\n`)
}
