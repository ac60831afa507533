import { expect, test } from 'vitest'
import {
  type AddNode,
  addedNodes,
  addNode,
  applyDiff,
  connect,
  emptyDocument,
  ifacesOf,
  invertDiff,
  links,
  type NodeId,
  nameOf,
  nodes,
  removeRecords,
  renameNode,
  setAddress,
  setFields,
  setImpairment,
  type TopologyDocument,
  vnicsOver,
  whyNotConnect,
} from '../index.ts'

const at = { x: 0, y: 0 }
const pc: AddNode = { kind: 'jail', role: 'pc', position: at }
const router: AddNode = { kind: 'jail', role: 'router', position: at }
const zone: AddNode = { kind: 'zone', position: at }
const aSwitch: AddNode = { kind: 'switch', position: at }
const stub: AddNode = { kind: 'etherstub', position: at }

/** A lab being drawn: places nodes, wires them by name. */
function draw() {
  let doc: TopologyDocument = emptyDocument('drawing', { autoAddress6: false })
  return {
    get doc() {
      return doc
    },
    place(what: AddNode): NodeId {
      const { diff } = addNode(doc, what)
      doc = applyDiff(doc, diff)
      return addedNodes(diff)[0]
    },
    wire(a: NodeId, b: NodeId): string {
      const { label, diff } = connect(doc, a, b)
      doc = applyDiff(doc, diff)
      return label
    },
    edit(change: (doc: TopologyDocument) => { diff: Parameters<typeof applyDiff>[1] }) {
      doc = applyDiff(doc, change(doc).diff)
    },
    addresses(node: NodeId): string[] {
      return ifacesOf(doc, node).flatMap((iface) => iface.addresses.map((each) => each.address))
    },
  }
}

test('nodes are named by kind and counted', () => {
  const lab = draw()
  for (const what of [pc, pc, router, aSwitch, zone, stub, { ...pc, role: 'host' as const }]) lab.place(what)
  expect(nodes(lab.doc).map((node) => node.name)).toEqual([
    'jail1',
    'global',
    'pc1',
    'pc2',
    'router1',
    'stub1',
    'switch1',
    'zone1',
  ])
})

test('a switch with two pcs and a router is one subnet, numbered as IMUNES does', () => {
  const lab = draw()
  const [a, b, r, s] = [pc, pc, router, aSwitch].map(lab.place)
  lab.wire(a, s)
  lab.wire(s, b)
  lab.wire(r, s)
  expect([a, b, r, s].map(lab.addresses)).toEqual([['10.0.0.20/24'], ['10.0.0.21/24'], ['10.0.0.1/24'], []])
  expect(ifacesOf(lab.doc, s).map((port) => port.name)).toEqual(['e0', 'e1', 'e2'])
  expect(ifacesOf(lab.doc, a)[0]).toMatchObject({ name: 'eth0', kind: 'nic', mac: '42:00:aa:00:00:01' })
})

test('each wire between routers is a subnet of its own', () => {
  const lab = draw()
  const [r1, r2, r3] = [router, router, router].map(lab.place)
  lab.wire(r1, r2)
  lab.wire(r2, r3)
  expect([r1, r2, r3].map(lab.addresses)).toEqual([['10.0.0.1/24'], ['10.0.0.2/24', '10.0.1.1/24'], ['10.0.1.2/24']])
})

test('wiring two switches renumbers the smaller LAN, and leaves what was typed', () => {
  const lab = draw()
  const [a, b, c, d, s1, s2] = [pc, pc, pc, pc, aSwitch, aSwitch].map(lab.place)
  lab.wire(a, s1)
  lab.wire(c, s2)
  lab.wire(b, s1)
  lab.edit((doc) => setAddress(doc, ifacesOf(doc, c)[0].id, '10.0.1.77/24'))
  lab.wire(d, s2)
  lab.edit((doc) => setAddress(doc, ifacesOf(doc, d)[0].id, null))
  const e = lab.place(pc)
  lab.wire(e, s2)
  expect([a, b, c, d, e].map(lab.addresses)).toEqual([
    ['10.0.0.20/24'],
    ['10.0.0.21/24'],
    ['10.0.1.77/24'],
    [],
    ['10.0.1.20/24'],
  ])
  lab.edit((doc) => connect(doc, s1, s2))
  expect([a, b, c, d, e].map(lab.addresses)).toEqual([
    ['10.0.0.20/24'],
    ['10.0.0.21/24'],
    ['10.0.1.77/24'],
    [],
    ['10.0.0.22/24'],
  ])
})

