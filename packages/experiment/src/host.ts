// The kernel's end of the port: takes messages down, runs slices, sends messages up. Whoever owns the thread calls `slice` and
// sleeps in between; a worker, the CLI and a test differ in nothing else. Time is handed in.
//
//   receive(message) ──► Experiment (build, apply, consoles, captures) ──► post(message)
//   slice(budget)    ──► Kernel.run, at most `budget` long; counters every TICK_NS; capture chunks every FLUSH_NS
//
// A clock's three cases. Real: kernel time is `now` less pauses. Virtual, scaled: kernel time may not pass `scale` × running
// time. Virtual, scale 0: kernel time runs ahead as fast as the processor allows, and stands still when nothing is due.
import { RealClock, type StepResult } from '@etherloom/kern'
import { type Diff, documentOf, type NodeId, type RecordId } from '@etherloom/topology'
import { Experiment } from './experiment.ts'
import type { Down, ExperimentOptions, NodeAction, RunState, Up } from './port.ts'
import { Recorder, type RecordSink } from './recorder.ts'

const TICK_NS = 100e6
const FLUSH_NS = 50e6
/** Ticks between two words about how far a recording is. */
const TELL_TICKS = 5
/** How far a step goes when nothing moves. */
const STEP_NS = 1e9
/** What scaled time may be behind when the processor cannot keep up: it does not rush to make up for more. */
const BACKLOG_NS = 200e6

export interface HostOptions {
  /** Monotonic nanoseconds. */
  now: () => number
  post: (message: Up, transfer: ArrayBuffer[]) => void
  /** Opens the file that a recording goes to. Without it nothing can be recorded. */
  sink?: (file: string) => RecordSink
}

export class ExperimentHost {
  private readonly now: () => number
  private readonly post: HostOptions['post']
  private readonly sink: HostOptions['sink']
  private recorder: Recorder | null
  private experiment: Experiment | null
  private clock: RealClock | null
  private options: ExperimentOptions
  private state: RunState
  /** Virtual, scaled: running time that stands behind the kernel's, and when it was last added to. */
  private allowedNs: number
  private accountedAt: number
  private lastTickAt: number
  private tickedNs: number
  private ticks: number
  private lastFlushAt: number

  constructor(options: HostOptions) {
    this.now = options.now
    this.post = options.post
    this.sink = options.sink
    this.recorder = null
    this.experiment = null
    this.clock = null
    this.options = { clock: 'virtual', seed: null, scale: 0 }
    this.state = 'stopped'
    this.allowedNs = 0
    this.accountedAt = options.now()
    this.lastTickAt = this.accountedAt
    this.tickedNs = 0
    this.lastFlushAt = this.accountedAt
    this.ticks = 0
  }

  /** For the CLI, which reads results where the worker's room would query. Null before `start`. */
  get running(): Experiment | null {
    return this.experiment
  }

  receive(message: Down): void {
    if (message.type === 'start') {
      this.start(message)
      return
    }
    const experiment = this.experiment
    // After `close`, or before `start`: messages that crossed on the way mean nothing any more.
    if (experiment === null) return
    switch (message.type) {
      case 'apply':
        this.apply(experiment, message.rev, message.diff)
        return
      case 'node':
        this.setNode(experiment, message.node, message.action)
        return
      case 'run':
        this.setState('running')
        return
      case 'pause':
        this.setState('paused')
        return
      case 'step':
        this.setState('paused')
        if (this.state === 'paused') this.step(experiment)
        return
      case 'scale':
        this.account()
        this.options = { ...this.options, scale: message.factor }
        this.allowedNs = experiment.kernel.nowNs
        return
      case 'stop':
        this.tick()
        this.close()
        // Said of a kernel that had failed, too: who ends it waits for it.
        this.state = 'stopped'
        this.send({ type: 'state', state: 'stopped', ns: 0 })
        return
      case 'watch':
        experiment.counters.watch(message.records)
        this.tick()
        return
      case 'capture':
        if (message.on) experiment.captures.start(message.record, message.snaplen)
        else experiment.captures.stop(message.record)
        return
      case 'recent':
        this.recent(experiment, message.ticket, message.record)
        return
      case 'record':
        this.record(experiment, message)
        return
      case 'unrecord':
        this.recorder?.end(null, null)
        return
      case 'consumed':
        experiment.captures.consumed(message.chunks)
        return
      case 'console':
        experiment.consoles.run(message.session, message.node, message.line, message.origin, message.paced)
        return
      case 'interrupt':
        experiment.consoles.interrupt(message.session)
        return
      case 'proposed':
        experiment.consoles.proposed(message.proposal)
        return
      case 'refused':
        experiment.consoles.refused(message.proposal, message.message)
        return
      case 'query':
        this.send({ type: 'answer', query: message.query, answer: experiment.answer(message.what) })
    }
  }

