// A lab edited while it runs: after any edits, undone or not, the kernel is what a fresh one built from the same document is,
// and nothing leaks.
import { Random } from '@etherloom/kern'
import {
  addAnnotation,
  addCanvas,
  addLoopback,
  addNode,
  addVlan,
  addVnic,
  applyDiff,
  chain,
  checkOperation,
  connect,
  type Diff,
  emptyDocument,
  group,
  type Impairment,
  ifaces,
  invertDiff,
  links,
  moveToCanvas,
  nodeKinds,
  nodeRoles,
  nodes,
  type Operation,
  Refused,
  removeRecords,
  renameNode,
  setAddress,
  setFields,
  setImpairment,
  setLinkUp,
  setLocked,
  setPort,
  setSwitch,
  setWaypoints,
  splitLink,
  type TopologyDocument,
  transform,
} from '@etherloom/topology'
import { expect, test } from 'vitest'
import { describeKernel } from '../test/describe-kernel.ts'
import { Experiment } from './experiment.ts'
import { planRemake } from './remake.ts'

const run = (document: TopologyDocument) =>
  new Experiment(document, { clock: null, seed: 1, post: () => {}, onPanic: () => {} })

/** Some settings of a direction, each of them now and then back at nothing. */
function randomImpairment(random: Random): Partial<Impairment> {
  const pick = <T>(list: readonly T[]): T => list[random.below(list.length)]!
  const all: Impairment = {
    bandwidthBps: pick([0, 1_000_000, 100_000_000]),
    delayUs: random.below(3) * 1000,
    jitterUs: random.below(3) * 300,
    jitterDistribution: pick(['uniform', 'normal', 'pareto']),
    lossPercent: random.below(2) * 10,
    lossBurst: pick([null, { enterPercent: 5, leavePercent: 20, goodLossPercent: 0, badLossPercent: 100 }]),
    ber: pick([0, 10_000]),
    duplicatePercent: random.below(2) * 20,
    corruptPercent: random.below(2) * 20,
    reorderPercent: random.below(2) * 20,
    queueFrames: pick([1, 5, 50]),
    queueDiscipline: pick(['fifo', 'drr', 'wfq', 'codel', 'red']),
    queueDrop: pick(['tail', 'head']),
    mtu: pick([0, 600]),
  }
  return Object.fromEntries(Object.entries(all).filter(() => random.below(3) === 0))
}

/** One edit somebody might make, or null when the choice makes no sense here. */
function randomEdit(doc: TopologyDocument, random: Random, undo: Diff[]): Operation | null {
  const pick = <T>(list: readonly T[]): T => list[random.below(list.length)]!
  const all = nodes(doc).filter(({ kind }) => kind !== 'machine')
  const position = { x: random.below(1000), y: random.below(1000) }
  switch (random.below(all.length < 4 ? 1 : 18)) {
    case 0:
      return all.length > 30 ? null : addNode(doc, { kind: pick(nodeKinds.slice(1)), role: pick(nodeRoles), position })
    case 1:
    case 2:
    case 3:
      return connect(doc, pick(all).id, pick(all).id)
    case 4:
      return removeRecords(doc, [pick([...all, ...links(doc), ...ifaces(doc)]).id])
    case 5:
      return renameNode(doc, pick(all).id, `n${random.below(100)}`)
    case 6:
      return links(doc).length === 0
        ? null
        : setImpairment(doc, pick(links(doc)).id, pick(['ab', 'ba', 'both']), {
            ...randomImpairment(random),
          })
    case 7:
      return links(doc).length === 0 ? null : setLinkUp(doc, pick(links(doc)).id, random.below(2) === 0)
    case 8: {
      const stacks = all.filter(({ kind }) => kind === 'zone' || kind === 'jail')
      const lowers = [...all.filter(({ kind }) => kind === 'etherstub').map(({ id }) => id)]
      const node = stacks.length === 0 ? null : pick(stacks)
      if (node === null) return null
      const own = ifaces(doc).filter((iface) => iface.node === node.id && iface.kind === 'nic')
      const over = [...lowers, ...own.map(({ id }) => id)]
      return over.length === 0 ? null : addVnic(doc, { node: node.id, over: pick(over), address: 'automatic' })
    }
    case 9: {
      const iface = ifaces(doc).length === 0 ? null : pick(ifaces(doc))
      return iface === null ? null : setAddress(doc, iface.id, [`10.${random.below(3)}.0.${1 + random.below(200)}/24`])
    }
    case 10: {
      const iface = ifaces(doc).length === 0 ? null : pick(ifaces(doc))
      return iface === null
        ? null
        : setFields(doc, iface.id, { up: random.below(2) === 0, mtu: 1500 - random.below(2) * 100 })
    }
    case 11: {
      const node = pick(all.filter(({ role }) => role !== null))
      return node === undefined ? null : setFields(doc, node.id, { role: pick(nodeRoles) })
    }
    case 12: {
      const nics = ifaces(doc).filter((i) => i.kind !== 'lo' && i.kind !== 'vlan')
      return nics.length === 0
        ? null
        : addVlan(doc, { over: pick(nics).id, id: 1 + random.below(5), address: pick(['automatic', 'none']) })
    }
    case 13: {
      const systems = all.filter(({ role }) => role !== null)
      if (systems.length === 0) return null
      return addLoopback(doc, pick(systems).id, random.below(2) === 0 ? [] : [`10.9.0.${1 + random.below(200)}/32`])
    }
    case 14: {
      const switches = all.filter(({ kind }) => kind === 'switch')
      if (switches.length === 0) return null
      return setSwitch(doc, pick(switches).id, {
        vlanFiltering: random.below(2) === 0,
        stp: pick(['off', 'rstp']),
        priority: 4096 * random.below(16),
        ageingSeconds: random.below(3) * 100,
        snooping: random.below(2) === 0,
      })
    }
    case 15: {
      const ports = ifaces(doc).filter((i) => nodes(doc).find((n) => n.id === i.node)?.kind === 'switch')
      if (ports.length === 0) return null
      return setPort(doc, pick(ports).id, {
        mode: pick(['access', 'trunk']),
        pvid: 1 + random.below(5),
        allowed: pick(['all', [1, 2, 3], []]),
        native: pick([null, 1, 4]),
        stpEnabled: random.below(3) > 0,
        edge: random.below(2) === 0,
        pathCost: random.below(3) * 1000,
      })
    }
    case 16:
      return transform(doc, [pick(all).id], { kind: pick(nodeKinds.slice(1)), role: pick(nodeRoles) })
    default: {
      const diff = undo.pop()
      return diff === undefined ? null : { label: 'Undo', diff }
    }
  }
}

