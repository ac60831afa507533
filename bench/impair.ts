// impair: packets over chains whose links all have a bandwidth and a delay, per CPU-second, beside the same chains with plain
// wires. Each packet arrives at its exact nanosecond, which is checked first (impair/shaped-chain.ts). Linux would do this with
// tc-netem(8), by timers of its own; where that is missing, as in most containers, there is nothing to measure it by.
import { type Shape, ShapedChain } from './impair/shaped-chain.ts'
import { answer, ourselves } from './lib/contestant.ts'
import { type BenchOptions, benchOptions } from './lib/options.ts'
import { Report } from './lib/report.ts'
import { Rounds } from './lib/rounds.ts'

const LINKS = [1, 2, 15]
const SIZES = [60, 1514]
const DELAYS_US = [10, 1000]
/** Links a CPU-second. */
const BAR = 1e6

const shapes: Shape[] = LINKS.flatMap((links) =>
  SIZES.flatMap((size) => DELAYS_US.map((delayUs) => ({ links, size, delayUs, shaped: true }))),
)

const nameOf = ({ links, size, delayUs }: Shape): string =>
  `impair/${links}-${links === 1 ? 'link' : 'links'}/${size}B/${delayUs}us`
const plainName = ({ links, size }: Shape): string => `plain ${links} ${size}`
const spec = (s: Shape): string[] => [`${s.links}`, `${s.size}`, `${s.delayUs}`, `${s.shaped}`]

/** In a measuring process. */
function measurer([links, size, delayUs, shaped]: string[]): (seconds: number) => number {
  const chain = new ShapedChain({
    links: Number(links),
    size: Number(size),
    delayUs: Number(delayUs),
    shaped: shaped === 'true',
  })
  return (seconds) => chain.measure(seconds)
}

async function compare({ json, quick }: BenchOptions): Promise<void> {
  const wanted = quick ? shapes.filter((s) => s.links === 15) : shapes
  const plain = wanted.filter((s) => s.delayUs === DELAYS_US[0]).map((s) => ({ ...s, shaped: false }))
  const contestants = [
    ...wanted.map((s) => ourselves(nameOf(s), spec(s))),
    ...plain.map((s) => ourselves(plainName(s), spec(s))),
  ]
  const rounds = new Rounds()
  try {
    await rounds.run(contestants, quick ? 3 : 5, quick ? 0.1 : 0.25)
  } finally {
    for (const c of contestants) c.close()
  }
  const report = new Report(json)
  for (const s of wanted) {
    const [name, key] = [nameOf(s), plainName(s)]
    const peer = { name: 'plain wires', value: rounds.median(key), ratio: rounds.ratio(name, key) }
    report.add({ name, value: rounds.median(name), unit: 'links/cpu-s', better: 'high', bar: BAR, peer })
  }
}

const options = benchOptions()
if (options.measure !== null) answer(measurer(options.measure), options.measure)
else await compare(options)
