// netgraph: frames through one node (ng_bridge, ng_hub, ng_tee) between hosts on wires, per CPU-second.
//
// Counted are frames delivered: a hub of four ports delivers three for each that is sent. `--peers` puts a Linux bridge between
// two namespaces beside the bridge of two ports; the others have no counterpart there that does the same.
import { answer, type Contestant, ourselves } from './lib/contestant.ts'
import { type BenchOptions, benchOptions } from './lib/options.ts'
import { Report } from './lib/report.ts'
import { Rounds } from './lib/rounds.ts'
import { Lab, type NodeKind } from './netgraph/lab.ts'
import { compile } from './peers/compile.ts'
import { NetnsChain, whyNoNetns } from './peers/netns.ts'

interface Shape {
  readonly name: string
  readonly kind: NodeKind
  readonly ports: number
  readonly flood: boolean
  readonly batch: number
  readonly size: number
}

const shape = (kind: NodeKind, ports: number, flood: boolean, size: number, batch: number): Shape => ({
  name: `netgraph/${kind}-${ports}${flood ? '/flood' : ''}/${size}B/batch-${batch}`,
  kind,
  ports,
  flood,
  batch,
  size,
})

const SHAPES = [
  shape('bridge', 2, false, 60, 32),
  shape('bridge', 2, false, 60, 1),
  shape('bridge', 2, false, 1514, 32),
  shape('bridge', 64, false, 60, 32),
  shape('bridge', 64, true, 60, 32),
  shape('hub', 4, true, 60, 32),
  shape('hub', 4, true, 1514, 32),
  shape('tee', 2, false, 60, 32),
  shape('tee', 2, false, 1514, 32),
]
const LINUX_BRIDGE = 'Linux bridge'
const COMPARABLE = SHAPES.filter(({ kind, ports, batch }) => kind === 'bridge' && ports === 2 && batch > 1)

function measurer([name]: string[]): (seconds: number) => number {
  const { kind, ports, flood, batch, size } = SHAPES.find((s) => s.name === name) as Shape
  const lab = new Lab(kind, ports, flood)
  return (seconds) => lab.measure(batch, size, seconds)
}

async function compare({ json, peers, quick }: BenchOptions): Promise<void> {
  const contestants = SHAPES.map(({ name }) => ourselves(name, [name]))
  if (peers) contestants.push(...linuxBridges())
  const rounds = new Rounds()
  try {
    await rounds.run(contestants, quick ? 3 : peers ? 15 : 5, quick ? 0.1 : 0.25)
  } finally {
    for (const c of contestants) c.close()
  }
  const report = new Report(json)
  for (const { name, size } of SHAPES) {
    const key = `${LINUX_BRIDGE} ${size}`
    const comparable = COMPARABLE.some((s) => s.name === name) && rounds.has(key)
    const peer = comparable ? { name: LINUX_BRIDGE, value: rounds.median(key), ratio: rounds.ratio(name, key) } : null
    report.add({ name, value: rounds.median(name), unit: 'frames/cpu-s', better: 'high', peer })
  }
}

function linuxBridges(): Contestant[] {
  try {
    const why = whyNoNetns()
    if (why !== null) throw new Error(why)
    const blast = compile('blast')
    const chain = new NetnsChain('bridges', 1)
    return COMPARABLE.map(({ size }) => ({
      name: `${LINUX_BRIDGE} ${size}`,
      measure: (seconds: number) => chain.measure(blast, size, Math.max(0.5, seconds)),
      close: () => chain.destroy(),
    }))
  } catch (error) {
    process.stderr.write(`netgraph: measured without a Linux bridge: ${(error as Error).message}\n`)
    return []
  }
}

const options = benchOptions()
if (options.measure !== null) answer(measurer(options.measure), options.measure)
else await compare(options)
