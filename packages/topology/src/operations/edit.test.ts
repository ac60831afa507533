// Operations on what there is: settings of switches and ports, vlan and loopback interfaces, transform, renumber, MACs.
import { expect, test } from 'vitest'
import {
  addedIfaces,
  addLoopback,
  addNode,
  addVlan,
  applyDiff,
  chain,
  connect,
  find,
  ifaces,
  ifacesOf,
  links,
  type NodeId,
  nodes,
  randomizeMacs,
  record,
  removeRecords,
  renumber,
  setAddress,
  setFields,
  setPort,
  setSwitch,
  star,
  transform,
} from '../index.ts'
import { Sketch } from './testing.ts'

test('settings of a switch and its ports change one by one, and back at their defaults they are gone', () => {
  const lab = new Sketch(star(2))
  lab.do(setSwitch(lab.doc, 'node:switch1', { stp: 'rstp' }))
  lab.do(setSwitch(lab.doc, 'node:switch1', { priority: 4096 }))
  expect(record(lab.doc, 'node:switch1').switch).toMatchObject({ stp: 'rstp', priority: 4096, vlanFiltering: false })
  expect(() => setSwitch(lab.doc, 'node:switch1', { priority: 5000 })).toThrow(/priority: .*multiple of 4096/)
  expect(() => setSwitch(lab.doc, 'node:pc1', { stp: 'rstp' })).toThrow('pc1 is a jail, not a switch.')
  lab.do(setSwitch(lab.doc, 'node:switch1', { stp: 'off', priority: 32768 }))
  expect(record(lab.doc, 'node:switch1').switch).toBeNull()
  lab.do(setPort(lab.doc, 'iface:switch1.e0', { mode: 'trunk', allowed: [6, 4, 6] }))
  expect(record(lab.doc, 'iface:switch1.e0').port).toMatchObject({ mode: 'trunk', allowed: [4, 6] })
  expect(() => setPort(lab.doc, 'iface:switch1.e0', { pvid: 4095 })).toThrow(/pvid/)
  expect(() => setPort(lab.doc, 'iface:pc1.eth0', { pvid: 4 })).toThrow('only ports of a switch have settings')
})

test('a vlan interface is in the LAN of its tag, with its address; one tag is taken once', () => {
  const lab = new Sketch(star(2))
  lab.do(setSwitch(lab.doc, 'node:switch1', { vlanFiltering: true }))
  lab.do(setPort(lab.doc, 'iface:switch1.e0', { mode: 'trunk' }))
  lab.do(setPort(lab.doc, 'iface:switch1.e1', { pvid: 4 }))
  lab.do(renumber(lab.doc))
  const [vlan] = addedIfaces(lab.do(addVlan(lab.doc, { over: 'iface:pc1.eth0', id: 4, address: 'automatic' })))
  expect(lab.addresses()).toEqual({
    'pc1.eth0': '10.0.0.20/24',
    'pc1.vlan4': '10.0.1.21/24',
    'pc2.eth0': '10.0.1.20/24',
  })
  expect(record(lab.doc, vlan)).toMatchObject({ mac: record(lab.doc, 'iface:pc1.eth0').mac, name: 'vlan4' })
  expect(lab.errors()).toEqual([])
  expect(() => addVlan(lab.doc, { over: 'iface:pc1.eth0', id: 4 })).toThrow('vlan4 has the tag 4 over eth0 too')
  expect(() => addVlan(lab.doc, { over: vlan, id: 5 })).toThrow('a vlan cannot be made over iface:pc1.vlan4')
  expect(() => addVlan(lab.doc, { over: 'iface:switch1.e0', id: 5 })).toThrow('a switch cannot have a vlan interface')
  expect(() => addVlan(lab.doc, { over: 'iface:pc1.eth0', id: 4095 })).toThrow(/vlan\.id/)
  lab.do(removeRecords(lab.doc, ['iface:pc1.eth0']))
  expect(find(lab.doc, vlan)).toBeUndefined()
})

test('a loopback interface takes addresses of its own, and no wire', () => {
  const lab = new Sketch(chain(1))
  lab.do(addLoopback(lab.doc, 'node:router1', ['10.255.0.1/32', '2001:DB8::1/128']))
  expect(lab.addresses()['router1.lo0']).toBe('10.255.0.1/32 2001:db8::1/128')
  expect(lab.errors()).toEqual([])
  lab.do(setAddress(lab.doc, 'iface:router1.lo0', ['127.0.0.1/8', '::1/128']))
  expect(() => connect(lab.doc, 'iface:router1.lo0', 'node:pc1')).toThrow(/lo0 is a loopback interface/)
  expect(() => addLoopback(star(1), 'node:switch1')).toThrow('A switch has no network stack')
})

