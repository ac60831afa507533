// How the server does while something is done with it: how soon `GET /api/health` is answered, and what its own thread works.
// Who asks has a thread of its own: reading a big lab holds up the clients, too, and would be measured with the server.
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { parentPort, Worker } from 'node:worker_threads'
import { quantile, type Report } from '../lib/report.ts'
import type { Served } from '../lib/served.ts'

const BAR_MS = 50
const EVERY_MS = 10
/** The first answers also compile what answers, on both sides. */
const FIRST = 5

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** In the thread that asks: says when it is warm; until told to stop; then says how long each answer took. */
export async function ask(url: string): Promise<void> {
  const times: number[] = []
  let on = true
  parentPort!.once('message', () => {
    on = false
  })
  while (on) {
    const asked = performance.now()
    await (await fetch(`${url}/api/health`)).text()
    times.push(performance.now() - asked)
    if (times.length === FIRST) parentPort!.postMessage('warm')
    await pause(EVERY_MS)
  }
  parentPort!.postMessage(times.slice(FIRST))
}

interface Seen {
  readonly times: readonly number[]
  readonly own: number
  readonly longest: number
  readonly seconds: number
}

export class Watch {
  private readonly script: URL
  private readonly served: Served
  private readonly report: Report

  /** `script` calls `ask` when it is not in the main thread. */
  constructor(script: URL, served: Served, report: Report) {
    this.script = script
    this.served = served
    this.report = report
  }

  /** What is asked meanwhile is reported under the name. */
  async during<T>(name: string, work: () => Promise<T>): Promise<T> {
    const asker = new Worker(this.script, { workerData: this.served.url })
    try {
      await once(asker, 'message')
      await this.served.longestTurn()
      const before = this.worked()
      const began = performance.now()
      const result = await work()
      const seconds = (performance.now() - began) / 1000
      await pause(200)
      const own = this.worked() - before
      const longest = await this.served.longestTurn()
      asker.postMessage('stop')
      const [times] = (await once(asker, 'message')) as [number[]]
      this.tell(name, { times, own, longest, seconds })
      return result
    } finally {
      await asker.terminate()
    }
  }

  private tell(name: string, { times, own, longest, seconds }: Seen): void {
    const low = { unit: 'ms', better: 'low' } as const
    this.report.add({ name: `health/${name}/most`, value: Math.max(...times), ...low, bar: BAR_MS })
    this.report.add({ name: `health/${name}/p99`, value: quantile(times, 0.99), ...low })
    if (own > 0) {
      this.report.add({ name: `health/${name}/longest-turn`, value: longest, ...low, bar: BAR_MS })
      this.report.add({ name: `health/${name}/own-thread`, value: own, ...low })
    }
    this.report.add({ name: `health/${name}/took`, value: seconds, unit: 's', better: 'low' })
  }

  /** Milliseconds of CPU time of the server's own thread, from Linux; elsewhere 0. */
  private worked(): number {
    const { pid } = this.served
    const stat = `/proc/${pid}/task/${pid}/schedstat`
    return existsSync(stat) ? Number(readFileSync(stat, 'utf8').split(' ')[0]) / 1e6 : 0
  }
}