test('a wire drawn to an etherstub is a vnic over it', () => {
  const lab = draw()
  const [z1, z2, s] = [zone, zone, stub].map(lab.place)
  expect(lab.wire(z1, s)).toBe('Create vnic0 on zone1 over stub1')
  lab.wire(s, z2)
  expect(links(lab.doc)).toEqual([])
  expect(vnicsOver(lab.doc, s).map((vnic) => [vnic.node, vnic.name, vnic.addresses[0].address])).toEqual([
    [z1, 'vnic0', '10.0.0.10/24'],
    [z2, 'vnic0', '10.0.0.11/24'],
  ])
})

test('what cannot be wired says why', () => {
  const lab = draw()
  const [a, s1, s2, sw] = [pc, stub, stub, aSwitch].map(lab.place)
  expect(whyNotConnect(lab.doc, a, a)).toBe('A wire needs two nodes; both ends are pc1.')
  expect(whyNotConnect(lab.doc, s1, s2)).toMatch(/Two etherstubs cannot be joined/)
  expect(whyNotConnect(lab.doc, a, 'node:machine0')).toMatch(/global is a machine/)
  expect(whyNotConnect(lab.doc, sw, s1)).toMatch(/a switch has none/)
  expect(whyNotConnect(lab.doc, a, 'node:gone')).toMatch(/no node:gone/)
  expect(() => connect(lab.doc, a, a)).toThrow('A wire needs two nodes')
})

test('of several wires between the same two each is called by its interfaces, from when there is a second one', () => {
  const lab = draw()
  const [a, b] = [router, router].map(lab.place)
  lab.wire(a, b)
  const one = links(lab.doc)[0]!.id
  const { label, diff } = connect(lab.doc, a, b)
  const after = applyDiff(lab.doc, diff)
  expect([nameOf(lab.doc, one), nameOf(after, one)]).toEqual(['router1–router2', 'router1 eth0 – router2 eth0'])
  expect(label).toBe('Wire router1 eth1 to router2 eth1')
  expect(setImpairment(after, one, 'both', { delayUs: 5 }).label).toBe('Change delay of router1 eth0 – router2 eth0')
  expect(setFields(after, a, { name: 'core' }).label).toBe('Rename router1 to core')
})

test('deleting a router takes its wires and their far ends, and undo brings all of it back', () => {
  const lab = draw()
  const [a, r, b] = [pc, router, pc].map(lab.place)
  lab.wire(a, r)
  lab.wire(r, b)
  const before = lab.doc
  const { label, diff } = removeRecords(before, [r])
  const after = applyDiff(before, diff)
  expect(label).toBe('Delete router1')
  expect(nodes(after).map((node) => node.name)).toEqual(['global', 'pc1', 'pc2'])
  expect(links(after)).toEqual([])
  expect([...ifacesOf(after, a), ...ifacesOf(after, b)]).toEqual([])
  expect(new Map(applyDiff(after, invertDiff(diff)).records)).toEqual(new Map(before.records))
})

test('the machine everything is placed in cannot be deleted', () => {
  expect(() => removeRecords(emptyDocument(), ['node:machine0'])).toThrow('cannot be deleted')
})

test('fields set in part keep their neighbours', () => {
  const lab = draw()
  const [a, b] = [pc, pc].map(lab.place)
  lab.wire(a, b)
  const link = links(lab.doc)[0]
  const { diff } = setFields(lab.doc, link.id, { ab: { delayUs: 500 } })
  expect(diff.updated[link.id]).toEqual([{ ab: { delayUs: 0 } }, { ab: { delayUs: 500 } }])
})

test('what a room would refuse is refused by the operation, in words', () => {
  const lab = draw()
  const [a, r] = [pc, router].map(lab.place)
  lab.wire(a, r)
  lab.wire(a, r)
  const second = ifacesOf(lab.doc, r)[1].id
  expect(() => setAddress(lab.doc, second, '10.0.0.1/24')).toThrow(
    'router1 eth1: router1 eth0 has 10.0.0.1 too; change one of them.',
  )
  expect(() => setFields(lab.doc, second, { name: '-5' })).toThrow(
    expect.objectContaining({ plain: expect.stringMatching(/^"-5" cannot be an interface's name; begin with/) }),
  )
  expect(() => renameNode(lab.doc, a, 'pc 1')).toThrow(
    /"pc 1" cannot be a node's name; use the letters A to Z and a to z, digits, and - _ . between them/,
  )
  expect(() => renameNode(lab.doc, a, 'büro-2')).toThrow(/the letters A to Z and a to z/)
  expect(() => addNode(lab.doc, { ...pc, name: 'router1' })).toThrow('router1: another node is called router1 too')
  expect(() => setFields(lab.doc, second, { mtu: 9 })).toThrow(/mtu/)
})