  /** Runs for at most `budgetNs` of real time. Returns ns until it wants to run again: 0 = at once, null = only on a message. */
  slice(budgetNs: number): number | null {
    const experiment = this.experiment
    if (experiment === null) return null
    let wait: number | null = null
    if (this.state === 'running' && this.mayRun()) {
      this.account()
      const until = this.now() + budgetNs
      const result = experiment.kernel.run(this.limitNs(), () => this.now() >= until)
      if (result === 'slice') wait = 0
      else if (result === 'idle' || result === 'until') wait = this.untilNextNs(experiment)
    }
    return earliest(wait, this.housekeeping(experiment))
  }

  /** Virtual time only: runs until the kernel's clock reaches `untilNs`, or nothing more can happen. For tests and the CLI. */
  advance(untilNs: number): 'until' | 'idle' | 'held' | 'panicked' {
    const result = this.experiment?.kernel.run(untilNs) ?? 'idle'
    this.tick()
    this.experiment?.consoles.flush(this.now())
    this.experiment?.captures.flush()
    return result === 'slice' ? 'until' : result
  }

  /** The recording, to which whoever writes its file tells what was written; null when there is none. */
  get recording(): Recorder | null {
    return this.recorder
  }

  close(): void {
    this.recorder?.end(null, null)
    this.experiment?.captures.flush()
    this.experiment?.terminate()
    this.experiment = null
    this.clock = null
  }

  private apply(experiment: Experiment, rev: number, diff: Diff): void {
    const { stoppedNodes } = experiment
    this.send({ type: 'applied', rev, faults: experiment.apply(diff) })
    this.sendSlots(experiment)
    if (experiment.stoppedNodes.length !== stoppedNodes.length)
      this.send({ type: 'nodes', stopped: experiment.stoppedNodes })
  }

  private setNode(experiment: Experiment, node: NodeId, action: NodeAction): void {
    if (this.state === 'panicked' || experiment.setNode(node, action) !== null) return
    this.send({ type: 'nodes', stopped: experiment.stoppedNodes })
    this.sendSlots(experiment)
    this.send({ type: 'faults', faults: experiment.faults() })
    experiment.events.flush()
  }

  private recent(experiment: Experiment, ticket: number, record: RecordId): void {
    const chunk = experiment.captures.recent(record)
    this.post({ type: 'recent', ticket, chunk }, chunk === null ? [] : [chunk.buffer])
  }

  private sendSlots(experiment: Experiment): void {
    if (experiment.slotsChanged()) this.send({ type: 'slots', slots: experiment.counters.slots() })
  }

  private start(message: Down & { type: 'start' }): void {
    this.close()
    this.options = message.options
    this.clock = message.options.clock === 'real' ? new RealClock(this.now) : null
    this.clock?.pause()
    const experiment = new Experiment(documentOf(message.records), {
      clock: this.clock,
      seed: message.options.seed,
      post: (up, transfer) => this.post(up, transfer),
      onPanic: () => this.panicked(),
    })
    this.experiment = experiment
    this.state = 'paused'
    this.allowedNs = 0
    this.tickedNs = 0
    this.accountedAt = this.now()
    this.send({ type: 'applied', rev: message.rev, faults: experiment.faults() })
    experiment.slotsChanged()
    this.send({ type: 'slots', slots: experiment.counters.slots() })
    this.send({ type: 'state', state: 'paused', ns: 0 })
  }

  /** Timers that nobody sees the effect of are passed over. */
  private step(experiment: Experiment): void {
    const { kernel } = experiment
    const until = kernel.nowNs + STEP_NS
    let result: StepResult
    do {
      // Paused real time stands still: it is moved on to the event.
      const next = kernel.nextDeadlineNs()
      if (this.clock !== null && next < until) this.clock.skip(Math.max(0, next - this.clock.read()))
      result = kernel.step()
    } while (result === 'timers' && kernel.nowNs < until)
    if (this.clock === null) this.allowedNs = Math.max(this.allowedNs, kernel.nowNs)
    experiment.consoles.flush(this.now())
    experiment.captures.flush()
    this.tick()
    if (this.state === 'paused') this.send({ type: 'state', state: 'paused', ns: kernel.nowNs })
  }

