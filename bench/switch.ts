// switch: frames through switches in a row, per CPU-second, beside Linux bridges in namespaces of their own.
import { answer, type Contestant, ourselves } from './lib/contestant.ts'
import { type BenchOptions, benchOptions } from './lib/options.ts'
import { Report } from './lib/report.ts'
import { Rounds } from './lib/rounds.ts'
import { compile } from './peers/compile.ts'
import { NetnsChain, whyNoNetns } from './peers/netns.ts'
import { SwitchLine } from './switch/line.ts'

const SWITCHES = [1, 14]
const SIZES = [60, 1514]
const BATCHES = [32, 1]
const LINUX_BAR = 6

const nameOf = (n: number, size: number, batch: number): string =>
  `switch/${n}-${n === 1 ? 'bridge' : 'bridges'}/${size}B/batch-${batch}`
const bridgesName = (n: number, size: number): string => `bridges ${n} ${size}`

const shapes = SWITCHES.flatMap((n) => SIZES.flatMap((size) => BATCHES.map((batch) => ({ n, size, batch }))))

/** In a measuring process. */
function measurer([n, batch, size]: string[]): (seconds: number) => number {
  const line = new SwitchLine(Number(n))
  return (seconds) => line.measure(Number(batch), Number(size), seconds)
}

async function compare({ json, peers, quick }: BenchOptions): Promise<void> {
  const contestants: Contestant[] = shapes.map(({ n, size, batch }) =>
    ourselves(nameOf(n, size, batch), [`${n}`, `${batch}`, `${size}`]),
  )
  if (peers) contestants.push(...linuxBridges())
  const rounds = new Rounds()
  try {
    await rounds.run(contestants, quick ? 3 : peers ? 15 : 5, quick ? 0.2 : 0.25)
  } finally {
    for (const c of contestants) c.close()
  }
  const report = new Report(json)
  for (const { n, size, batch } of shapes) {
    const name = nameOf(n, size, batch)
    const key = bridgesName(n, size)
    const peer = rounds.has(key)
      ? { name: 'Linux bridges', value: rounds.median(key), ratio: rounds.ratio(name, key), bar: LINUX_BAR }
      : null
    report.add({ name, value: rounds.median(name), unit: 'frames/cpu-s', better: 'high', peer })
  }
}

function linuxBridges(): Contestant[] {
  try {
    const why = whyNoNetns()
    if (why !== null) throw new Error(why)
    const blast = compile('blast')
    return SWITCHES.flatMap((n) => {
      const chain = new NetnsChain('bridges', n)
      return SIZES.map((size) => ({
        name: bridgesName(n, size),
        measure: (seconds: number) => chain.measure(blast, size, Math.max(0.5, seconds)),
        close: () => chain.destroy(),
      }))
    })
  } catch (error) {
    process.stderr.write(`switch: measured without Linux bridges: ${(error as Error).message}\n`)
    return []
  }
}

const options = benchOptions()
if (options.measure !== null) answer(measurer(options.measure), options.measure)
else await compare(options)
