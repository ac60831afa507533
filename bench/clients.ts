// clients: 50 of them on one running lab. What their counters and captures cost the kernel's thread, beside one client alone;
// whether the server's memory stays where it is; and how soon the HTTP side answers meanwhile, with a lab running flat out.
//
//   node dist/bench-clients.mjs [--minutes 10] [--quick] [--json]
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Person } from './lib/person.ts'
import { median, quantile, Report } from './lib/report.ts'
import { type Served, serveProduct } from './lib/served.ts'
import { createLab, type StreamLab } from './stream/lab.ts'

const ROOT = join(import.meta.dirname, '..')
const CLIENTS = 50
const PORT = 5000
/** Packets a second: of a lab that is used, and listened to by everybody. */
const STEADY = 2000
/** What the kernel's thread does a CPU-second may fall by a twentieth. */
const WORK_BAR = 0.95
const MEMORY_BAR_PERCENT = 5
/** Before it: the collector waits for a minute and a half of calm before it gives memory back. */
const SETTLING_MINUTES = 2
const HEALTH_BAR_MS = 50
const EVERY_MS = 20

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
  },
})
const minutes = values.quick ? 0.5 : Number(values.minutes)
const rounds = values.quick ? 2 : 7
const roundMs = values.quick ? 1500 : 3000

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Nobody is who has just left: the server may not have seen them go. */
let arrived = 0

/** Who looks at the lab as a page does: all counters, and the packets of its link. */
async function crowd(url: string, lab: StreamLab, many: number): Promise<Person[]> {
  const people = await Promise.all(
    Array.from({ length: many }, () => Person.join(url, lab.id, `bench-client-${arrived++}`)),
  )
  for (const person of people) {
    person.say({ type: 'watch', records: 'all' })
    person.say({ type: 'capture', record: lab.link, on: true })
  }
  return people
}

/** CPU seconds of the server's busiest thread that is not its first: the kernel of the lab that runs. */
function kernelSeconds(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`).filter((id) => id !== `${pid}`)
  const spent = threads.map((id) => Number(readFileSync(`/proc/${pid}/task/${id}/schedstat`, 'utf8').split(' ')[0]))
  return Math.max(...spent) / 1e9
}

/** Packets the lab has carried, from REST. */
async function carried(url: string, lab: StreamLab): Promise<number> {
  const answer = await fetch(`${url}/api/labs/${lab.id}/links`)
  const links = (await answer.json()) as { ab: { counters: { packets: number } | null } }[]
  return links.reduce((sum, { ab }) => sum + (ab.counters?.packets ?? 0), 0)
}

/** Milliseconds until each of these requests was answered. */
async function answerTimes(url: string, ms: number): Promise<number[]> {
  const times: number[] = []
  const end = performance.now() + ms
  while (performance.now() < end) {
    const asked = performance.now()
    await (await fetch(`${url}/api/health`)).text()
    times.push(performance.now() - asked)
    await pause(EVERY_MS)
  }
  return times
}

async function run(owner: Person, lab: StreamLab, clock: 'real' | 'virtual', line: string): Promise<void> {
  owner.say({ type: 'run/start', clock, scale: clock === 'virtual' ? 0 : 1 })
  await owner.hear('running', (message) => message.type === 'run' && message.run.state === 'running')
  owner.say({ type: 'console', session: 'sink', node: lab.to, line: `udprecv -k ${PORT}` })
  await pause(300)
  owner.say({ type: 'console', session: 'source', node: lab.from, line })
  await pause(1000)
}

/** Flat out in virtual time: packets a CPU-second of the kernel's thread, with one client and with all, in turn. */
async function work(product: Served, report: Report): Promise<void> {
  const { url, pid } = product
  const lab = await createLab(url)
  const owner = await Person.join(url, lab.id, 'bench-owner')
  await run(owner, lab, 'virtual', `udpsend -b 1g -s 1000 -t 1000000 pc2 ${PORT}`)
  const rate = async (): Promise<number> => {
    const [packets, cpu] = [await carried(url, lab), kernelSeconds(pid)]
    await pause(roundMs)
    return ((await carried(url, lab)) - packets) / (kernelSeconds(pid) - cpu)
  }
  const alone: number[] = []
  const together: number[] = []
  const answered: number[] = []
  for (let round = 0; round < rounds; round++) {
    const [one] = await crowd(url, lab, 1)
    await pause(300)
    alone.push(await rate())
    one.close()
    const people = await crowd(url, lab, CLIENTS)
    await pause(300)
    const [times, both] = await Promise.all([answerTimes(url, roundMs), rate()])
    answered.push(...times)
    together.push(both)
    for (const person of people) person.close()
  }
  owner.say({ type: 'run/stop' })
  owner.close()
  const ratio = median(together.map((value, round) => value / alone[round]))
  const peer = { name: 'one client', value: median(alone), ratio, bar: WORK_BAR }
  report.add({ name: 'clients/work', value: median(together), unit: 'packets/cpu-s', better: 'high', peer })
  report.add({ name: 'clients/health-median', value: median(answered), unit: 'ms', better: 'low' })
  report.add({
    name: 'clients/health-p99',
    value: quantile(answered, 0.99),
    unit: 'ms',
    better: 'low',
    bar: HEALTH_BAR_MS,
  })
  const most = Math.max(...answered)
  report.add({ name: 'clients/health-most', value: most, unit: 'ms', better: 'low', bar: HEALTH_BAR_MS })
}

/**
 * Steady load in real time: the process's memory, tenth by tenth of the time, once what fifty arrivals left behind was given back;
 * how far one is from the middle of all, and the last from the first.
 */
async function memory(product: Served, report: Report): Promise<void> {
  const { url } = product
  const lab = await createLab(url)
  const owner = await Person.join(url, lab.id, 'bench-owner')
  await run(owner, lab, 'real', `udpsend -i ${1 / STEADY} -s 64 -t 1000000 pc2 ${PORT}`)
  const people = await crowd(url, lab, CLIENTS)
  await pause(Math.min(minutes, SETTLING_MINUTES) * 60_000)
  const seen: number[] = []
  const samples = Math.max(20, Math.round(minutes * 6) * 10)
  for (let i = 0; i < samples; i++) {
    await pause((minutes * 60_000) / samples)
    const answer = await fetch(`${url}/api/health`)
    seen.push(((await answer.json()) as { memoryBytes: number }).memoryBytes)
  }
  for (const person of people) person.close()
  owner.say({ type: 'run/stop' })
  owner.close()
  const tenth = seen.length / 10
  const windows = Array.from({ length: 10 }, (_, i) => median(seen.slice(i * tenth, (i + 1) * tenth)))
  report.add({ name: 'clients/memory', value: windows[9] / 2 ** 20, unit: 'MiB', better: 'low' })
  const middle = median(windows)
  const change = Math.max(...windows.map((window) => Math.abs(window / middle - 1))) * 100
  const trend = (windows[9] / windows[0] - 1) * 100
  report.add({ name: 'clients/memory-trend', value: trend, unit: '%', better: 'low' })
  report.add({
    name: `clients/memory-change-${minutes}-min`,
    value: change,
    unit: '%',
    better: 'low',
    bar: MEMORY_BAR_PERCENT,
  })
}

async function start(): Promise<void> {
  if (!existsSync('/proc/self/schedstat')) {
    process.stderr.write('clients: not measured: the CPU time of threads needs Linux\n')
    return
  }
  const product = await serveProduct(ROOT)
  const report = new Report(values.json)
  try {
    await work(product, report)
    await memory(product, report)
  } finally {
    await product.stop()
  }
}

await start()
