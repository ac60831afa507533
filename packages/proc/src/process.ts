// A process is a generator. Each blocking system call is a `yield`: the call registers what will wake the process, yields,
// and is resumed synchronously by the kernel between two rounds of the dispatcher, in order of wake-up. No promise is
// involved, so in virtual time a program's every step has its place in the order of events.
//
//   wakeup()      → the pending `yield` returns           (data came, a timer fired)
//   interrupt()   → the pending `yield` throws Interrupted (Ctrl-C; a program may catch it to print its summary)
//   kill()        → the generator returns at once          (kill -9; `finally` still closes descriptors)
//
// A program that throws anything but Interrupted has a bug; it ends with status 70 (EX_SOFTWARE, sysexits(3)) and says so on
// its terminal, and the kernel and every other process run on.
import type { Kernel } from '@etherloom/kern'
import type { Vnet } from '@etherloom/net'

/** What a command is once called: it yields while it waits and returns its exit status. */
export type Program = Generator<void, number, void>
/** A blocking system call that answers with `T`. */
export type SystemCall<T> = Generator<void, T, void>

export const EXIT_SOFTWARE = 70
export const EXIT_INTERRUPTED = 130

export class Interrupted extends Error {
  constructor() {
    super('Interrupted')
    this.name = 'Interrupted'
  }
}

/** Where a process writes. */
export interface Tty {
  write(text: string): void
}

/** The processes of one kernel. Ids begin at 1 in each, so that a run does not depend on what else the thread ran. */
export class ProcessTable {
  readonly kernel: Kernel
  private lastPid: number

  constructor(kernel: Kernel) {
    this.kernel = kernel
    this.lastPid = 0
  }

  /** A process in `vnet` without a program yet. `onExit` is called once, after its last byte of output. */
  fork(vnet: Vnet, tty: Tty, onExit: (status: number) => void): Process {
    return new Process(this.kernel, ++this.lastPid, vnet, tty, onExit)
  }
}

export class Process {
  readonly kernel: Kernel
  readonly pid: number
  readonly vnet: Vnet
  readonly tty: Tty
  private readonly onExit: (status: number) => void
  status: number | null
  private program: Program | null
  private scheduled: boolean
  private pendingInterrupt: boolean
  /** How often Ctrl-C was pressed. */
  interruptions: number
  private readonly closers: Set<() => void>

  constructor(kernel: Kernel, pid: number, vnet: Vnet, tty: Tty, onExit: (status: number) => void) {
    this.kernel = kernel
    this.pid = pid
    this.vnet = vnet
    this.tty = tty
    this.onExit = onExit
    this.status = null
    this.program = null
    this.scheduled = false
    this.pendingInterrupt = false
    this.interruptions = 0
    this.closers = new Set()
  }

  /** Run `program` from the next gap between rounds on. */
  exec(program: Program): void {
    this.program = program
    this.wakeup()
  }

  wakeup(): void {
    if (this.scheduled || this.status !== null) return
    this.scheduled = true
    this.kernel.defer(resume, this)
  }

  interrupt(): void {
    this.interruptions++
    this.pendingInterrupt = true
    this.wakeup()
  }

  kill(): void {
    if (this.status !== null) return
    const program = this.program
    // A generator cannot be returned while it runs; it only runs inside resume(), which never calls kill().
    if (program !== null) program.return(EXIT_INTERRUPTED)
    this.exit(EXIT_INTERRUPTED)
  }

  /** Something to undo when the process ends, however it ends. Returns a function that undoes it now. */
  onClose(close: () => void): () => void {
    this.closers.add(close)
    return () => {
      if (this.closers.delete(close)) close()
    }
  }

  private exit(status: number): void {
    this.status = status
    this.program = null
    for (const close of this.closers) close()
    this.closers.clear()
    this.onExit(status)
  }

  /** @internal the dispatcher's entry; see resume(). */
  run(): void {
    this.scheduled = false
    const program = this.program
    if (program === null || this.status !== null) return
    try {
      const interrupted = this.pendingInterrupt
      this.pendingInterrupt = false
      const step = interrupted ? program.throw(new Interrupted()) : program.next()
      if (step.done === true) this.exit(step.value)
    } catch (error) {
      if (error instanceof Interrupted) {
        this.exit(EXIT_INTERRUPTED)
        return
      }
      this.tty.write(`internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
      this.exit(EXIT_SOFTWARE)
    }
  }
}

function resume(process: unknown): void {
  ;(process as Process).run()
}
