import { expect, test } from 'vitest'
import {
  applyDiff,
  chain,
  computeRoutes,
  defaultRa,
  documentOf,
  generators,
  type IfaceId,
  type IfaceRecord,
  makeLayout,
  nodes,
  record,
  removeRecords,
  setAddress,
  setFields,
  setRoutes,
  star,
  type TopologyDocument,
  type TopologyRecord,
  validateDocument,
} from '../index.ts'

const said = (doc: TopologyDocument) =>
  validateDocument(doc).map(({ severity, record, message }) => `${severity} ${record}: ${message}`)
const put = (doc: TopologyDocument, ...records: TopologyRecord[]) => documentOf([...doc.records.values(), ...records])

test('a lab with nothing wrong has no problems', () => {
  expect(validateDocument(chain(3))).toEqual([])
})

test('an address in another subnet than its LAN is a warning on that interface alone', () => {
  const doc = star(3)
  expect(validateDocument(applyDiff(doc, setAddress(doc, 'iface:pc2.eth0', '10.0.9.5/24').diff))).toEqual([
    {
      kind: 'subnet-differs',
      severity: 'warning',
      record: 'iface:pc2.eth0',
      field: 'addresses',
      message: 'pc2 eth0 is in 10.0.9.0/24, the rest of its LAN in 10.0.0.0/24',
      mend: 'give it an address in 10.0.0.0/24',
    },
  ])
})

test('one address on two nodes is a warning, on one node an error', () => {
  const doc = star(2)
  expect(said(applyDiff(doc, setAddress(doc, 'iface:pc2.eth0', '10.0.0.20/24').diff))).toEqual([
    'warning iface:pc1.eth0: pc2 eth0 has 10.0.0.20 too',
    'warning iface:pc2.eth0: pc1 eth0 has 10.0.0.20 too',
  ])
  const routers = chain(2)
  const eth1 = record(routers, 'iface:router1.eth1')
  expect(said(put(routers, { ...eth1, addresses: [{ address: '10.0.0.1/24', auto: false }] }))).toContain(
    'error iface:router1.eth1: router1 eth0 has 10.0.0.1 too',
  )
})

test('lo0 is the name of the loopback interface every stack has, and free on a switch', () => {
  const doc = star(2)
  const called = (id: IfaceId) => said(put(doc, { ...record(doc, id), name: 'lo0' }))
  expect(called('iface:pc1.eth0')).toEqual([
    'error iface:pc1.eth0: lo0 is the loopback interface that pc1 has of its own',
  ])
  expect(called('iface:switch1.e0')).toEqual([])
})

test('one MAC address twice in a LAN is told, in two LANs it is not', () => {
  const doc = star(2)
  const mac = record(doc, 'iface:pc1.eth0').mac
  expect(said(applyDiff(doc, setFields(doc, 'iface:pc2.eth0', { mac }).diff))).toEqual([
    `warning iface:pc2.eth0: pc1 eth0 in the same LAN has ${mac} too`,
  ])
  const far = chain(2)
  expect(
    said(applyDiff(far, setFields(far, 'iface:pc2.eth0', { mac: record(far, 'iface:pc1.eth0').mac }).diff)),
  ).toEqual([])
})

test('a gateway out of reach, and a wire pulled out of an interface, are told', () => {
  const doc = chain(1)
  const routed = applyDiff(doc, setRoutes(doc, 'node:pc1', [{ destination: 'default', gateway: '10.0.7.1' }]).diff)
  expect(said(routed)).toEqual(['warning node:pc1: 10.0.7.1 is on no network this node is connected to'])
  const unwired = applyDiff(doc, removeRecords(doc, ['link:pc1-router1'], { keepIfaces: true }).diff)
  expect(said(unwired)).toEqual([
    'warning iface:pc1.eth0: pc1 eth0 has no wire',
    'warning iface:router1.eth0: router1 eth0 has no wire',
  ])
})

test('a smaller MTU in a LAN is told', () => {
  const doc = star(2)
  expect(said(applyDiff(doc, setFields(doc, 'iface:pc1.eth0', { mtu: 1400 }).diff))).toEqual([
    'warning iface:pc1.eth0: pc1 eth0 takes 1400 bytes, others in its LAN send up to 1500',
  ])
})

