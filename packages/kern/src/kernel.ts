// One kernel: one experiment's time, buffers, chance and dispatcher. It runs in passes:
//
//   due callouts → deferred work (processes) → one round of frames → the clock
//
// Virtual time always moves, and never because of CPU speed: a pass that leaves frames or deferred work behind advances
// the clock by ROUND_NS for each frame of the longest batch it took, which is the time an ideal port needs to pass them
// on; a pass that leaves nothing jumps to the next callout. So a storm costs as much CPU for a virtual second as its
// ports can carry frames in it, and no more. Slices may cut a round between two queues without changing any order.
//
// Real time is read once a pass and never waits here: `run` returns when nothing is due, and the driver sleeps.
import { Callout, CalloutHeap } from './callout.ts'
import type { RealClock } from './clock.ts'
import { Holds } from './hold.ts'
import { type Mbuf, MbufPool } from './mbuf.ts'
import { Netisr } from './netisr.ts'
import { Random } from './random.ts'

export const ROUND_NS = 1_000

/** Frames between two looks at the slice's budget: some ten microseconds of work. */
const PAUSE_CREDIT = 256
/** What a pass of timers and processes counts for, in frames. */
const TIMER_CREDIT = 16

export interface KernelOptions {
  seed?: number
  /** Real time; without it time is virtual. */
  clock?: RealClock
  /** Virtual time a port needs for a frame; at least 1. */
  roundNs?: number
  /** Cells that may be in use, by class (mbuf.ts). */
  mbufLimit?: readonly number[]
}

/**
 * `until`: the clock has reached what was asked for. `idle`: nothing is due (virtual: nothing ever will be without outside
 * input; real: see `nextDeadlineNs`). `slice`: the budget is used up, call again. `held`: an outside answer is awaited.
 */
export type RunResult = 'until' | 'idle' | 'slice' | 'held' | 'panicked'
/** Of a single pass: `timers` when it carried no frame. */
export type StepResult = RunResult | 'timers'

/** What was going on when an exception ended the kernel; the mbuf may be null, and is not freed. */
export type PanicHook = (error: unknown, where: string | null, m: Mbuf | null) => void

/** A line of the system's log: something happened that a person may want to know. `record` is whose it is. */
export interface Notice {
  readonly kind: 'carrier' | 'interface' | 'stp' | 'conflict'
  readonly severity: 'info' | 'warning' | 'error'
  readonly record: string | null
  readonly text: string
}

type Deferred = (arg: unknown) => void

export class Kernel {
  nowNs: number
  /** Whole seconds of `nowNs`, as of the last pass: for ageing. */
  seconds: number
  readonly pool: MbufPool
  readonly random: Random
  readonly netisr: Netisr
  readonly callouts: CalloutHeap
  readonly clock: RealClock | null
  onPanic: PanicHook
  /** Null: nobody reads the log, and no line is made. */
  onNotice: ((notice: Notice) => void) | null
  panicked: boolean
  private readonly roundNs: number
  private readonly holds: Holds
  private nextSecondNs: number
  private fns: Deferred[]
  private args: unknown[]
  private spareFns: Deferred[]
  private spareArgs: unknown[]

  constructor(options: KernelOptions = {}) {
    const roundNs = options.roundNs ?? ROUND_NS
    if (!(roundNs >= 1)) throw new Error(`roundNs is ${roundNs}: virtual time must move, give 1 or more`)
    this.nowNs = Number.NaN // a double from the start, see mbuf.ts
    this.nowNs = 0
    this.seconds = 0
    this.pool = new MbufPool(options.mbufLimit)
    this.random = new Random(options.seed ?? 1)
    this.netisr = new Netisr()
    this.callouts = new CalloutHeap(() => this.nowNs)
    this.clock = options.clock ?? null
    this.onPanic = rethrow
    this.onNotice = null
    this.panicked = false
    this.roundNs = this.clock === null ? roundNs : 0
    this.holds = new Holds()
    this.nextSecondNs = Number.NaN
    this.nextSecondNs = 1e9
    this.fns = []
    this.args = []
    this.spareFns = []
    this.spareArgs = []
  }

  callout(fn: (arg: unknown) => void, arg: unknown = null): Callout {
    return new Callout(this.callouts, fn, arg)
  }

  /** Runs `fn(arg)` between rounds, in the order of deferring. Processes are resumed with it. */
  defer(fn: Deferred, arg: unknown = null): void {
    this.fns.push(fn)
    this.args.push(arg)
  }

  /** A question goes outside: virtual time stands still until `release` brings the answer to `deliver`. */
  hold(deliver: (answer: unknown) => void): number {
    return this.holds.ask(deliver)
  }

  release(ticket: number, answer: unknown): void {
    this.holds.answer(ticket, answer, (deliver, value) => this.defer(deliver, value))
  }

  /** The instant itself, for a program that times itself: `nowNs` is when this pass began, and a round trip may fit in one. */
  clockNs(): number {
    return this.clock === null ? this.nowNs : this.clock.read()
  }

