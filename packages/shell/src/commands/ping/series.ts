// The series of FreeBSD's ping(8): one request every -i seconds until -c of them were answered or Ctrl-C, then the statistics.
import { Interrupted, type SystemCall } from '@etherloom/proc'
import type { Session } from '../../command.ts'
import type { Answer, Pinger } from './pinger.ts'
import { RoundTrips } from './round-trips.ts'

export interface Series {
  readonly host: string
  readonly count: number
  readonly intervalNs: number
  /** Stop after one answer. */
  readonly once: boolean
  /** Instant of the kernel's clock after which all ends. */
  readonly deadlineNs: number
  /** How long the last request is waited for when nothing was ever answered. */
  readonly waitNs: number
  /** What is printed of an answer, of an error, of a request that did not leave. */
  readonly answerLine: (answer: Answer, ms: number, duplicate: boolean) => string
  readonly errorLines: (answer: Answer) => string
  readonly sendError: (words: string) => string
}

const SECOND_NS = 1e9

/** The exit status: 0 when anything was answered, 2 when nothing was. */
export function* runSeries(session: Session, pinger: Pinger, series: Series): SystemCall<number> {
  const { kernel, tty } = session.process
  const { count, intervalNs, once, deadlineNs, waitNs } = series
  const trips = new RoundTrips()
  // Sequence numbers wrap; whoever was not answered in 65,535 requests never will be.
  const sentAt = new Map<number, number>()
  const answered = new Set<number>()
  let sent = 0
  let duplicates = 0
  const take = (answer: Answer): void => {
    if (answer.error !== null) return tty.write(series.errorLines(answer))
    const at = sentAt.get(answer.seq)
    if (at === undefined) return
    const ms = (answer.atNs - at) / 1e6
    const duplicate = answered.has(answer.seq)
    answered.add(answer.seq)
    if (duplicate) duplicates++
    trips.add(ms)
    tty.write(series.answerLine(answer, ms, duplicate))
  }
  const received = () => trips.count - duplicates
  const enough = () => received() >= count || (once && trips.count > 0)

  try {
    let nextAt = kernel.nowNs
    while (sent < count && !enough() && kernel.nowNs < deadlineNs) {
      const seq = sent++ & 0xffff
      sentAt.set(seq, kernel.clockNs())
      answered.delete(seq)
      const error = pinger.send(seq)
      if (error !== null) tty.write(series.sendError(error))
      nextAt += intervalNs
      const last = kernel.nowNs + (trips.count > 0 ? lastWait(trips) : waitNs)
      const waitUntil = Math.min(sent >= count ? last : nextAt, deadlineNs)
      while (!enough()) {
        const answer: Answer | null = yield* pinger.receive(waitUntil)
        if (answer === null) break
        take(answer)
      }
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    tty.write('^C')
  } finally {
    pinger.close()
  }
  tty.write(statistics(series.host, sent, trips, duplicates))
  return trips.count > 0 ? 0 : 2
}

/** Once something was answered, the last answer is given twice the longest round trip, a second at least (ping.c). */
const lastWait = (trips: RoundTrips) => Math.max(2 * trips.max * 1e6, SECOND_NS)

function statistics(host: string, sent: number, trips: RoundTrips, duplicates: number): string {
  const received = trips.count - duplicates
  const twice = duplicates === 0 ? '' : `, +${duplicates} duplicates`
  const loss = sent === 0 ? '' : `, ${(((sent - received) * 100) / sent).toFixed(1)}% packet loss`
  const head = `\n--- ${host} ping statistics ---\n${sent} packets transmitted, ${received} packets received${twice}${loss}\n`
  if (trips.count === 0) return head
  const figures = [trips.min, trips.average, trips.max, trips.deviation].map((ms) => ms.toFixed(3))
  return `${head}round-trip min/avg/max/stddev = ${figures.join('/')} ms\n`
}
