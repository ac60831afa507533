import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  applyDiff,
  chain,
  checkOperation,
  connect,
  defaultRa,
  find,
  type IfaceId,
  type LinkRecord,
  lab,
  mendAll,
  mendOf,
  type NodeId,
  type Operation,
  type Problem,
  type ProblemKind,
  problemKinds,
  record,
  removeRecords,
  type SwitchPort,
  setAddress,
  setFields,
  setLinkUp,
  setPort,
  setRoutes,
  setSwitch,
  star,
  type TopologyDocument,
  transform,
  validateDocument,
} from '../index.ts'
import { chooseFrom, randomOperation } from '../testing.ts'

const draw = (doc: TopologyDocument, ...steps: ((doc: TopologyDocument) => Operation)[]) =>
  steps.reduce((at, step) => applyDiff(at, step(at).diff), doc)

const of = (doc: TopologyDocument, kind: ProblemKind): Problem[] =>
  validateDocument(doc).filter((problem) => problem.kind === kind)

/** What is done about the first problem of the kind, which must then be gone. */
function mended(doc: TopologyDocument, kind: ProblemKind): { label: string; doc: TopologyDocument } {
  const [problem] = of(doc, kind)
  expect(problem, `there is a problem of kind ${kind}`).toBeDefined()
  const operation = mendOf(doc, problem!)
  expect(operation, `${kind} can be mended`).not.toBeNull()
  expect(checkOperation(doc, operation!)).toMatchObject({ ok: true })
  const after = applyDiff(doc, operation!.diff)
  const same = ({ record, message }: Problem) => record === problem!.record && message === problem!.message
  expect(validateDocument(after).filter(same)).toEqual([])
  expect(mendOf(after, problem!), 'what is gone is mended by nothing').toBeNull()
  return { label: operation!.label, doc: after }
}

test('an address that is taken, or that no host can have, becomes another of its subnet', () => {
  const twice = draw(star(3), (doc) => setAddress(doc, 'iface:pc2.eth0', '10.0.0.20/24'))
  const { label, doc } = mended(twice, 'address-shared')
  expect(label).toBe('Give pc1 eth0 10.0.0.21/24')
  expect(record(doc, 'iface:pc1.eth0').addresses).toEqual([{ address: '10.0.0.21/24', auto: true }])
  expect(validateDocument(doc)).toEqual([])
  const edge = draw(star(2), (doc) => setAddress(doc, 'iface:pc1.eth0', '10.0.0.255/24'))
  expect(mended(edge, 'address-edge').label).toBe('Give pc1 eth0 10.0.0.20/24')
})

test('an interface in another subnet comes to that of its LAN', () => {
  const doc = draw(star(3), (doc) => setAddress(doc, 'iface:pc3.eth0', '192.168.7.9/24'))
  expect(mended(doc, 'subnet-differs').label).toBe('Give pc3 eth0 10.0.0.22/24')
})

test('of two LANs with one subnet, one moves as a whole', () => {
  const both = draw(
    chain(2),
    (doc) => setAddress(doc, 'iface:pc2.eth0', '10.0.0.30/24'),
    (doc) => setAddress(doc, 'iface:router2.eth1', '10.0.0.3/24'),
  )
  const { label, doc } = mended(both, 'subnet-twice')
  expect(label).toMatch(/^Move the LAN of .* to 10\.\d+\.\d+\.0\/24$/)
  expect(validateDocument(doc)).toEqual([])
})

test('MAC addresses, MTUs, loose interfaces, advertisements', () => {
  const { mac } = record(star(2), 'iface:pc1.eth0')
  expect(
    mended(
      draw(star(2), (doc) => setFields(doc, 'iface:pc2.eth0', { mac })),
      'mac-shared',
    ).label,
  ).toMatch(/MAC$/)
  const small = draw(star(2), (doc) => setFields(doc, 'iface:pc1.eth0', { mtu: 1400 }))
  expect(mended(small, 'mtu-differs').label).toBe('Set the MTU of pc1 eth0 to 1500')
  const six = draw(
    star(2),
    (doc) => setAddress(doc, 'iface:pc1.eth0', ['10.0.0.20/24', 'fc00::20/64']),
    (doc) => setFields(doc, 'iface:pc1.eth0', { mtu: 1000 }),
  )
  expect(mended(six, 'mtu-small').label).toBe('Set the MTU of pc1 eth0 to 1280')
  const cut = draw(chain(1), (doc) => removeRecords(doc, ['link:pc1-router1'], { keepIfaces: true }))
  expect(mended(cut, 'no-wire').label).toBe('Remove pc1 eth0')
  const ra = draw(chain(1), (doc) => setFields(doc, 'iface:pc1.eth0', { ra: defaultRa }))
  expect(mended(ra, 'ra-no-router').label).toBe('Stop advertisements of pc1 eth0')
})

