// A lab edited while it runs: after any edits, undone or not, the kernel is what a fresh one built from the same document is,
// and nothing leaks.
import { Random } from '@etherloom/kern'
import {
  addNode,
  addVnic,
  applyDiff,
  checkOperation,
  connect,
  type Diff,
  emptyDocument,
  ifaces,
  invertDiff,
  links,
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
  type TopologyDocument,
} from '@etherloom/topology'
import { expect, test } from 'vitest'
import { Experiment } from './experiment.ts'
import { describeKernel } from './inspect.ts'

const run = (document: TopologyDocument) =>
  new Experiment(document, { clock: null, seed: 1, post: () => {}, onPanic: () => {} })

/** One edit somebody might make, or null when the choice makes no sense here. */
function randomEdit(doc: TopologyDocument, random: Random, undo: Diff[]): Operation | null {
  const pick = <T>(list: readonly T[]): T => list[random.below(list.length)]!
  const all = nodes(doc).filter(({ kind }) => kind !== 'machine')
  const position = { x: random.below(1000), y: random.below(1000) }
  switch (random.below(all.length < 4 ? 1 : 13)) {
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
            delayUs: random.below(3) * 1000,
            bandwidthBps: random.below(2) * 1_000_000,
            lossPercent: random.below(2) * 10,
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
    default: {
      const diff = undo.pop()
      return diff === undefined ? null : { label: 'Undo', diff }
    }
  }
}

function editRandomly(seed: number, steps: number): void {
  const random = new Random(seed)
  let doc = emptyDocument('edited')
  const experiment = run(doc)
  const undo: Diff[] = []
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
    editRandomly(SEED + i, 200)
  },
)
