// fib: packets through one router with 1, 10 and 100,000 routes, to random destinations, per CPU-second.
//
// The route cache knows 256 destinations, so that random ones measure the table behind it. The bar is 100,000 routes beside
// one route and one destination.
import { Router } from './fib/router.ts'
import { answer, ourselves } from './lib/contestant.ts'
import { type BenchOptions, benchOptions } from './lib/options.ts'
import { Report } from './lib/report.ts'
import { Rounds } from './lib/rounds.ts'

const ONE = 'fib/1-route'
const SHAPES = [
  { name: ONE, routes: 1, spread: false },
  { name: 'fib/10-routes/random', routes: 10, spread: true },
  { name: 'fib/100000-routes/random', routes: 100_000, spread: true },
]

function measurer([name]: string[]): (seconds: number) => number {
  const { routes, spread } = SHAPES.find((s) => s.name === name) ?? SHAPES[0]
  const router = new Router(routes, spread)
  return (seconds) => router.measure(seconds)
}

async function compare({ json, peers, quick }: BenchOptions): Promise<void> {
  const contestants = SHAPES.map(({ name }) => ourselves(name, [name]))
  const rounds = new Rounds()
  await rounds.run(contestants, quick ? 3 : peers ? 15 : 5, quick ? 0.1 : 0.5)
  const report = new Report(json)
  for (const { name } of SHAPES) {
    const peer = name === ONE ? null : { name: 'one route', value: rounds.median(ONE), ratio: rounds.ratio(name, ONE) }
    report.add({ name, value: rounds.median(name), unit: 'packets/cpu-s', better: 'high', peer })
  }
}

const options = benchOptions()
if (options.measure !== null) answer(measurer(options.measure), options.measure)
else await compare(options)
