// rtt: how exact real time is. A ping crosses a wire of 10 ms each way, in a kernel worker as the server runs it; what it
// reports beyond 20 ms is the error. Beside it, the machine's own: how late a thread that asked to sleep 10 ms wakes up.
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { WorkerPort } from '@etherloom/server/worker-port'
import {
  addNode,
  applyDiff,
  connect,
  emptyDocument,
  links,
  nodes,
  setImpairment,
  type TopologyDocument,
} from '@etherloom/topology'
import { benchOptions } from './lib/options.ts'
import { Report } from './lib/report.ts'

const DELAY_US = 10_000
const INTERVAL_S = 0.03

/** Two pcs joined by the slow wire. */
function slowWire(): TopologyDocument {
  let doc = emptyDocument('rtt')
  for (const x of [0, 200]) doc = applyDiff(doc, addNode(doc, { kind: 'jail', role: 'pc', position: { x, y: 0 } }).diff)
  const [a, b] = nodes(doc).filter(({ kind }) => kind === 'jail')
  doc = applyDiff(doc, connect(doc, a.id, b.id).diff)
  return applyDiff(doc, setImpairment(doc, links(doc)[0].id, 'both', { delayUs: DELAY_US }).diff)
}

/** Microseconds by which each round trip was longer than the wire makes it. */
async function roundTripErrors(count: number): Promise<number[]> {
  const doc = slowWire()
  const port = new WorkerPort({ script: new URL('./worker.mjs', import.meta.url), spin: true })
  let text = ''
  const ended = new Promise<void>((resolve, reject) => {
    port.onMessage((message) => {
      if (message.type === 'panic') reject(new Error(message.message))
      if (message.type !== 'output') return
      text += message.text
      if (message.exit !== null) resolve()
    })
  })
  const options = { clock: 'real', seed: 1, scale: 1 } as const
  port.send({ type: 'start', rev: 1, records: [...doc.records.values()], options })
  port.send({ type: 'run' })
  const line = `ping -c ${count + 2} -i ${INTERVAL_S} pc2`
  port.send({ type: 'console', session: 's', node: 'node:pc1', line, origin: 'bench' })
  await ended
  await port.close()
  // The first two see ARP and code that was never run.
  return [...text.matchAll(/time=([\d.]+) ms/g)].slice(2).map(([, ms]) => Number(ms) * 1000 - 2 * DELAY_US)
}

/** In a thread of its own: microseconds by which sleeps of 10 ms end late. */
function lateWakeUps(count: number): number[] {
  const word = new Int32Array(new SharedArrayBuffer(4))
  const late: number[] = []
  for (let i = 0; i < count; i++) {
    const begin = performance.now()
    Atomics.wait(word, 0, 0, DELAY_US / 1000)
    late.push((performance.now() - begin) * 1000 - DELAY_US)
  }
  return late
}

const measureWakeUps = (count: number): Promise<number[]> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { count } })
    worker.once('message', resolve)
    worker.once('error', reject)
  })

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]
}

async function compare(): Promise<void> {
  const { json, quick } = benchOptions()
  const rounds = quick ? 2 : 5
  const each = quick ? 20 : 100
  const errors: number[] = []
  const late: number[] = []
  for (let round = 0; round < rounds; round++) {
    errors.push(...(await roundTripErrors(each)))
    late.push(...(await measureWakeUps(each)))
  }
  const report = new Report(json)
  for (const { name, q, bar } of [
    { name: 'median', q: 0.5, bar: 100 },
    { name: 'p99', q: 0.99, bar: 300 },
  ]) {
    const peer = { name: 'a 10 ms sleep of this machine', value: quantile(late, q) }
    report.add({ name: `rtt/20-ms/error-${name}`, value: quantile(errors, q), unit: 'µs', better: 'low', bar, peer })
  }
}

if (isMainThread) await compare()
else {
  const { parentPort } = await import('node:worker_threads')
  parentPort?.postMessage(lateWakeUps((workerData as { count: number }).count))
}