test('a route to nobody goes, and of several the right one', () => {
  const doc = draw(chain(1), (doc) =>
    setRoutes(doc, 'node:pc1', [
      { destination: '10.7.0.0/16', gateway: '10.9.9.1' },
      { destination: '10.8.0.0/16', gateway: '10.0.0.1' },
      { destination: '10.9.0.0/16', gateway: '10.9.9.2' },
    ]),
  )
  expect(mended(doc, 'gateway').label).toBe('Remove the route of pc1 to 10.7.0.0/16 via 10.9.9.1')
  const all = mendAll(doc, of(doc, 'gateway'))!
  expect(all.label).toBe('Mend 2 problems')
  expect(record(applyDiff(doc, all.diff), 'node:pc1').routes).toEqual([
    { destination: '10.8.0.0/16', gateway: '10.0.0.1' },
  ])
})

test('protocols that do not run are stood in for, once', () => {
  const doc = draw(
    chain(1),
    (doc) => setFields(doc, 'lab:lab', { autoRoutes: false }),
    (doc) => setFields(doc, 'node:router1', { protocols: [{ name: 'rip', config: '' }] }),
  )
  const { doc: after } = (() => {
    const operation = mendOf(doc, of(doc, 'protocol-not-run')[0]!)!
    return { doc: applyDiff(doc, operation.diff) }
  })()
  expect(lab(after).autoRoutes).toBe(true)
  expect(of(after, 'protocol-not-run')).toEqual([])
})

/** Switches (or hubs) in a ring, with a pc at the first. */
function ring(n: number, kind: 'switch' | 'hub' = 'switch'): TopologyDocument {
  let doc = draw(star(1), (doc) => transform(doc, ['node:switch1'], { kind }))
  const ids: NodeId[] = ['node:switch1']
  for (let i = 1; i < n; i++) {
    const id: NodeId = `node:ring${i}`
    const model = record(doc, 'node:switch1')
    doc = applyDiff(doc, { added: { [id]: { ...model, id, name: `ring${i}` } }, updated: {}, removed: {} })
    ids.push(id)
  }
  for (let i = 0; i < n; i++) doc = draw(doc, (doc) => connect(doc, ids[i]!, ids[(i + 1) % n]!))
  return doc
}

test('a loop is told once, and cut by spanning tree in each of its switches', () => {
  const doc = ring(4)
  const loops = of(doc, 'loop')
  expect(loops.map(({ message }) => message)).toEqual([
    'ring1 is in a loop with ring2, ring3, switch1: a broadcast goes round for ever',
  ])
  expect(mended(doc, 'loop').label).toBe('Turn spanning tree on in 4 switches')
  expect(of(ring(2), 'loop'), 'two wires between two switches').toHaveLength(1)
})

test('a loop with spanning tree in some of its switches is open, in all of them cut, and so is one with a wire pulled', () => {
  const doc = ring(3)
  const some = draw(doc, (doc) => setSwitch(doc, 'node:ring1', { stp: 'rstp' }))
  expect(of(some, 'loop')).toHaveLength(1)
  const all = mended(some, 'loop').doc
  expect(of(all, 'loop')).toEqual([])
  const port = [...all.records.values()].find((each) => each.type === 'iface' && each.node === 'node:ring1')!
  const off = draw(all, (doc) => setPort(doc, port.id as IfaceId, { stpEnabled: false }))
  expect(of(off, 'loop')).toHaveLength(1)
  expect(of(mended(off, 'loop').doc, 'loop')).toEqual([])
  expect(
    of(
      draw(doc, (doc) => setLinkUp(doc, 'link:ring1-ring2', false)),
      'loop',
    ),
  ).toEqual([])
})

