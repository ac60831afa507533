// One ring, built and torn down in a process that has built nothing before: what a person who presses Run waits for.
//
// `up` is from a document that was parsed and validated to a kernel in which every node, interface, address, wire and route
// exists and time can begin: the constructor of Experiment. `down` is its `terminate`.
// `memory` is what the JavaScript heap and the packet arena hold more than before, after a collection, while the kernel
// lives; it is taken of a second ring, so that the engine's own compiled code is not counted as nodes. `left` is what that
// second ring leaves behind.
//
// Each router stores its two routes, one round each way: what is measured is the kernel, not the search for shortest paths.
import { Experiment } from '@etherloom/experiment'
import {
  applyDiff,
  type FieldChange,
  nodes,
  type RecordId,
  ring,
  type TopologyDocument,
  validateDocument,
} from '@etherloom/topology'

export interface RingBuild {
  upMs: number
  downMs: number
  bytesPerNode: number
  leftBytesPerNode: number
}

export function measureRing(n: number): RingBuild {
  const document = withStoredRoutes(ring(n), n)
  if (validateDocument(document).length > 0) throw new Error(`the ring of ${n} is not a valid document`)
  const build = () =>
    new Experiment(document, {
      clock: null,
      seed: null,
      post: () => {},
      onPanic: () => {
        throw new Error('the kernel panicked')
      },
    })

  let start = performance.now()
  const first = build()
  const upMs = performance.now() - start
  demandRing(first, n)
  start = performance.now()
  first.terminate()
  const downMs = performance.now() - start
  return { upMs, downMs, ...measureMemory(build, n) }
}

/** A default route to the next router, and one to the LAN behind the previous; LAN i is the i-th /24 of 10.0.0.0/8. */
function withStoredRoutes(drawn: TopologyDocument, n: number): TopologyDocument {
  const lan = (i: number) => `10.${i >> 8}.${i & 255}`
  const updated: Partial<Record<RecordId, FieldChange>> = { 'lab:lab': [{ autoRoutes: true }, { autoRoutes: false }] }
  nodes(drawn)
    .filter(({ role }) => role === 'router')
    .forEach(({ id, routes }, i) => {
      const back = { destination: `${lan((i + n - 2) % n)}.0/24`, gateway: `${lan((i + n - 1) % n)}.1` }
      const stored = [{ destination: 'default', gateway: `${lan(i)}.2` }, back]
      updated[id] = [{ routes }, { routes: stored }]
    })
  return applyDiff(drawn, { added: {}, updated, removed: {} })
}

function measureMemory(build: () => Experiment, n: number): Pick<RingBuild, 'bytesPerNode' | 'leftBytesPerNode'> {
  const before = heapBytes()
  let experiment: Experiment | null = build()
  const during = heapBytes() + experiment.kernel.pool.memory
  experiment.terminate()
  const arenaLeft = experiment.kernel.pool.memory
  experiment = null
  const after = heapBytes() + arenaLeft
  return { bytesPerNode: (during - before) / n, leftBytesPerNode: (after - before) / n }
}

/** The arena is one buffer of constant size; what is touched of it is counted by the pool. */
function heapBytes(): number {
  const { gc } = globalThis
  if (gc === undefined) throw new Error('run node with --expose-gc')
  gc()
  gc()
  return process.memoryUsage().heapUsed
}

function demandRing(experiment: Experiment, n: number): void {
  const { nodes, ifaces, links } = experiment
  // The machine that everything is in is a node too.
  if (nodes.size !== n + 1 || ifaces.size !== 2 * n || links.size !== n)
    throw new Error(`a ring of ${n} was built with ${nodes.size} nodes, ${ifaces.size} interfaces, ${links.size} links`)
  const faults = Object.entries(experiment.faults())
  if (faults.length > 0) throw new Error(`a ring of ${n} was built with faults: ${faults[0].join(': ')}`)
}