test('a pc becomes a router and a zone, and keeps its wires and addresses', () => {
  const lab = new Sketch(chain(1))
  expect(transform(lab.doc, ['node:pc1'], { kind: 'jail', role: 'router' }).label).toBe('Make pc1 a router')
  lab.do(transform(lab.doc, ['node:pc1', 'node:router1'], { kind: 'zone' }))
  expect(nodes(lab.doc).map(({ name, kind, role }) => [name, kind, role])).toContainEqual(['router1', 'zone', 'router'])
  expect(lab.addresses()['pc1.eth0']).toBe('10.0.0.20/24')
})

test('a router becomes a switch and a switch a router, and the drawing stays sound', () => {
  const lab = new Sketch(chain(1))
  lab.do(addLoopback(lab.doc, 'node:router1', ['10.255.0.1/32']))
  lab.do(addVlan(lab.doc, { over: 'iface:router1.eth0', id: 4 }))
  lab.do(transform(lab.doc, ['node:router1'], { kind: 'switch' }))
  expect(ifacesOf(lab.doc, 'node:router1').map(({ name, addresses }) => [name, addresses])).toEqual([
    ['e0', []],
    ['e1', []],
  ])
  lab.do(setPort(lab.doc, 'iface:router1.eth0', { pvid: 4 }))
  lab.do(transform(lab.doc, ['node:router1'], { kind: 'hub' }))
  expect(record(lab.doc, 'iface:router1.eth0').port).toBeNull()
  lab.do(transform(lab.doc, ['node:router1'], { kind: 'tee' }))
  expect(ifacesOf(lab.doc, 'node:router1').map(({ name }) => name)).toEqual(['left', 'right'])
  lab.do(transform(lab.doc, ['node:router1'], { kind: 'jail', role: 'router' }))
  expect(ifacesOf(lab.doc, 'node:router1').map(({ name }) => name)).toEqual(['eth0', 'eth1'])
  expect(lab.addresses()).toEqual({
    'pc1.eth0': '10.0.0.20/24',
    'pc2.eth0': '10.0.1.20/24',
    'router1.eth0': '10.0.0.1/24',
    'router1.eth1': '10.0.1.1/24',
  })
})

test('what cannot be made of a node is said', () => {
  const lab = new Sketch(star(5))
  const become = (id: NodeId, kind: 'tee' | 'etherstub' | 'switch') => () => transform(lab.doc, [id], { kind })
  expect(become('node:machine0', 'switch')).toThrow('stays a machine')
  expect(become('node:switch1', 'tee')).toThrow('A tee has four ports, and switch1 has 5 wires.')
  lab.do(addNode(lab.doc, { kind: 'jail', parent: 'node:pc1', position: { x: 0, y: 0 } }))
  expect(become('node:pc1', 'switch')).toThrow('pc1 contains other nodes')
})

test('renumbering closes the holes that deleting left, and keeps the order', () => {
  const lab = new Sketch(chain(4))
  lab.do(removeRecords(lab.doc, ['node:router2']))
  lab.do(connect(lab.doc, 'node:router1', 'node:router3'))
  lab.do(renumber(lab.doc))
  expect(lab.addresses()).toEqual({
    'pc1.eth0': '10.0.0.20/24',
    'router1.eth0': '10.0.0.1/24',
    'router3.eth1': '10.0.1.1/24',
    'router4.eth0': '10.0.1.2/24',
    'router4.eth1': '10.0.2.1/24',
    'pc2.eth0': '10.0.2.20/24',
    'router1.eth1': '10.0.3.1/24',
    'router3.eth0': '10.0.3.2/24',
  })
  expect(renumber(lab.doc).diff.updated).toEqual({})
})

test('a switch that becomes a router parts its LAN: each side has a subnet of its own, and what was typed stays', () => {
  const lab = new Sketch(star(3))
  lab.do(setAddress(lab.doc, 'iface:pc3.eth0', '10.0.0.77/24'))
  lab.do(transform(lab.doc, ['node:switch1'], { kind: 'jail', role: 'router' }))
  expect(lab.addresses()).toMatchObject({
    'pc1.eth0': '10.0.0.20/24',
    'switch1.e0': '10.0.0.1/24',
    'pc2.eth0': '10.0.1.20/24',
    'switch1.e1': '10.0.1.1/24',
    'pc3.eth0': '10.0.0.77/24',
  })
  lab.do(setAddress(lab.doc, 'iface:pc3.eth0', '10.0.7.77/24'))
  lab.do(setAddress(lab.doc, 'iface:switch1.e2', '10.0.7.1/24'))
  expect(lab.errors()).toEqual([])
})

test('a router that becomes a switch joins its LANs: the automatic addresses of the smaller move', () => {
  const lab = new Sketch(chain(1))
  lab.do(transform(lab.doc, ['node:router1'], { kind: 'switch' }))
  expect(lab.addresses()).toEqual({ 'pc1.eth0': '10.0.0.20/24', 'pc2.eth0': '10.0.0.21/24' })
  expect(lab.errors()).toEqual([])
})