  private record(experiment: Experiment, { file, records, snaplen }: Down & { type: 'record' }): void {
    this.recorder?.end(null, null)
    if (this.sink === undefined) {
      const ended = { code: 'record/unavailable', message: null } as const
      this.send({ type: 'recording', file, frames: 0, bytes: 0, ended })
      return
    }
    const sink = this.sink(file)
    this.recorder = new Recorder(file, records, snaplen, sink, (message) => this.send(message))
    sink.begin({ ns: experiment.kernel.nowNs, real: this.clock !== null })
    experiment.captures.record(this.recorder)
  }

  /** False while virtual time waits for the disk. Real time cannot: the recording ends instead. */
  private mayRun(): boolean {
    if (this.recorder?.full !== true) return true
    if (this.clock === null) return false
    this.recorder.end('record/too-slow', null)
    return true
  }

  /** Who was recorded is not any more, once the recording is over. */
  private settleRecording(experiment: Experiment): void {
    if (this.recorder === null) return
    if (!this.recorder.on) experiment.captures.record(null)
    if (this.recorder.over) this.recorder = null
    else if (++this.ticks % TELL_TICKS === 0) this.recorder.tell()
  }

  private panicked(): void {
    this.tick()
    this.experiment?.captures.flush()
    this.recorder?.end(null, null)
    this.setState('panicked')
  }

  private setState(state: RunState): void {
    if (this.state === state || this.state === 'panicked') return
    this.account()
    this.state = state
    if (state === 'running') this.clock?.resume()
    else this.clock?.pause()
    this.send({ type: 'state', state, ns: this.experiment?.kernel.nowNs ?? 0 })
  }

  /** Adds the running time since the last call to what scaled virtual time may use. */
  private account(): void {
    const now = this.now()
    const { scale } = this.options
    if (this.state === 'running' && scale > 0) {
      const most = (this.experiment?.kernel.nowNs ?? 0) + scale * BACKLOG_NS
      this.allowedNs = Math.min(this.allowedNs + (now - this.accountedAt) * scale, most)
    }
    this.accountedAt = now
  }

  private limitNs(): number {
    return this.clock !== null || this.options.scale === 0 ? Number.POSITIVE_INFINITY : this.allowedNs
  }

  /** Real nanoseconds until the kernel's next deadline; null when it has none. */
  private untilNextNs(experiment: Experiment): number | null {
    const next = experiment.kernel.nextDeadlineNs()
    if (next === Number.POSITIVE_INFINITY) return null
    const ahead = Math.max(0, next - (this.clock?.read() ?? this.allowedNs))
    return this.clock === null && this.options.scale > 0 ? ahead / this.options.scale : ahead
  }

  /** Output, counters and capture chunks that are due; returns ns until the next are, null when nothing is pending. */
  private housekeeping(experiment: Experiment): number | null {
    const now = this.now()
    const print = experiment.consoles.flush(now)
    if (experiment.captures.pending && now - this.lastFlushAt >= FLUSH_NS) {
      this.lastFlushAt = now
      experiment.captures.flush()
    }
    if (now - this.lastTickAt >= TICK_NS) this.tick()
    const flush = experiment.captures.pending ? Math.max(0, this.lastFlushAt + FLUSH_NS - now) : null
    const tick = this.state === 'running' ? Math.max(0, this.lastTickAt + TICK_NS - now) : null
    return earliest(print, earliest(flush, tick))
  }

  /** Counters that changed; none of them when only the time did. */
  private tick(): void {
    this.lastTickAt = this.now()
    if (this.experiment === null) return
    this.experiment.look(this.lastTickAt)
    this.experiment.events.flush()
    const blocked = this.experiment.blockedPorts()
    if (blocked !== null) this.send({ type: 'blocked', ports: blocked })
    this.settleRecording(this.experiment)
    const ns = this.experiment.kernel.nowNs
    const values = this.experiment.counters.changed()
    if (values.length === 0 && ns === this.tickedNs) return
    this.tickedNs = ns
    this.post({ type: 'counters', ns, values }, [values.buffer])
  }

  private send(message: Up): void {
    this.post(message, [])
  }
}

const earliest = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.min(a, b))
