// instantiate: from a validated document to a running kernel, what it holds in memory, and back to nothing.
//
// A ring of N routers (two interfaces, two addresses, a default and a specific route each), every measurement in a fresh
// process: somebody who presses Run has no warmed-up engine. The peer is the same ring of Linux namespaces made with
// `ip -batch` (netns-ring.ts), in turn with ours; its memory is what MemAvailable of the whole machine went down by.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { measureNetnsRing, type NetnsRing, whyNoNetns } from './instantiate/netns-ring.ts'
import { measureRing, type RingBuild } from './instantiate/ring-build.ts'
import { median, Report } from './lib/report.ts'

const SIZES = [
  { n: 100, rounds: 7, peerRounds: 5, upBar: null, memoryBar: null },
  { n: 1_000, rounds: 7, peerRounds: 3, upBar: 150, memoryBar: 16 * 1024 },
  // A minute of namespaces would say nothing that 1,000 do not.
  { n: 10_000, rounds: 5, peerRounds: 0, upBar: 1500, memoryBar: null },
]

const { values: options } = parseArgs({
  options: { peers: { type: 'boolean' }, json: { type: 'boolean' }, ring: { type: 'string' } },
})

if (options.ring !== undefined) process.stdout.write(JSON.stringify(measureRing(Number(options.ring))))
else measureAll()

function measureAll(): void {
  const report = new Report(options.json === true)
  const why = options.peers ? whyNoNetns() : null
  if (why !== null) process.stderr.write(`instantiate: measured without its peer: ${why}\n`)
  for (const { n, rounds, peerRounds, upBar, memoryBar } of SIZES) {
    const ours: RingBuild[] = []
    const peers: NetnsRing[] = []
    for (let round = 0; round < rounds; round++) {
      ours.push(inFreshProcess(n))
      if (options.peers && why === null && round < peerRounds) peers.push(measureNetnsRing(n))
    }
    const of = (pick: (build: RingBuild) => number) => median(ours.map(pick))
    const peer = (pick: (ring: NetnsRing) => number) =>
      peers.length === 0 ? null : { name: 'ip -batch', value: median(peers.map(pick)) }
    const name = `instantiate/${n}`
    const [upPeer, downPeer, memoryPeer] = [peer((r) => r.upMs), peer((r) => r.downMs), peer((r) => r.bytesPerNode)]
    report.add({ name: `${name}/up`, value: of((b) => b.upMs), unit: 'ms', better: 'low', bar: upBar, peer: upPeer })
    report.add({
      name: `${name}/memory`,
      value: of((b) => b.bytesPerNode),
      unit: 'B/node',
      better: 'low',
      bar: memoryBar,
      peer: memoryPeer,
    })
    report.add({ name: `${name}/down`, value: of((b) => b.downMs), unit: 'ms', better: 'low', peer: downPeer })
    report.add({ name: `${name}/left`, value: of((b) => b.leftBytesPerNode), unit: 'B/node', better: 'low' })
  }
}

function inFreshProcess(n: number): RingBuild {
  const program = fileURLToPath(import.meta.url)
  const result = spawnSync(process.execPath, ['--expose-gc', '--enable-source-maps', program, '--ring', String(n)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (result.status !== 0) throw new Error(`the ring of ${n} could not be measured`)
  return JSON.parse(result.stdout)
}
