// forward: packets through chains of routers, per CPU-second, beside a loop in C and Linux namespaces.
//
// Everybody measures once a round, in turn (lib/rounds.ts), in a process of its own. `--peers` makes it at least 15 rounds with the C loop (peers/loop.c: a bound, not a stack) and namespaces joined by veth (peers/netns.ts).
import { Chain, realClock } from './forward/chain.ts'
import { answer, ChildContestant, type Contestant, ourselves } from './lib/contestant.ts'
import { type BenchOptions, benchOptions } from './lib/options.ts'
import { Report } from './lib/report.ts'
import { Rounds } from './lib/rounds.ts'
import { compile } from './peers/compile.ts'
import { NetnsChain, whyNoNetns } from './peers/netns.ts'

const HOPS = [1, 4, 14, 200]
const SIZES = [60, 1514]
const BATCHES = [32, 1]
/** A socket's TTL of 64 and the depth of the kernel's own recursion end Linux's chains before 200. */
const NETNS_HOPS = [1, 4, 14]

const PEAK = 'forward/14-hops/60B/batch-32'
const OVERLOAD = 'forward/overload'
const PING = 'forward/ping-14'
const OFFERED_TIMES = 3

/** How many times faster than Linux it is to be, by small frames; a loop in C can only be approached. */
const netnsBar = ({ hops, size, batch }: Shape): number | null =>
  size !== 60 ? null : batch === 1 ? 3 : hops === 1 ? 6 : 8
const cBar = ({ hops, size, batch }: Shape): number | null => (hops === 14 && size === 60 && batch === 32 ? 0.33 : null)
const LARGE_FRAMES_BAR = 0.9
const LONG_WAY_BAR = 1
const OVERLOAD_BAR = 0.95
const PING_BAR_US = 15

/** In a measuring process. */
function measurer([what, hops, batch, size]: string[]): (seconds: number) => number {
  if (what === 'overload') return overload()
  const chain = new Chain(Number(hops))
  if (what === 'ping') return (seconds) => chain.measurePing(seconds)
  return (seconds) => chain.measure(Number(batch), Number(size), seconds)
}

/** Goodput under overload as a share of what the same machine carries, at best, at the same moment. */
function overload(): (seconds: number) => number {
  const calm = new Chain(14)
  const pressed = new Chain(14, realClock())
  return (seconds) => {
    const peak = calm.measure(32, 60, seconds / 2)
    return pressed.measureOffered((OFFERED_TIMES * peak) / 14, 60, seconds / 2) / peak
  }
}

async function compare({ json, peers, quick }: BenchOptions): Promise<void> {
  const hopsList = quick ? [14] : HOPS
  const shapes = hopsList.flatMap((hops) => SIZES.flatMap((size) => BATCHES.map((batch) => ({ hops, size, batch }))))
  const contestants: Contestant[] = []
  for (const { hops, size, batch } of shapes)
    contestants.push(ourselves(nameOf(hops, size, batch), ['chain', `${hops}`, `${batch}`, `${size}`]))
  contestants.push(ourselves(OVERLOAD, ['overload']), ourselves(PING, ['ping', '14']))
  if (peers) {
    contestants.push(...cLoops(shapes))
    contestants.push(...netnsChains(hopsList.filter((hops) => NETNS_HOPS.includes(hops))))
  }
  const rounds = new Rounds()
  try {
    await rounds.run(contestants, quick ? 3 : peers ? 15 : 5, quick ? 0.2 : 0.25)
  } finally {
    for (const c of contestants) c.close()
  }
  print(new Report(json), rounds, shapes)
}

interface Shape {
  hops: number
  size: number
  batch: number
}

const nameOf = (hops: number, size: number, batch: number): string => `forward/${hops}-hops/${size}B/batch-${batch}`
const cName = ({ hops, size, batch }: Shape): string => `C ${nameOf(hops, size, batch)}`
const netnsName = (hops: number, size: number): string => `netns ${hops} ${size}`

function print(report: Report, rounds: Rounds, shapes: readonly Shape[]): void {
  for (const shape of shapes) {
    const name = nameOf(shape.hops, shape.size, shape.batch)
    const peers: Beside[] = [
      { key: netnsName(shape.hops, shape.size), peer: 'Linux namespaces + veth', bar: netnsBar(shape) },
      { key: cName(shape), peer: 'C loop', bar: cBar(shape) },
    ].filter(({ key }) => rounds.has(key))
    // Forwarding by reference: a large frame and a long way should cost a hop nothing more.
    if (shape.size !== 60) peers.push({ key: nameOf(shape.hops, 60, shape.batch), peer: '60 B', bar: LARGE_FRAMES_BAR })
    if (shape.hops === 200) peers.push({ key: nameOf(14, shape.size, shape.batch), peer: '14 hops', bar: LONG_WAY_BAR })
    line(report, rounds, name, peers, 'hops/cpu-s')
  }
  // Both in one process, one after the other: the share is what is meant to be constant.
  const share = rounds.median(OVERLOAD)
  const peak = rounds.median(PEAK)
  const beside = { name: 'its peak', value: peak, ratio: share, bar: OVERLOAD_BAR }
  report.add({ name: OVERLOAD, value: share * peak, unit: 'hops/cpu-s', better: 'high', peer: beside })
  report.add({ name: PING, value: rounds.median(PING), unit: 'us cpu', better: 'low', bar: PING_BAR_US })
}

interface Beside {
  readonly key: string
  readonly peer: string
  readonly bar: number | null
}

function line(report: Report, rounds: Rounds, name: string, peers: readonly Beside[], unit: string): void {
  const value = rounds.median(name)
  if (peers.length === 0) report.add({ name, value, unit, better: 'high' })
  for (const { key, peer, bar } of peers) {
    const beside = { name: peer, value: rounds.median(key), ratio: rounds.ratio(name, key), bar }
    report.add({ name, value, unit, better: 'high', peer: beside })
  }
}

function cLoops(shapes: readonly Shape[]): Contestant[] {
  try {
    const program = compile('loop')
    return shapes.map((s) => new ChildContestant(cName(s), program, [`${s.hops}`, `${s.batch}`, `${s.size}`]))
  } catch (error) {
    process.stderr.write(`forward: measured without the C loop: ${(error as Error).message}\n`)
    return []
  }
}

function netnsChains(hopsList: readonly number[]): Contestant[] {
  const why = whyNoNetns()
  try {
    if (why !== null) throw new Error(why)
    const blast = compile('blast')
    return hopsList.flatMap((hops) => {
      const chain = new NetnsChain('routers', hops)
      return SIZES.map((size) => ({
        name: netnsName(hops, size),
        // Its CPU clock is fine, but the path needs a moment to fill: no less than half a second.
        measure: (seconds: number) => chain.measure(blast, size, Math.max(0.5, seconds)),
        close: () => chain.destroy(),
      }))
    })
  } catch (error) {
    process.stderr.write(`forward: measured without Linux namespaces: ${(error as Error).message}\n`)
    return []
  }
}

const options = benchOptions()
if (options.measure !== null) answer(measurer(options.measure), options.measure)
else await compare(options)
