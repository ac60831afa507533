// Drives a run until its time is over, its commands have ended, somebody presses Ctrl-C, or the kernel panics.
//
// Virtual time is driven in steps that begin and end at whole multiples of STEP_NS, and is only looked at between them: where
// a run ends must not depend on how fast this computer is. Real time is driven in slices, asleep in between; the last part
// of a wait is spent spinning, because timers here are a millisecond or two late.
import { createLocalPort, type ExperimentHost, type ExperimentOptions } from '@etherloom/experiment'
import { lab, type TopologyDocument } from '@etherloom/topology'
import { formatDuration } from '../duration.ts'
import type { Io } from '../io.ts'
import { type CaptureRequest, Captures } from './captures.ts'
import { ConsoleOutput } from './console-output.ts'
import type { Exec } from './node-names.ts'
import type { RunReport } from './report.ts'
import { Runner } from './runner.ts'

export interface RunPlan {
  readonly document: TopologyDocument
  readonly clock: ExperimentOptions['clock']
  readonly seed: number | null
  readonly forNs: number | null
  readonly execs: readonly Exec[]
  readonly captures: readonly CaptureRequest[]
  readonly json: boolean
}

const STEP_NS = 10e6
const SLICE_NS = 2e6
/** A wait is cut this short to hear a signal. */
const LONGEST_SLEEP_NS = 50e6
/** How late a timer may be; the rest of a wait is spun. */
const TIMER_LATE_NS = 1.5e6
/** What commands get to say goodbye after Ctrl-C, of the run's own time. */
const GRACE_NS = 1e9
const ROUND_NS = 1e3
const PROGRESS_NS = 200e6

const now = () => Number(process.hrtime.bigint())
/** The experiment's time. */
const nowOf = ({ running }: ExperimentHost) => running?.kernel.clock?.read() ?? running?.kernel.nowNs ?? 0

export async function runToEnd(plan: RunPlan, io: Io): Promise<RunReport> {
  const startNs = plan.clock === 'real' ? BigInt(Date.now()) * 1_000_000n : 0n
  const captures = new Captures(plan.document, plan.captures, startNs)
  const output = new ConsoleOutput(plan.execs, plan.json ? null : io.out)
  const { port, host } = createLocalPort(now, structuredClone)
  const options = { clock: plan.clock, seed: plan.seed, scale: 0 }
  const runner = new Runner(plan.document, options, port, output, captures)
  const seed = plan.seed ?? lab(plan.document).seed
  const progress = new Progress(plan, io)
  const unhook = io.onSignal((signal) => {
    // A second Ctrl-C does not wait for commands to say goodbye.
    runner.hurry = runner.signal !== null
    runner.signal ??= signal
  })
  try {
    runner.start()
    const drive = plan.clock === 'virtual' ? driveVirtual : driveReal
    const ended = () => runner.signal !== null || (plan.forNs === null && plan.execs.length > 0 && runner.commandsEnded)
    await drive(host, runner, plan.forNs ?? Number.POSITIVE_INFINITY, ended, progress)
    await interruptCommands(host, runner, plan.clock, progress)
    progress.wipe()
    const endedBy = runner.panic !== null ? 'panic' : (runner.signal ?? (plan.forNs === null ? 'commands' : 'time'))
    return runner.report(endedBy, seed)
  } finally {
    unhook()
    progress.wipe()
    await port.close()
    captures.finish()
  }
}

type Drive = (host: ExperimentHost, runner: Runner, untilNs: number, ended: () => boolean, p: Progress) => Promise<void>

const driveVirtual: Drive = async (host, runner, untilNs, ended, progress) => {
  let at = nowOf(host)
  let breath = now() + SLICE_NS
  while (at < untilNs && !ended()) {
    // Time in which nothing is due is passed over in one step.
    const next = Math.max(at + 1, host.running?.kernel.nextDeadlineNs() ?? 0)
    if (next === Number.POSITIVE_INFINITY && untilNs === next) return
    at = Math.min(untilNs, Math.ceil(next / STEP_NS) * STEP_NS)
    for (let held = true; held; ) {
      const result = host.advance(at)
      runner.settle()
      if (result === 'panicked') return
      held = result === 'held'
    }
    if (now() < breath) continue
    progress.show(at)
    await immediate()
    breath = now() + SLICE_NS
  }
}

const driveReal: Drive = async (host, runner, untilNs, ended, progress) => {
  while (!ended()) {
    const at = nowOf(host)
    const wait = host.slice(SLICE_NS)
    runner.settle()
    // The last slice begins at the end or after it, so that the kernel has come that far too.
    if (at >= untilNs || runner.panic !== null) return
    const left = untilNs - nowOf(host)
    progress.show(at)
    const sleepNs = Math.min(wait ?? LONGEST_SLEEP_NS, left, LONGEST_SLEEP_NS) - TIMER_LATE_NS
    await (sleepNs > 0 ? sleep(sleepNs / 1e6) : immediate())
  }
}

/** Ctrl-C to what still runs, and time to print its summary: on the virtual clock no more than it takes. */
async function interruptCommands(host: ExperimentHost, runner: Runner, clock: RunPlan['clock'], progress: Progress) {
  if (runner.commandsEnded || runner.panic !== null) return
  runner.interruptCommands()
  const ended = () => runner.hurry || runner.commandsEnded
  if (clock === 'real') return driveReal(host, runner, nowOf(host) + GRACE_NS, ended, progress)
  for (let stepNs = ROUND_NS; stepNs < GRACE_NS && !ended(); stepNs *= 2) {
    host.advance(nowOf(host) + stepNs)
    runner.settle()
  }
}

const immediate = () => new Promise<void>((resolve) => setImmediate(resolve))
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** A line on a terminal's stderr that says how far a longer run is; wiped before anything else is written. */
class Progress {
  private readonly plan: RunPlan
  private readonly io: Io
  private shownAt: number
  private shown: boolean

  constructor(plan: RunPlan, io: Io) {
    this.plan = plan
    this.io = io
    this.shownAt = now() + PROGRESS_NS
    this.shown = false
  }

  show(ns: number): void {
    // Commands that print are progress enough, and would be written over.
    if (!this.io.errIsTerminal || (this.plan.execs.length > 0 && !this.plan.json)) return
    const at = now()
    if (at - this.shownAt < PROGRESS_NS) return
    this.shownAt = at
    this.shown = true
    const of = this.plan.forNs === null ? '' : ` of ${formatDuration(this.plan.forNs)}`
    this.io.err(`\r\x1b[K${formatDuration(ns)}${of} of ${this.plan.clock} time`)
  }

  wipe(): void {
    if (this.shown) this.io.err('\r\x1b[K')
    this.shown = false
  }
}
