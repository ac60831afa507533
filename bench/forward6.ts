// forward6: IPv6 packets through chains of routers, per CPU-second, beside the same chains over IPv4 and, with `--peers`,
// Linux namespaces joined by veth. Processes and rounds are those of forward.ts.
import { Chain } from './forward/chain.ts'
import { Chain6 } from './forward6/chain6.ts'
import { answer, type Contestant, ourselves } from './lib/contestant.ts'
import { type BenchOptions, benchOptions } from './lib/options.ts'
import { Report } from './lib/report.ts'
import { Rounds } from './lib/rounds.ts'
import { compile } from './peers/compile.ts'
import { NetnsChain, whyNoNetns } from './peers/netns.ts'

const HOPS = [1, 14]
/** The smallest frame with IPv6 and UDP headers and some data, and a full one. */
const SIZES = [74, 1514]
const BATCHES = [32, 1]
const IPV4_BAR = 0.8

/** In a measuring process. */
function measurer([family, hops, batch, size]: string[]): (seconds: number) => number {
  const chain = family === '6' ? new Chain6(Number(hops)) : new Chain(Number(hops))
  return (seconds) => chain.measure(Number(batch), Number(size), seconds)
}

interface Shape {
  hops: number
  size: number
  batch: number
}

const nameOf = ({ hops, size, batch }: Shape): string => `forward6/${hops}-hops/${size}B/batch-${batch}`
const name4 = (shape: Shape): string => `IPv4 ${nameOf(shape)}`
const netnsName = (hops: number, size: number): string => `netns ${hops} ${size}`

async function compare({ json, peers, quick }: BenchOptions): Promise<void> {
  const hopsList = quick ? [14] : HOPS
  const shapes = hopsList.flatMap((hops) => SIZES.flatMap((size) => BATCHES.map((batch) => ({ hops, size, batch }))))
  const contestants: Contestant[] = shapes.flatMap((s) => [
    ourselves(nameOf(s), ['6', `${s.hops}`, `${s.batch}`, `${s.size}`]),
    ourselves(name4(s), ['4', `${s.hops}`, `${s.batch}`, `${s.size}`]),
  ])
  if (peers) contestants.push(...netnsChains(hopsList))
  const rounds = new Rounds()
  try {
    await rounds.run(contestants, quick ? 3 : peers ? 15 : 5, quick ? 0.2 : 0.25)
  } finally {
    for (const c of contestants) c.close()
  }
  const report = new Report(json)
  for (const shape of shapes) {
    const name = nameOf(shape)
    for (const { key, peer, bar } of [
      { key: name4(shape), peer: 'our IPv4', bar: IPV4_BAR },
      { key: netnsName(shape.hops, shape.size), peer: 'Linux namespaces + veth', bar: null },
    ])
      if (rounds.has(key)) {
        const beside = { name: peer, value: rounds.median(key), ratio: rounds.ratio(name, key), bar }
        report.add({ name, value: rounds.median(name), unit: 'hops/cpu-s', better: 'high', peer: beside })
      }
  }
}

function netnsChains(hopsList: readonly number[]): Contestant[] {
  const why = whyNoNetns()
  try {
    if (why !== null) throw new Error(why)
    const blast = compile('blast')
    return hopsList.flatMap((hops) => {
      const chain = new NetnsChain('routers6', hops)
      return SIZES.map((size) => ({
        name: netnsName(hops, size),
        measure: (seconds: number) => chain.measure(blast, size, Math.max(0.5, seconds)),
        close: () => chain.destroy(),
      }))
    })
  } catch (error) {
    process.stderr.write(`forward6: measured without Linux namespaces: ${(error as Error).message}\n`)
    return []
  }
}

const options = benchOptions()
if (options.measure !== null) answer(measurer(options.measure), options.measure)
else await compare(options)