test('what is wrong with a setting of the lab is told without its name', () => {
  expect(() => setFields(chain(1), 'lab:lab', { ipv4Pool: '10.0.0.0/99' })).toThrow(/^(?!chain)/)
})

test('a part that stands where it would begin stays there', () => {
  const lab = new Sketch(chain(3))
  expect(renumber(lab.doc, { ids: ['node:pc1', 'iface:router1.eth0'] }).diff.updated).toEqual({})
})

test('renumbering leaves what a person typed, unless told to take it too', () => {
  const lab = new Sketch(star(3))
  lab.do(setAddress(lab.doc, 'iface:pc2.eth0', '192.168.7.9/24'))
  lab.do(renumber(lab.doc))
  // The LAN goes on in the subnet a person chose for it.
  expect(lab.addresses()).toEqual({
    'pc1.eth0': '192.168.7.20/24',
    'pc2.eth0': '192.168.7.9/24',
    'pc3.eth0': '192.168.7.21/24',
  })
  lab.do(renumber(lab.doc, { typed: true }))
  expect(Object.values(lab.addresses())).toEqual(['10.0.0.21/24', '10.0.0.20/24', '10.0.0.22/24'])
})

test('renumbering gives a lab IPv6, and a chosen LAN a subnet of its own', () => {
  const lab = new Sketch(chain(1))
  lab.do(setFields(lab.doc, 'lab:lab', { autoAddress6: true }))
  lab.do(renumber(lab.doc, { families: [6] }))
  expect(lab.addresses()).toEqual({
    'pc1.eth0': '10.0.0.20/24 fc00::20/64',
    'pc2.eth0': '10.0.1.20/24 fc00:0:0:1::20/64',
    'router1.eth0': '10.0.0.1/24 fc00::1/64',
    'router1.eth1': '10.0.1.1/24 fc00:0:0:1::1/64',
  })
  lab.do(renumber(lab.doc, { ids: ['node:pc2', 'iface:router1.eth1'], families: [4] }))
  // The subnet that was given up is the next one free.
  expect(lab.addresses()['pc2.eth0']).toBe('10.0.1.20/24 fc00:0:0:1::20/64')
  lab.do(setFields(lab.doc, 'lab:lab', { autoAddress4: false, autoAddress6: false }))
  expect(() => renumber(lab.doc)).toThrow('Automatic addresses are off')
})

test('MAC addresses by chance are local, distinct, and a vlan follows', () => {
  const lab = new Sketch(chain(3))
  lab.do(addVlan(lab.doc, { over: 'iface:pc1.eth0', id: 4 }))
  let n = 0
  lab.do(randomizeMacs(lab.doc, 'all', (below) => (n += 7919) % below))
  const macs = ifaces(lab.doc)
    .filter(({ kind }) => kind === 'nic')
    .map(({ mac }) => mac)
  expect(new Set(macs).size).toBe(macs.length)
  expect(macs.every((mac) => mac.startsWith('42:00:'))).toBe(true)
  expect(record(lab.doc, 'iface:pc1.vlan4').mac).toBe(record(lab.doc, 'iface:pc1.eth0').mac)
  expect(lab.errors().filter((line) => line.includes('MAC'))).toEqual([])
})

test('MAC addresses are distinct though chance repeats itself, also at the end of their block', () => {
  for (const always of [0, 2 ** 16 - 1]) {
    const lab = new Sketch(star(300))
    for (let round = 0; round < 2; round++) lab.do(randomizeMacs(lab.doc, 'all', () => always))
    const macs = ifaces(lab.doc).map(({ mac }) => mac)
    expect(new Set(macs).size).toBe(macs.length)
    expect(macs.every((mac) => mac.startsWith('42:00:'))).toBe(true)
  }
})

test('a whole impairment can be set, part by part, and undone', () => {
  const doc = chain(1)
  const { id } = links(doc)[0]
  const burst = { enterPercent: 1, leavePercent: 30, goodLossPercent: 0, badLossPercent: 80 }
  const edited = applyDiff(doc, setFields(doc, id, { ab: { lossBurst: burst, jitterUs: 5, mtu: 1280 } }).diff)
  expect(record(edited, id).ab).toMatchObject({ lossBurst: burst, jitterUs: 5, delayUs: 0 })
  const part = setFields(edited, id, { ab: { lossBurst: { leavePercent: 40 } } }).diff
  expect(part.updated[id]).toEqual([
    { ab: { lossBurst: { leavePercent: 30 } } },
    { ab: { lossBurst: { leavePercent: 40 } } },
  ])
  expect(() => setFields(doc, id, { ab: { mtu: 20 } })).toThrow(/mtu/)
  expect(() => setFields(doc, id, { ab: { lossBurst: { leavePercent: 40 } } as never })).toThrow(/lossBurst/)
})
