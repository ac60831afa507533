// How long a page's thread is held up at once: the longest task while something is done, from Chromium's own trace. CPU time of the
// thread says what the page did, also on a busy machine; the time that passed is others' too.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { canCount, spent } from '../canvas/threads.ts'
import type { Cdp, Chromium } from '../lib/cdp.ts'

export interface Longest {
  /** Milliseconds of one task; null where the browser does not count them. */
  readonly cpu: number | null
  readonly wall: number
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** Microseconds. */
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

const TASKS = 'disabled-by-default-devtools.timeline'
const QUIET_MS = 250
/** Of CPU time while nothing is done: the pointer's rest, a timer, who looks. */
const IDLE_SHARE = 0.04

export class Tasks {
  private readonly browser: Chromium
  private readonly page: Cdp
  private readonly server: number

  /** `server`: the number of its process, which may have answers to give. */
  constructor(browser: Chromium, page: Cdp, server: number) {
    this.browser = browser
    this.page = page
    this.server = server
  }

  /** The longest task from the first thing done until all of it is over. */
  async during(act: () => Promise<void>, atMost: number): Promise<Longest> {
    const events: TraceEvent[] = []
    this.page.on('Tracing.dataCollected', ({ value }) => events.push(...(value as TraceEvent[])))
    const complete = new Promise<void>((resolve) => this.page.on('Tracing.tracingComplete', () => resolve()))
    await this.page.send('Tracing.start', { traceConfig: { includedCategories: [TASKS] } })
    await act()
    await this.settled(atMost)
    await this.page.send('Tracing.end')
    await complete
    return longestOf(events)
  }

  /** Until neither the page nor the server has worked for a while. */
  async settled(atMost: number): Promise<void> {
    if (!canCount()) return pause(Math.min(atMost, 2000))
    const until = performance.now() + atMost
    let before = await this.worked()
    let quiet = 0
    while (quiet < 2 && performance.now() < until) {
      await pause(QUIET_MS)
      const now = await this.worked()
      quiet = now - before < QUIET_MS * IDLE_SHARE ? quiet + 1 : 0
      before = now
    }
  }

  private async worked(): Promise<number> {
    const { main, raster } = await spent(this.browser)
    return main + raster + workedBy(this.server)
  }
}

/** Milliseconds of CPU time of all threads of a process. */
function workedBy(process: number): number {
  const tasks = `/proc/${process}/task`
  if (!existsSync(tasks)) return 0
  return readdirSync(tasks).reduce((sum, id) => {
    try {
      return sum + Number(readFileSync(`${tasks}/${id}/schedstat`, 'utf8').split(' ')[0]) / 1e6
    } catch {
      // It ended meanwhile.
      return sum
    }
  }, 0)
}

function longestOf(events: readonly TraceEvent[]): Longest {
  const mains = new Set(
    events
      .filter(({ ph, name, args }) => ph === 'M' && name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  )
  let [cpu, wall] = [0, 0]
  for (const { name, ph, pid, tid, dur = 0, tdur = 0 } of events) {
    if (ph !== 'X' || name !== 'RunTask' || !mains.has(`${pid} ${tid}`)) continue
    cpu = Math.max(cpu, tdur / 1000)
    wall = Math.max(wall, dur / 1000)
  }
  return { cpu: cpu > 0 ? cpu : null, wall }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
