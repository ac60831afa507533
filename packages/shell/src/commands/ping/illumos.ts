// ping(8) as illumos has it. `ping host [timeout]` asks once a second and says whether the host lives; `ping -s host
// [data_size [npackets]]` prints the series and its statistics. Exit status: 0 when answered, 1 when not or when misused.
import { type IcmpMessage, IcmpSocket, Interrupted, type Program } from '@etherloom/proc'
import { formatIpv4, icmp } from '@etherloom/wire'
import { type Command, fail, type Session } from '../../command.ts'
import { hostName, nameAndAddress, resolve } from '../../hosts.ts'
import { getopt } from '../../options.ts'
import { describeErrorIllumos } from './icmp-words.ts'
import { RoundTrips } from './round-trips.ts'

const USAGE = `usage: ping host [timeout]
usage: ping -s [-n] [-I interval] [-t ttl] host [data_size [npackets]]
`
const SECOND_NS = 1e9
const DEFAULT_TIMEOUT_S = 20
const MAX_SIZE = 65_507

export const ping: Command = { name: 'ping', summary: 'send ICMP echo requests to a host', usage: USAGE, run }

function* run(session: Session, args: readonly string[]): Program {
  const parsed = getopt(args, 'snI:t:')
  if (typeof parsed === 'string') return fail(session, `ping: ${parsed}\n${USAGE}`)
  const { options, operands } = parsed
  const series = options.has('s')
  const [host, first, second] = operands
  if (host === undefined || operands.length > (series ? 3 : 2)) return fail(session, USAGE)
  const wrong = [first, second, options.get('I'), options.get('t')].find((text) => text !== undefined && !isCount(text))
  if (wrong !== undefined) return fail(session, `ping: '${wrong}' is not a positive number\n`)
  const ttl = Number(options.get('t') ?? 255)
  const size = Number((series ? first : undefined) ?? 56)
  if (ttl > 255) return fail(session, 'ping: ttl must be 255 or less\n')
  if (size > MAX_SIZE) return fail(session, `ping: data_size must be ${MAX_SIZE} or less\n`)
  const target = resolve(session, host)
  if (target === null) return fail(session, `ping: unknown host ${host}\n`)
  const name = hostName(session, target)
  const who = options.has('n') || name === null ? formatIpv4(target) : nameAndAddress(name, formatIpv4(target))
  const socket = new IcmpSocket(session.process)
  try {
    if (!series) return yield* alive(session, socket, host, target, ttl, Number(first ?? DEFAULT_TIMEOUT_S))
    const count = Number(second ?? Number.POSITIVE_INFINITY)
    const intervalNs = Number(options.get('I') ?? 1) * SECOND_NS
    return yield* runSeries(session, socket, { host, who, target, size, ttl, count, intervalNs })
  } finally {
    socket.close()
  }
}

const isCount = (text: string) => /^[1-9]\d{0,9}$/.test(text) || text === '0'

function* alive(
  session: Session,
  socket: IcmpSocket,
  host: string,
  target: number,
  ttl: number,
  timeoutS: number,
): Program {
  const { kernel, tty } = session.process
  const deadline = kernel.nowNs + timeoutS * SECOND_NS
  for (let seq = 0; kernel.nowNs < deadline; seq++) {
    const error = socket.sendEcho(target, seq & 0xffff, 56, ttl)
    if (error !== null) {
      tty.write(`ping: sendto ${error}\n`)
      return 1
    }
    const next = Math.min(deadline, kernel.nowNs + SECOND_NS)
    for (;;) {
      const message: IcmpMessage | null = yield* socket.receive(next)
      if (message === null) break
      if (message.type === icmp.ECHO_REPLY) {
        tty.write(`${host} is alive\n`)
        return 0
      }
      tty.write(describeErrorIllumos(message))
    }
  }
  tty.write(`no answer from ${host}\n`)
  return 1
}

interface Series {
  host: string
  who: string
  target: number
  size: number
  ttl: number
  count: number
  intervalNs: number
}

function* runSeries(session: Session, socket: IcmpSocket, series: Series): Program {
  const { kernel, tty } = session.process
  const { target, size, ttl, count, intervalNs } = series
  const trips = new RoundTrips()
  const sentAt = new Map<number, number>()
  let sent = 0
  tty.write(`PING ${series.host}: ${size} data bytes\n`)
  try {
    let nextAt = kernel.nowNs
    while (sent < count && trips.count < count) {
      const seq = sent & 0xffff
      sentAt.set(seq, kernel.clockNs())
      const error = socket.sendEcho(target, seq, size, ttl)
      if (error !== null) tty.write(`ping: sendto ${error}\n`)
      sent++
      nextAt += intervalNs
      const until = sent < count ? nextAt : kernel.nowNs + SECOND_NS
      while (trips.count < count) {
        const message: IcmpMessage | null = yield* socket.receive(until)
        if (message === null) break
        if (message.type !== icmp.ECHO_REPLY) {
          tty.write(describeErrorIllumos(message))
          continue
        }
        const at = sentAt.get(message.seq)
        if (at === undefined) continue
        sentAt.delete(message.seq)
        const ms = (message.atNs - at) / 1e6
        trips.add(ms)
        tty.write(`${message.length} bytes from ${series.who}: icmp_seq=${message.seq}. time=${ms.toFixed(3)} ms\n`)
      }
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    tty.write('^C')
  }
  const loss = sent === 0 ? '' : `, ${Math.floor(((sent - trips.count) * 100) / sent)}% packet loss`
  tty.write(
    `\n----${series.host} PING Statistics----\n${sent} packets transmitted, ${trips.count} packets received${loss}\n`,
  )
  if (trips.count > 0) tty.write(`round-trip (ms)  min/avg/max/stddev = ${figures(trips)}\n`)
  return trips.count > 0 ? 0 : 1
}

/** Min and max to the microsecond; the average gains digits with the number of answers (ping.c), the deviation one fewer. */
function figures(trips: RoundTrips): string {
  const digits = trips.count < 10 ? 3 : trips.count < 100 ? 4 : 5
  const average = trips.average.toFixed(digits)
  return `${trips.min.toFixed(3)}/${average}/${trips.max.toFixed(3)}/${trips.deviation.toFixed(digits - 1)}`
}