test('a loop of hubs is told, and only a person can say which wire goes', () => {
  const doc = ring(3, 'hub')
  const [problem] = of(doc, 'loop')
  expect(problem?.mend).toBe('pull a wire')
  expect(mendOf(doc, problem!)).toBeNull()
})

test('wires in different VLANs are no loop, and those that carry the same one are', () => {
  const both = ['node:switch1', 'node:ring1'] as const
  const two = both.reduce((doc, id) => draw(doc, (doc) => setSwitch(doc, id, { vlanFiltering: true })), ring(2))
  const wires = [...two.records.values()].filter(
    (each) => each.type === 'link' && /ring1/.test(each.id),
  ) as LinkRecord[]
  const set = (doc: TopologyDocument, wire: number, port: Partial<SwitchPort>) =>
    [wires[wire]!.a, wires[wire]!.b].reduce((doc, id) => draw(doc, (doc) => setPort(doc, id, port)), doc)
  expect(of(two, 'loop'), 'both in VLAN 1').toHaveLength(1)
  const apart = set(set(two, 0, { pvid: 10 }), 1, { pvid: 20 })
  expect(of(apart, 'loop')).toEqual([])
  const trunk = set(apart, 1, { mode: 'trunk', allowed: [30, 20], native: null })
  expect(of(trunk, 'loop'), 'VLAN 10 goes over one of them only').toEqual([])
  expect(of(set(trunk, 1, { allowed: 'all' }), 'loop'), 'the trunk carries VLAN 10 too').toHaveLength(1)
  expect(of(set(trunk, 1, { native: 10, allowed: [] }), 'loop'), 'without its tag').toHaveLength(1)
})

test('trees of switches are no loops', () => {
  expect(of(star(20), 'loop')).toEqual([])
  expect(of(chain(5), 'loop')).toEqual([])
})

test('ports that disagree about VLANs are told, and the far one is set as the near one', () => {
  const doc = draw(
    draw(ring(2), (doc) => removeRecords(doc, ['link:ring1-switch1'])),
    (doc) => setSwitch(doc, 'node:switch1', { vlanFiltering: true }),
    (doc) => setSwitch(doc, 'node:ring1', { vlanFiltering: true }),
  )
  const link = record(doc, 'link:switch1-ring1')
  expect(of(doc, 'vlan-differs')).toEqual([])
  const trunk = draw(doc, (doc) => setPort(doc, link.b, { mode: 'trunk', allowed: [10, 20], native: null }))
  const { label, doc: after } = mended(trunk, 'vlan-differs')
  expect(label).toMatch(/^Set switch1 e\d as ring1 e\d$/)
  expect(find(after, link.a)?.port).toMatchObject({ mode: 'trunk', allowed: [10, 20] })
  expect(of(trunk, 'vlan-differs')[0]!.message).toMatch(
    /^switch1 e\d is an access port of VLAN 1, and ring1 e\d a trunk of VLANs 10, 20 with none untagged$/,
  )
  const many = [1, ...Array.from({ length: 50 }, (_, i) => 100 + i), 4094]
  const long = draw(doc, (doc) => setPort(doc, link.b, { mode: 'trunk', allowed: many, native: null }))
  expect(of(long, 'vlan-differs')[0]!.message).toContain('a trunk of VLANs 1, 100-149, 4094 with none untagged')
})

test('whatever was drawn, a mend can be applied, its problem is gone, and all of a kind go at once', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 40, maxLength: 400 }), (numbers) => {
      const choose = chooseFrom(numbers)
      let doc = star(3)
      for (let i = 0; i < 25; i++) {
        const operation = randomOperation(doc, choose)
        if (operation !== null) doc = applyDiff(doc, operation.diff)
      }
      for (const kind of problemKinds) {
        const problems = of(doc, kind)
        for (const problem of problems.slice(0, 3)) {
          const operation = mendOf(doc, problem)
          if (operation !== null) expect(checkOperation(doc, operation)).toMatchObject({ ok: true })
        }
        const all = mendAll(doc, problems)
        if (all !== null) expect(of(applyDiff(doc, all.diff), kind).length).toBeLessThan(problems.length)
      }
    }),
    { numRuns: 60 },
  )
})
