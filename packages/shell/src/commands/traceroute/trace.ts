// traceroute(8): what both systems and both families do alike. For each TTL some probes, one at a time; the router at which
// one dies says so, and the target says that nobody listens there, or answers the echo.
import { Interrupted, type SystemCall } from '@etherloom/proc'
import type { Session } from '../../command.ts'
import { nameAndAddress } from '../../hosts.ts'

export interface Answer {
  atNs: number
  from: string
  /** Null: nobody has a name for it. */
  name: string | null
  /** What is left of the answer's own TTL. */
  ttl: number
  result: 'hop' | 'there' | 'unreachable'
  /** ` !N` and the like, behind the time. */
  mark: string
}

/** How probes travel. */
export interface Prober {
  /** Sends the `seq`th probe, counted from 0; null when it is on its way, else why not. */
  send(seq: number, ttl: number): string | null
  answer(seq: number, untilNs: number): SystemCall<Answer | null>
}

export interface Trace {
  readonly firstTtl: number
  readonly maxTtl: number
  readonly probes: number
  readonly waitNs: number
  readonly pauseNs: number
  readonly numeric: boolean
  /** `(33% loss)` at the end of each hop. */
  readonly showLoss: boolean
  readonly showTtl: boolean
  /** Silent probes in a row after which a hop gets no more. */
  readonly maxTimeouts: number
  /** Unreachable answers in one hop after which the trace ends. */
  readonly enoughUnreachable: number
  /** What goes in front of a second address within one hop. */
  readonly otherAddress: string
  readonly formatMs: (ms: number) => string
  readonly sendError: (error: string) => string
}

/** Runs the trace to its end; the exit status. */
export function* trace(session: Session, prober: Prober, plan: Trace): SystemCall<number> {
  let seq = 0
  try {
    for (let ttl = plan.firstTtl; ttl <= plan.maxTtl; ttl++) {
      const ended = yield* hop(session, prober, plan, ttl, seq)
      seq += plan.probes
      if (ended) break
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    session.process.tty.write('^C\n')
    return 130
  }
  return 0
}

function* hop(session: Session, prober: Prober, plan: Trace, ttl: number, firstSeq: number): SystemCall<boolean> {
  const { kernel, tty } = session.process
  let last: string | null = null
  let [lost, timeouts, unreachable, there] = [0, 0, 0, false]
  tty.write(`${String(ttl).padStart(2)} `)
  for (let probe = 0; probe < plan.probes && timeouts < plan.maxTimeouts; probe++) {
    if (probe > 0 && plan.pauseNs > 0) yield* prober.answer(-1, kernel.nowNs + plan.pauseNs)
    const sentAt = kernel.clockNs()
    const error = prober.send(firstSeq + probe, ttl)
    if (error !== null) tty.write(plan.sendError(error))
    const answer: Answer | null = yield* prober.answer(firstSeq + probe, kernel.nowNs + plan.waitNs)
    if (answer === null) {
      lost++
      timeouts++
      tty.write(' *')
      continue
    }
    timeouts = 0
    if (answer.from !== last)
      tty.write(
        `${last === null ? '' : plan.otherAddress} ${plan.numeric ? answer.from : nameAndAddress(answer.name, answer.from)}`,
      )
    last = answer.from
    tty.write(`  ${plan.formatMs((answer.atNs - sentAt) / 1e6)} ms`)
    if (answer.result === 'there' && answer.ttl <= 1) tty.write(' !')
    if (plan.showTtl) tty.write(` (ttl=${answer.ttl})`)
    tty.write(answer.mark)
    there ||= answer.result === 'there'
    if (answer.result === 'unreachable') unreachable++
  }
  if (plan.showLoss) tty.write(` (${Math.floor((lost * 100) / plan.probes)}% loss)`)
  tty.write('\n')
  return there || (unreachable > 0 && unreachable >= plan.enoughUnreachable)
}