test('what cannot be drawn is an error with its mend', () => {
  const doc = chain(1)
  const eth0 = record(doc, 'iface:pc1.eth0')
  const spare: IfaceRecord = { ...eth0, id: 'iface:spare', name: 'spare0', addresses: [], mac: '42:00:aa:00:00:99' }
  const errors = (...records: TopologyRecord[]) => said(put(doc, ...records)).filter((line) => line.startsWith('error'))
  const machine = nodes(doc).find((node) => node.kind === 'machine')!
  expect(errors({ ...spare, kind: 'vnic', over: 'node:pc2' })).toEqual([
    'error iface:spare: a vnic cannot be made over a jail',
  ])
  expect(errors({ ...spare, name: 'eth0' })).toHaveLength(2)
  expect(errors({ ...spare, mac: '43:00:aa:00:00:99' })[0]).toMatch(/multicast address/)
  expect(errors({ ...machine, id: 'node:z', kind: 'zone', name: 'z', parent: 'node:pc1' })).toEqual([
    'error node:z: zones do not nest, and pc1 is a jail',
  ])
  expect(errors({ ...machine, id: 'node:s', kind: 'switch', name: 's', parent: 'node:machine0' })).toEqual([
    'error node:s: a switch has no network stack, so no role',
  ])
  expect(errors({ ...machine, id: 'node:b', name: 'bad name', parent: 'node:machine0' })[0]).toMatch(
    /cannot be a node's name/,
  )
  expect(errors(makeLayout({ id: 'layout:wrong', node: 'node:pc1', x: 0, y: 0 }))).toEqual([
    'error layout:wrong: the layout of node:pc1 must be called layout:pc1',
  ])
})

test('routes are read strictly', () => {
  const routed = (destination: string, gateway = '10.0.0.1') =>
    said(put(chain(1), { ...record(chain(1), 'node:pc1'), routes: [{ destination, gateway }] })).map((line) =>
      line.replace(/^\w+ node:pc1: /, ''),
    )
  expect(routed('10.0.5.0/24')).toEqual([])
  expect(routed('10.0.5.7/24')).toEqual(['10.0.5.7/24 has bits set beyond its prefix'])
  expect(routed('elsewhere')).toEqual(['"elsewhere" is not a destination'])
  expect(routed('default', 'router1')).toEqual(['"router1" is not the address of a neighbor'])
})

test('several routes to one place are next hops of it; what is dropped cannot also be sent on', () => {
  const routed = (...routes: [string, string][]) => {
    const list = routes.map(([destination, gateway]) => ({ destination, gateway }))
    return said(put(chain(1), { ...record(chain(1), 'node:router1'), routes: list })).map((line) =>
      line.replace(/ node:router1/, ''),
    )
  }
  expect(routed(['10.7.0.0/16', '10.0.0.20'], ['10.7.0.0/16', '10.0.1.20'], ['10.8.0.0/16', 'blackhole'])).toEqual([])
  expect(routed(['default', '10.0.0.20'], ['0.0.0.0/0', '10.0.0.20'])).toEqual([
    'error: the route to 0.0.0.0/0 via 10.0.0.20 is there twice',
  ])
  expect(routed(['default', '10.0.0.20'], ['default', 'reject'])).toEqual([
    'error: packets to default cannot be sent on and dropped',
  ])
  expect(routed(['::/0', '10.0.0.20'])).toEqual(['error: the way to ::/0 cannot be 10.0.0.20'])
  expect(routed(['default', 'fc00::1'])[0]).toBe('error: the way to default cannot be fc00::1')
  expect(routed(['::/0', 'fe80::1'])).toEqual(['error: fe80::1 is link-local, and does not say on which link'])
  expect(routed(['::/0', 'fe80::1%eth0'])).toEqual([])
  expect(routed(['::/0', 'fe80::1%eth7'])).toEqual(['warning: this node has no interface eth7'])
  expect(routed(['fc00:7::1/64', 'fc00::1'])).toEqual([
    'error: fc00:7::1/64 has bits set beyond its prefix',
    'warning: fc00::1 is on no network this node is connected to',
  ])
})

