// fib: packets through one router with 1, 10 and 100,000 routes, to random destinations, per CPU-second.
//
// The route cache knows 256 destinations, so that random ones measure the table behind it. The bar is 100,000 routes beside
// one route and one destination. `--peers` has a Linux namespace with the same routes between two more, to the same destinations.
import { formatIpv4, memoryOrder } from '@etherloom/wire'
import { network } from './fib/networks.ts'
import { Router, SIZE } from './fib/router.ts'
import { answer, type Contestant, ourselves } from './lib/contestant.ts'
import { type BenchOptions, benchOptions } from './lib/options.ts'
import { Report } from './lib/report.ts'
import { Rounds } from './lib/rounds.ts'
import { compile } from './peers/compile.ts'
import { NetnsChain, whyNoNetns } from './peers/netns.ts'

const ONE = 'fib/1-route'
const MANY = 'fib/100000-routes/random'
const ONE_BAR = 0.4
const SHAPES = [
  { name: ONE, routes: 1, spread: false },
  { name: 'fib/10-routes/random', routes: 10, spread: true },
  { name: MANY, routes: 100_000, spread: true },
]

function measurer([name]: string[]): (seconds: number) => number {
  const { routes, spread } = SHAPES.find((s) => s.name === name) ?? SHAPES[0]
  const router = new Router(routes, spread)
  return (seconds) => router.measure(seconds)
}

async function compare({ json, peers, quick }: BenchOptions): Promise<void> {
  const contestants = SHAPES.map(({ name }) => ourselves(name, [name]))
  if (peers) contestants.push(...netnsRouters())
  const rounds = new Rounds()
  try {
    await rounds.run(contestants, quick ? 3 : peers ? 15 : 5, quick ? 0.1 : 0.5)
  } finally {
    for (const contestant of contestants) contestant.close()
  }
  const report = new Report(json)
  for (const { name } of SHAPES) {
    const line = { name, value: rounds.median(name), unit: 'packets/cpu-s', better: 'high' } as const
    const beside = (key: string, peer: string, bar: number | null = null) =>
      report.add({ ...line, peer: { name: peer, value: rounds.median(key), ratio: rounds.ratio(name, key), bar } })
    if (name !== ONE) beside(ONE, 'one route', name === MANY ? ONE_BAR : null)
    if (rounds.has(netnsName(name))) beside(netnsName(name), 'Linux namespaces + veth')
    else if (name === ONE) report.add(line)
  }
}

const netnsName = (name: string): string => `netns ${name}`

function netnsRouters(): Contestant[] {
  const why = whyNoNetns()
  try {
    if (why !== null) throw new Error(why)
    const blast = compile('blast')
    return SHAPES.map(({ name, routes }) => {
      const chain = new NetnsChain('routers', 1)
      chain.addRoutes(Array.from({ length: routes }, (_, i) => cidr(i)))
      return {
        name: netnsName(name),
        measure: (seconds: number) => chain.measure(blast, SIZE, Math.max(0.5, seconds), routes),
        close: () => chain.destroy(),
      }
    })
  } catch (error) {
    process.stderr.write(`fib: measured without Linux namespaces: ${(error as Error).message}\n`)
    return []
  }
}

function cidr(i: number): string {
  const { first, prefixLen } = network(i)
  return `${formatIpv4(memoryOrder(first))}/${prefixLen}`
}

const options = benchOptions()
if (options.measure !== null) answer(measurer(options.measure), options.measure)
else await compare(options)
