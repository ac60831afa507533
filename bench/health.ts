// health: how soon the server answers `GET /api/health` while clients import a lab of 10,000 nodes and 15,000 links, open it, join
// it (one, then a dozen at once), edit it past a snapshot, and take it away as a file of either format. Who asks has a thread of
// its own: reading a big lab holds up the clients, too, and would be measured with the server.
//
//   node dist/bench-health.mjs [--json]
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { moveNodes, parse, type TopologyDocument } from '@etherloom/topology'
import { benchLab } from './canvas/lab.ts'
import { Person } from './lib/person.ts'
import { quantile, Report } from './lib/report.ts'
import { type Served, serveProduct } from './lib/served.ts'

const ROOT = join(import.meta.dirname, '..')
const BAR_MS = 50
const EVERY_MS = 10
const CROWD = 12
/** A snapshot is made every 500 operations. */
const EDITS = 600
const EDITS_AT_ONCE = 20
/** The first answers also compile what answers, on both sides. */
const FIRST = 5

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** In the thread that asks: until told to stop, then says how long each answer took. */
async function ask(url: string): Promise<void> {
  const times: number[] = []
  let on = true
  parentPort!.once('message', () => {
    on = false
  })
  while (on) {
    const asked = performance.now()
    await (await fetch(`${url}/api/health`)).text()
    times.push(performance.now() - asked)
    await pause(EVERY_MS)
  }
  parentPort!.postMessage(times.slice(FIRST))
}

class Watch {
  private readonly url: string
  private readonly report: Report

  constructor(url: string, report: Report) {
    this.url = url
    this.report = report
  }

  /** What is asked meanwhile is reported under the name. */
  async during<T>(name: string, work: () => Promise<T>): Promise<T> {
    const asker = new Worker(fileURLToPath(import.meta.url), { workerData: this.url })
    await pause(500)
    const began = performance.now()
    const result = await work()
    const seconds = (performance.now() - began) / 1000
    await pause(200)
    const times = await new Promise<number[]>((resolve, reject) => {
      asker.once('message', resolve).once('error', reject)
      asker.postMessage('stop')
    })
    await asker.terminate()
    const low = { unit: 'ms', better: 'low' } as const
    this.report.add({ name: `health/${name}/most`, value: Math.max(...times), ...low, bar: BAR_MS })
    this.report.add({ name: `health/${name}/p99`, value: quantile(times, 0.99), ...low })
    this.report.add({ name: `health/${name}/took`, value: seconds, unit: 's', better: 'low' })
    return result
  }
}

async function start(): Promise<void> {
  const options = { json: { type: 'boolean', default: false }, peers: { type: 'boolean', default: false } } as const
  const { values } = parseArgs({ options })
  const { file } = benchLab('10000-15000')
  const product = await serveProduct(ROOT)
  try {
    await measure(product, new Watch(product.url, new Report(values.json)), file)
  } finally {
    await product.stop()
  }
}

async function measure({ url }: Served, watch: Watch, file: string): Promise<void> {
  const read = async (path: string): Promise<string> => {
    const answer = await fetch(`${url}/api/labs${path}`)
    if (!answer.ok) throw new Error(`${path} was refused: ${await answer.text()}`)
    return answer.text()
  }
  const bring = async (text: string): Promise<string> => {
    const headers = { 'content-type': 'text/plain', origin: url }
    const made = await fetch(`${url}/api/labs`, { method: 'POST', body: text, headers })
    if (made.status !== 201) throw new Error(`the lab was refused: ${await made.text()}`)
    return ((await made.json()) as { id: string }).id
  }
  await watch.during('idle', () => pause(2000))
  const lab = await watch.during('import', () => bring(file))
  await watch.during('open', () => read(`/${lab}/run`))
  const person = await watch.during('join', () => Person.join(url, lab, 'bench-person'))
  await watch.during('join-12', async () => {
    const crowd = Array.from({ length: CROWD }, (_, i) => Person.join(url, lab, `bench-crowd-${i}`))
    for (const each of await Promise.all(crowd)) each.close()
  })
  const parsed = parse(file)
  if (!parsed.ok) throw new Error('the lab cannot be read')
  await watch.during('edit', () => edit(person, parsed.doc))
  await watch.during('export', () => read(`/${lab}?format=json`))
  const imn = await watch.during('export-imn', () => read(`/${lab}?format=imn`))
  await watch.during('losses', () => read(`/${lab}/losses?format=imn`))
  await watch.during('import-imn', () => bring(imn))
  person.close()
}

/** Moves nodes, some at once, each acknowledged; past a snapshot. */
async function edit(person: Person, doc: TopologyDocument): Promise<void> {
  for (let seq = 1; seq <= EDITS; ) {
    const last = Math.min(EDITS, seq + EDITS_AT_ONCE - 1)
    const heard = person.hear('the edit', (message) => message.type === 'ack' && message.seq === last)
    for (; seq <= last; seq++) {
      const { label, diff } = moveNodes(doc, { [`node:r${seq % 50}-${Math.floor(seq / 50)}`]: { x: -seq, y: 0 } })
      person.say({ type: 'op', seq, label, diff })
    }
    await heard
    await pause(20)
  }
}

if (isMainThread) await start()
else await ask(workerData as string)
