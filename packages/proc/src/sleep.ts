import type { Process, SystemCall } from './process.ts'

/** nanosleep(2): returns once the kernel's clock has moved on by `ns`. */
export function* sleep(process: Process, ns: number): SystemCall<void> {
  const { kernel } = process
  const until = kernel.nowNs + ns
  yield* waitUntil(process, until, () => false)
}

/** Suspends until `ready` holds (something woke the process and it does) or the clock reaches `untilNs`. */
export function* waitUntil(process: Process, untilNs: number, ready: () => boolean): SystemCall<void> {
  const { kernel } = process
  const timer = kernel.callout(wake, process)
  if (untilNs !== Number.POSITIVE_INFINITY) timer.resetAt(Math.max(untilNs, kernel.nowNs + 1))
  try {
    while (!ready() && kernel.nowNs < untilNs) yield
  } finally {
    timer.stop()
  }
}

function wake(process: unknown): void {
  ;(process as Process).wakeup()
}

/** A question that leaves the kernel: `ask` gets the ticket to answer with; virtual time stands still until then. */
export function* askOutside<T>(process: Process, ask: (ticket: number) => void): SystemCall<T> {
  let answer: { value: T } | null = null
  const ticket = process.kernel.hold((value) => {
    answer = { value: value as T }
    process.wakeup()
  })
  ask(ticket)
  while (answer === null) yield
  return (answer as { value: T }).value
}