/** `stops`: nodes are also stopped, started and restarted in between. */
function editRandomly(seed: number, steps: number, stops: boolean): void {
  const random = new Random(seed)
  let doc = emptyDocument('edited')
  const experiment = run(doc)
  const undo: Diff[] = []
  const restart = () => {
    const all = nodes(doc).filter(({ kind }) => kind !== 'machine')
    const victim = all[random.below(all.length)]
    const action = (['stop', 'start', 'restart'] as const)[random.below(3)]!
    if (victim !== undefined) experiment.setNode(victim.id, action)
  }
  try {
    for (let step = 0; step < steps; step++) {
      let operation: Operation | null = null
      try {
        operation = randomEdit(doc, random, undo)
      } catch (error) {
        if (!(error instanceof Refused)) throw error
      }
      if (operation === null || !checkOperation(doc, operation).ok) continue
      doc = applyDiff(doc, operation.diff)
      experiment.apply(operation.diff)
      if (stops && random.below(3) === 0) restart()
      if (operation.label !== 'Undo') undo.push(invertDiff(operation.diff))
      const target = nodes(doc).filter(({ kind }) => kind === 'jail')[random.below(8)]
      if (target !== undefined) {
        const victim = ifaces(doc)[random.below(ifaces(doc).length)]
        const address = victim?.addresses[0]?.address.split('/')[0]
        if (address !== undefined) experiment.consoles.run(`s${step}`, target.id, `ping -c 3 -i 0.001 ${address}`, 'me')
      }
      experiment.kernel.run(experiment.kernel.nowNs + 5e5)
      if (step % 10 !== 0) continue
      const fresh = run(doc)
      for (const node of experiment.stoppedNodes) fresh.setNode(node, 'stop')
      expect(describeKernel(experiment), `after step ${step} of seed ${seed}`).toEqual(describeKernel(fresh))
      fresh.terminate()
      expect(fresh.kernel.pool.outstanding).toBe(0)
    }
    expect(experiment.kernel.panicked).toBe(false)
  } finally {
    experiment.terminate()
  }
  expect(experiment.kernel.pool.outstanding, `buffers left by seed ${seed}`).toBe(0)
}

const SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31))

test.each([0, 1, 2, 3, 4, 5, 6, 7])(
  `random edits of a running lab end where a fresh build begins (seed ${SEED} + %i)`,
  (i) => {
    editRandomly(SEED + i, 200, false)
  },
)

test.each([0, 1, 2, 3, 4, 5])(
  `with nodes stopped and restarted in between, it is what a fresh build with the same nodes stopped is (seed ${SEED} + %i)`,
  (i) => {
    editRandomly(SEED + i, 200, true)
  },
)

test('what is only drawn makes nothing anew', () => {
  let document = chain(3)
  const experiment = run(document)
  const before = describeKernel(experiment)
  for (const make of [
    (doc: TopologyDocument) => addAnnotation(doc, { shape: 'text', x: 0, y: 0, text: 'core' }),
    (doc: TopologyDocument) => addCanvas(doc),
    (doc: TopologyDocument) => group(doc, ['node:router1', 'node:router2', 'annotation:text1']),
    (doc: TopologyDocument) => moveToCanvas(doc, ['node:pc1', 'group:group1'], 'canvas:canvas2'),
    (doc: TopologyDocument) => setWaypoints(doc, 'link:router1-router2', [{ x: 1, y: 1 }]),
    (doc: TopologyDocument) => splitLink(doc, 'link:router1-router2'),
    (doc: TopologyDocument) => setLocked(doc, true),
  ]) {
    const { diff } = make(document)
    const after = applyDiff(document, diff)
    const { gone, made } = planRemake(document, after, diff)
    expect([...Object.values(gone), ...Object.values(made)].every((set) => set.size === 0)).toBe(true)
    experiment.apply(diff)
    document = after
  }
  expect(describeKernel(experiment)).toEqual(before)
  experiment.terminate()
})