  /** When there will be something to do: now, a later instant, or Infinity. */
  nextDeadlineNs(): number {
    if (!this.netisr.idle || this.fns.length > 0) return this.nowNs
    return this.callouts.settle()
  }

  /**
   * Runs until the clock reaches `untilNs`, nothing is due, or `pause` (asked every few hundred frames) says to stop.
   * After 'until' the virtual clock stands at `untilNs`, or later by less than one round if frames are on their way.
   */
  run(untilNs: number = Number.POSITIVE_INFINITY, pause: (() => boolean) | null = null): RunResult {
    return this.guarded(untilNs, pause, false) as RunResult
  }

  /** One pass that does something: due callouts, deferred work, one round. */
  step(): StepResult {
    return this.guarded(Number.POSITIVE_INFINITY, null, true)
  }

  /** Ends the kernel and returns its memory to the thread. */
  destroy(): void {
    this.panicked = true
    this.callouts.clear()
    this.holds.clear()
    this.fns.length = 0
    this.args.length = 0
    this.pool.destroy()
  }

  private guarded(untilNs: number, pause: (() => boolean) | null, single: boolean): StepResult {
    if (this.panicked) return 'panicked'
    try {
      return this.passes(untilNs, pause, single)
    } catch (error) {
      this.panicked = true
      this.onPanic(error, this.netisr.guiltyQueue?.ownerName ?? null, this.netisr.guilty)
      return 'panicked'
    }
  }

  private passes(untilNs: number, pause: (() => boolean) | null, single: boolean): StepResult {
    const netisr = this.netisr
    let credit = PAUSE_CREDIT
    let carried = true
    for (;;) {
      if (!netisr.inRound) {
        const next = this.betweenRounds(untilNs)
        if (next === 'timers') {
          credit -= TIMER_CREDIT
          carried = false
        } else if (next !== 'frames') return next
        else if (netisr.busy === 0) credit = this.loneHops(untilNs, single ? 1 : credit)
        else {
          if (netisr.lone !== null) netisr.hop()
          netisr.beginRound()
        }
      }
      while (netisr.inRound) {
        credit -= netisr.drainNext()
        if (credit <= 0 && pause !== null && netisr.inRound) {
          if (pause()) return 'slice'
          credit = PAUSE_CREDIT
        }
      }
      if (!netisr.idle || this.fns.length > 0) this.nowNs += this.roundNs * (netisr.longest || 1)
      netisr.longest = 0
      if (single) return carried ? 'slice' : 'timers'
      if (credit <= 0) {
        if (pause?.()) return 'slice'
        credit = PAUSE_CREDIT
      }
    }
  }

  /** Time, callouts and deferred work. 'timers': something of that was done and no frame came of it. */
  private betweenRounds(untilNs: number): RunResult | 'frames' | 'timers' {
    if (this.clock !== null) this.nowNs = this.clock.read()
    if (this.clock === null && this.holds.any && this.fns.length === 0) return 'held'
    if (this.netisr.idle && this.fns.length === 0) {
      const next = this.callouts.settle()
      if (this.clock !== null) {
        if (next > this.nowNs) return 'idle'
      } else if (next >= untilNs || next === Number.POSITIVE_INFINITY) {
        if (untilNs === Number.POSITIVE_INFINITY) return 'idle'
        this.nowNs = Math.max(this.nowNs, untilNs)
        if (this.nowNs >= this.nextSecondNs) this.countSeconds()
        return 'until'
      } else if (next > this.nowNs) this.nowNs = next
    }
    if (this.nowNs >= this.nextSecondNs) this.countSeconds()
    if (this.nowNs >= untilNs) return 'until'
    if (this.callouts.nextNs <= this.nowNs) this.callouts.runDue(this.nowNs)
    if (this.fns.length > 0) this.runDeferred()
    // What was asked at this instant is answered at this instant: nothing moves on before.
    if (this.clock === null && this.holds.any) return 'held'
    return this.netisr.idle ? 'timers' : 'frames'
  }

  /** A packet alone in the network: hop by hop while nothing else is to be done. Returns the credit that is left. */
  private loneHops(untilNs: number, credit: number): number {
    const netisr = this.netisr
    const limit = Math.min(untilNs, this.nextSecondNs)
    let left = credit
    for (;;) {
      netisr.hop()
      if (--left <= 0 || netisr.lone === null || netisr.busy > 0 || this.fns.length > 0) return left
      const now = this.nowNs + this.roundNs
      if (now >= limit || now >= this.callouts.nextNs) return left
      this.nowNs = now
    }
  }

  private runDeferred(): void {
    const fns = this.fns
    const args = this.args
    this.fns = this.spareFns
    this.args = this.spareArgs
    for (let i = 0; i < fns.length; i++) fns[i](args[i])
    fns.length = 0
    args.length = 0
    this.spareFns = fns
    this.spareArgs = args
  }

  private countSeconds(): void {
    this.seconds = Math.floor(this.nowNs / 1e9)
    this.nextSecondNs = (this.seconds + 1) * 1e9
  }
}

function rethrow(error: unknown): never {
  throw error
}