test('one address twice on one interface is an error', () => {
  const doc = chain(1)
  const twice = ['10.0.0.20/24', '10.0.0.20/16'].map((address) => ({ address, auto: false }))
  expect(said(put(doc, { ...record(doc, 'iface:pc1.eth0'), addresses: twice }))).toEqual([
    'error iface:pc1.eth0: 10.0.0.20/16 is listed twice',
  ])
})

test('IPv6 is looked at as closely as IPv4', () => {
  const doc = generators.find(({ name }) => name === 'star')!.generate(3, { ipv6: 'on' })
  const typed = (...addresses: string[]) =>
    said(applyDiff(doc, setAddress(doc, 'iface:pc1.eth0', ['10.0.0.20/24', ...addresses]).diff))
  expect(typed('fc00::20/64', 'fe80::1/64')).toEqual([])
  expect(typed('fc00:9::20/64')).toEqual([
    'warning iface:pc1.eth0: pc1 eth0 is in fc00:9::/64, the rest of its LAN in fc00::/64',
  ])
  expect(typed('fc00::21/64')).toContain('warning iface:pc1.eth0: pc2 eth0 has fc00::21 too')
  expect(typed('fc00::/64')).toEqual([
    'warning iface:pc1.eth0: fc00::/64 stands for every router of its subnet (RFC 4291, 2.6.1)',
  ])
  const small = setFields(doc, 'iface:pc1.eth0', { mtu: 1000 }).diff
  expect(said(applyDiff(doc, small))).toContain(
    'warning iface:pc1.eth0: IPv6 needs an MTU of 1280, and eth0 has 1000 (RFC 8200, 5)',
  )
})

test('a protocol that is kept and not run, and advertisements nobody sends, are told', () => {
  const doc = chain(1)
  const rip = applyDiff(doc, setFields(doc, 'node:router1', { protocols: [{ name: 'rip', config: '' }] }).diff)
  const alone = applyDiff(rip, setFields(rip, 'lab:lab', { autoRoutes: false }).diff)
  expect(said(alone)).toEqual([
    'warning node:router1: router1 is to run rip, which Etherloom keeps and does not run yet',
  ])
  // Either of the two mends it names takes it away.
  expect(said(rip)).toEqual([])
  const stored = [{ destination: 'default', gateway: '10.0.0.20' }]
  expect(said(applyDiff(alone, setFields(alone, 'node:router1', { routes: stored }).diff))).toEqual([])
  const ra = setFields(doc, 'iface:pc1.eth0', { ra: defaultRa }).diff
  expect(said(applyDiff(doc, ra))).toEqual([
    'warning iface:pc1.eth0: pc1 is no router, so it advertises nothing (RFC 4861, 6.2.1)',
  ])
})

test('one subnet in two LANs is told, with what to do', () => {
  const doc = chain(2)
  const cut = applyDiff(doc, setAddress(doc, 'iface:pc2.eth0', '10.0.0.20/24').diff)
  const both = applyDiff(cut, setAddress(cut, 'iface:router2.eth1', '10.0.0.2/24').diff)
  expect(said(both)).toContain(
    'warning iface:pc2.eth0: 10.0.0.0/24 is the subnet of pc2 eth0 and of pc1 eth0, which no wire joins',
  )
})

test('a lab whose routers would need millions of routes is told, and they get none', () => {
  const doc = generators.find(({ name }) => name === 'random')!.generate(2000, { wires: 5000 })
  expect(validateDocument(doc)).toMatchObject([{ record: 'lab:lab', field: 'autoRoutes', severity: 'warning' }])
  expect(computeRoutes(doc).get('node:router1')).toEqual([])
})

test('thousands of warnings hide no error', () => {
  const doc = star(1500)
  const twins = [...doc.records.values()].map((each) =>
    each.type === 'iface' && each.addresses.length > 0
      ? { ...each, addresses: [{ address: '10.0.0.9/24', auto: false }] }
      : each,
  )
  const broken = documentOf([...twins, makeLayout({ id: 'layout:zz', node: 'node:zz', x: 0, y: 0 })])
  expect(validateDocument(broken)[0]).toMatchObject({ severity: 'error', record: 'layout:zz' })
})
