// health: how soon the server answers `GET /api/health`, and what its own thread works, while clients do what is heavy with a lab
// of 10,000 nodes and 15,000 links: bring it in, open and join it, edit it, take it away as a file, copy it, paste a third of
// it, look at its history and go back, run it and watch it run, delete it.
//
//   node dist/bench-health.mjs [--only files,edits,runs] [--json]
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isMainThread, workerData } from 'node:worker_threads'
import type { ClientMessage } from '@etherloom/protocol'
import { copyOf, insert, moveNodes, nodes, type Operation, parse, type TopologyDocument } from '@etherloom/topology'
import { type BenchLab, benchLab } from './canvas/lab.ts'
import { keepPinging } from './canvas/traffic.ts'
import { ask, pause, Watch } from './health/watch.ts'
import { Person } from './lib/person.ts'
import { Report } from './lib/report.ts'
import { serveProduct } from './lib/served.ts'

const ROOT = join(import.meta.dirname, '..')
const CROWD = 12
/** A snapshot is made every 500 operations. */
const EDITS = 600
const EDITS_AT_ONCE = 20
const PASTED = 3000
const CAPTURED = 300
const WATCHED_MS = 5000

async function start(): Promise<void> {
  const options = {
    json: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    only: { type: 'string', default: 'files,edits,runs' },
  } as const
  const { values } = parseArgs({ options })
  const drawn = benchLab('10000-15000')
  const product = await serveProduct(ROOT)
  const watch = new Watch(new URL(import.meta.url), product, new Report(values.json))
  try {
    const only = values.only.split(',')
    for (const part of [files, edits, runs]) if (only.includes(part.name)) await part(product.url, watch, drawn)
  } finally {
    await product.stop()
  }
}

/** In and out, copies, and away. */
async function files(url: string, watch: Watch, { file }: BenchLab): Promise<void> {
  await watch.during('idle', () => pause(2000))
  const lab = await watch.during('import', () => bring(url, file))
  await watch.during('open', () => read(url, `${lab}/run`))
  await watch.during('join-12', () => comeAndGo(url, lab))
  await watch.during('export', () => read(url, `${lab}?format=json`))
  const imn = await watch.during('export-imn', () => read(url, `${lab}?format=imn`))
  await watch.during('losses', () => read(url, `${lab}/losses?format=imn`))
  await watch.during('import-imn', () => bring(url, imn))
  await watch.during('links', () => read(url, `${lab}/links`))
  await watch.during('copies', () => send(url, 'POST', `labs/${lab}/duplicate`, { names: ['ada', 'ben', 'cleo'] }))
  await watch.during('delete', () => send(url, 'DELETE', `labs/${lab}`))
  await watch.during('purge', () => send(url, 'DELETE', `bin/${lab}`))
}

/** One edits, another looks on; what was done is looked at, and undone. */
async function edits(url: string, watch: Watch, { file }: BenchLab): Promise<void> {
  const lab = await bring(url, file)
  const parsed = parse(file)
  if (!parsed.ok) throw new Error('the lab cannot be read')
  const person = await watch.during('join', () => Person.join(url, lab, 'bench-person'))
  const onlooker = await Person.join(url, lab, 'bench-onlooker')
  await watch.during('edit', () => edit(person, parsed.doc))
  await watch.during('paste', () => acknowledged(person, { type: 'op', seq: EDITS + 1, ...pasted(parsed.doc) }))
  await watch.during('undo', () => acknowledged(person, { type: 'undo', seq: EDITS + 2 }))
  await watch.during('redo', () => acknowledged(person, { type: 'redo', seq: EDITS + 3 }))
  await watch.during('revision', () => read(url, `${lab}/revisions/0`))
  await watch.during('changes', () => read(url, `${lab}/revisions/0/changes`))
  await watch.during('restore', () => send(url, 'POST', `labs/${lab}/restore`, { rev: 0 }))
  person.close()
  onlooker.close()
}

async function runs(url: string, watch: Watch, { file, pings, links }: BenchLab): Promise<void> {
  const lab = await bring(url, file)
  const person = await Person.join(url, lab, 'bench-runner')
  await watch.during('start', () => person.start('real'))
  await watch.during('join-running', () => comeAndGo(url, lab))
  await watch.during('links-running', () => read(url, `${lab}/links`))
  const rest = await keepPinging(url, lab, pings, 10)
  person.say({ type: 'watch', records: 'all' })
  await watch.during('watch', () => pause(WATCHED_MS))
  for (const { id } of links.slice(0, CAPTURED)) person.say({ type: 'capture', record: id, on: true })
  await watch.during('capture', () => pause(WATCHED_MS))
  rest()
  await watch.during('stop', () => send(url, 'POST', `labs/${lab}/stop`))
  await watch.during('start-virtual', () => person.start('virtual'))
  for (const [i, { from, to }] of pings.slice(0, 30).entries())
    person.say({ type: 'console', session: `flood-${i}`, node: from, line: `ping -q -m 255 -i 0.1 ${to}` })
  await watch.during('flat-out', () => pause(WATCHED_MS))
  person.close()
}

/** Moves nodes, some at once, each acknowledged; past a snapshot. */
async function edit(person: Person, doc: TopologyDocument): Promise<void> {
  for (let seq = 1; seq <= EDITS; ) {
    const last = Math.min(EDITS, seq + EDITS_AT_ONCE - 1)
    const heard = acknowledgement(person, last)
    for (; seq <= last; seq++) {
      const { label, diff } = moveNodes(doc, { [`node:r${seq % 50}-${Math.floor(seq / 50)}`]: { x: -seq, y: 0 } })
      person.say({ type: 'op', seq, label, diff })
    }
    await heard
    await pause(20)
  }
}

const acknowledgement = (person: Person, seq: number): Promise<unknown> =>
  person.hear(`its answer to ${seq}`, (message) => message.type === 'ack' && message.seq === seq)

async function acknowledged(person: Person, asked: Extract<ClientMessage, { seq: number }>): Promise<void> {
  const heard = acknowledgement(person, asked.seq)
  person.say(asked)
  await heard
}

/** The first nodes again, with their wires. */
function pasted(doc: TopologyDocument): Operation {
  const some = nodes(doc).slice(0, PASTED)
  return insert(
    doc,
    copyOf(
      doc,
      some.map(({ id }) => id),
    ),
  )
}

async function comeAndGo(url: string, lab: string): Promise<void> {
  const crowd = Array.from({ length: CROWD }, (_, i) => Person.join(url, lab, `bench-crowd-${i}`))
  for (const each of await Promise.all(crowd)) each.close()
}

async function bring(url: string, text: string): Promise<string> {
  const headers = { 'content-type': 'text/plain', origin: url }
  const made = await fetch(`${url}/api/labs`, { method: 'POST', body: text, headers })
  if (made.status !== 201) throw new Error(`the lab was refused: ${await made.text()}`)
  return ((await made.json()) as { id: string }).id
}

const read = (url: string, path: string): Promise<string> => send(url, 'GET', `labs/${path}`)

async function send(url: string, method: string, path: string, body?: object): Promise<string> {
  const json =
    body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json', origin: url } }
  const answer = await fetch(`${url}/api/${path}`, { method, ...json })
  if (!answer.ok) throw new Error(`${method} ${path} was refused: ${await answer.text()}`)
  return answer.text()
}

if (isMainThread) await start()
else await ask(workerData as string)
