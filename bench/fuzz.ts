// fuzz: damaged frames into a running stack, and damaged files into every reader. What is measured is how many of either make
// an exception, take longer than a second, or leak: the figure to expect is 0.
//
//   node dist/bench-fuzz.mjs --frames 1000000 --files 1000000 --seed 7 [--seconds 180] [--only '.imn v2'] [--keep FILE]
//
// `--files` is a number for each reader; a lab that is read must be the same after it was written and read again, and some are
// made to run. `--seconds` ends each part after its share of them, and the counts say how far it came. `--only` is one reader,
// or `frames`; `--keep` writes what a text reader failed at to FILE.1234. The same numbers and seed do the same again, but for
// where `--seconds` cut. Exit status 1 when anything was found.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Random } from '@etherloom/kern'
import { mutateBytes } from './fuzz/mutate.ts'
import { lastInput, type Reader, readers } from './fuzz/readers.ts'
import { repair } from './fuzz/repair.ts'
import { Stack } from './fuzz/stack.ts'
import { Report } from './lib/report.ts'

const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '50000' },
    files: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '3600' },
    only: { type: 'string' },
    keep: { type: 'string' },
    json: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
  },
})

const SLOW_MS = 1000
/** What is printed of one kind of trouble; the rest is counted. */
const SHOWN = 5

interface Found {
  tried: number
  exceptions: number
  hangs: number
  leaked: number
}

const seed = Number(values.seed)
const report = new Report(values.json)
let trouble = 0

function tell(what: string, i: number, error: unknown): void {
  if (values.keep !== undefined && lastInput.text !== '') writeFileSync(`${values.keep}.${i}`, lastInput.text)
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`fuzz: ${what} ${i} of seed ${seed}: ${words}\n`)
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Tries `count` inputs, in time. */
function attempt(name: string, count: number, seconds: number, one: (i: number) => void, after: () => void): Found {
  const found = { tried: 0, exceptions: 0, hangs: 0, leaked: 0 }
  const end = performance.now() + seconds * 1000
  let cpu = cpuMs()
  for (let now = performance.now(); found.tried < count && now < end; found.tried++) {
    try {
      one(found.tried)
    } catch (error) {
      if (++found.exceptions <= SHOWN) tell(name, found.tried, error)
      after()
    }
    const then = performance.now()
    // Processor time, as others may have the processor.
    const spent = then - now > SLOW_MS ? cpuMs() - cpu : 0
    if (spent > SLOW_MS && ++found.hangs <= SHOWN) tell(name, found.tried, `took ${Math.round(spent)} ms`)
    now = then
    cpu = cpuMs()
  }
  return found
}

function sum(name: string, { tried, exceptions, hangs, leaked }: Found): void {
  report.add({ name: `fuzz/${name}/tried`, value: tried, unit: 'inputs', better: 'high' })
  for (const [what, value] of Object.entries({ exceptions, hangs, leaked }))
    if (what !== 'leaked' || name === 'frames')
      report.add({
        name: `fuzz/${name}/${what}`,
        value,
        unit: what === 'leaked' ? 'mbufs' : 'inputs',
        better: 'low',
        bar: 0,
      })
  trouble += exceptions + hangs + leaked
}

function frames(count: number, seconds: number): readonly Uint8Array[] {
  const random = new Random(seed).fork('frames')
  let stack = new Stack(seed)
  const { corpus } = stack
  // Spanning tree blocks the stranger's port soon, and then nothing else is looked at: few of its messages.
  const forSwitches = ({ 0: b0, 1: b1, 2: b2 }: Uint8Array) => b0 === 0x01 && b1 === 0x80 && b2 === 0xc2
  const others = corpus.filter((frame) => !forSwitches(frame))
  const pick = () => {
    const from = random.below(500) === 0 ? corpus : others
    return from[random.below(from.length)]
  }
  let leaked = 0
  const found = attempt(
    'frame',
    count,
    seconds,
    (i) => {
      // Now and then a sound frame, so that what is half known gets known; and time, so that timers run.
      const frame = random.below(8) === 0 ? pick().slice() : mutateBytes(pick(), pick(), random, 9000)
      if (random.below(4) > 0) repair(frame, stack.macs[random.below(stack.macs.length)])
      if (frame.length > 0) stack.inject(random.below(3), frame)
      if (i % 1000 === 999) stack.refresh()
    },
    () => {
      stack = new Stack(seed)
    },
  )
  const drops = Object.entries(stack.drops()).sort(([, a], [, b]) => b - a)
  leaked += stack.destroy()
  if (!values.json) process.stdout.write(`dropped: ${drops.map(([word, n]) => `${n} ${word}`).join(', ')}\n`)
  sum('frames', { ...found, leaked })
  return corpus
}

function files(reader: Reader, count: number, seconds: number): void {
  const random = new Random(seed).fork(reader.name)
  sum(
    reader.name.replace(' ', '-'),
    attempt(
      reader.name,
      count,
      seconds,
      () => reader.try(random),
      () => {},
    ),
  )
}

const seconds = Number(values.seconds)
if (!values.json) process.stdout.write(`seed ${seed}\n`)
const wanted = (name: string) => values.only === undefined || values.only === name
const corpus = frames(wanted('frames') ? Number(values.frames) : 0, seconds / 6)
for (const reader of readers(corpus)) if (wanted(reader.name)) files(reader, Number(values.files), seconds / 6)
process.exitCode = trouble > 0 ? 1 : 0
