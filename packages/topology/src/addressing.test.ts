import { expect, test } from 'vitest'
import {
  type AddNode,
  addedIfaces,
  addedNodes,
  addNode,
  addVnic,
  applyDiff,
  connect,
  type Diff,
  emptyDocument,
  find,
  formatPrefix,
  ifaces,
  ifacesOf,
  type LabOptions,
  type NodeId,
  removeRecords,
  setAddress,
  type TopologyDocument,
} from './index.ts'
import { allocateSubnet } from './subnets.ts'

const kinds: { [kind: string]: Omit<AddNode, 'position'> } = {
  pc: { kind: 'jail', role: 'pc' },
  host: { kind: 'jail', role: 'host' },
  router: { kind: 'jail', role: 'router' },
  zone: { kind: 'zone' },
  switch: { kind: 'switch' },
  hub: { kind: 'hub' },
  stub: { kind: 'etherstub' },
}

class Sketch {
  doc: TopologyDocument
  constructor(options: LabOptions = {}) {
    this.doc = emptyDocument('sketch', { autoAddress6: false, ...options })
  }
  apply({ diff }: { diff: Diff }): Diff {
    this.doc = applyDiff(this.doc, diff)
    return diff
  }
  place(...names: string[]): NodeId[] {
    return names.map(
      (kind) => addedNodes(this.apply(addNode(this.doc, { ...kinds[kind], position: { x: 0, y: 0 } })))[0],
    )
  }
  wire(a: NodeId, b: NodeId): void {
    this.apply(connect(this.doc, a, b))
  }
  type(node: NodeId, address: string | null): void {
    this.apply(setAddress(this.doc, ifacesOf(this.doc, node)[0].id, address))
  }
  addresses(...nodes: NodeId[]): string[] {
    return nodes.map((node) =>
      ifacesOf(this.doc, node)
        .flatMap(({ addresses }) => addresses.map((a) => a.address))
        .join(' '),
    )
  }
}

test('routers begin at .1, hosts and zones at .10, pcs at .20', () => {
  const lab = new Sketch()
  const [hub, ...others] = lab.place('hub', 'pc', 'router', 'host', 'zone', 'router', 'pc')
  for (const node of others) lab.wire(node, hub)
  expect(lab.addresses(...others)).toEqual([
    '10.0.0.20/24',
    '10.0.0.1/24',
    '10.0.0.10/24',
    '10.0.0.11/24',
    '10.0.0.2/24',
    '10.0.0.21/24',
  ])
})

test('a LAN that a person numbered goes on in their subnet', () => {
  const lab = new Sketch()
  const [s, a, b] = lab.place('switch', 'pc', 'pc')
  lab.wire(a, s)
  lab.type(a, '192.168.5.1/26')
  lab.wire(b, s)
  expect(lab.addresses(b)).toEqual(['192.168.5.20/26'])
})

test('a subnet somebody uses anywhere in the lab is not given to another LAN', () => {
  const lab = new Sketch()
  const [a, b, c, d] = lab.place('pc', 'pc', 'pc', 'pc')
  lab.wire(a, b)
  lab.type(a, '10.0.0.1/15')
  lab.type(b, '10.0.0.2/15')
  lab.wire(c, d)
  expect(lab.addresses(c, d)).toEqual(['10.2.0.20/24', '10.2.0.21/24'])
})

test('joining two automatic LANs moves the smaller one, whichever way the wire is drawn', () => {
  for (const forward of [true, false]) {
    const lab = new Sketch()
    const [s1, s2, a, b, c] = lab.place('switch', 'switch', 'pc', 'pc', 'pc')
    lab.wire(a, s1)
    lab.wire(b, s2)
    lab.wire(c, s2)
    expect(lab.addresses(a, b, c)).toEqual(['10.0.0.20/24', '10.0.1.20/24', '10.0.1.21/24'])
    if (forward) lab.wire(s1, s2)
    else lab.wire(s2, s1)
    expect(lab.addresses(a, b, c)).toEqual(['10.0.1.22/24', '10.0.1.20/24', '10.0.1.21/24'])
  }
})

test('a LAN that moves keeps its order, ten after nine', () => {
  const lab = new Sketch()
  const [s1, s2] = lab.place('switch', 'switch')
  const small = lab.place(...Array<string>(11).fill('pc'))
  const large = lab.place(...Array<string>(12).fill('pc'))
  for (const pc of small) lab.wire(pc, s1)
  for (const pc of large) lab.wire(pc, s2)
  lab.wire(s1, s2)
  expect(lab.addresses(...small)).toEqual(small.map((_, i) => `10.0.1.${32 + i}/24`))
})

test('a second wire inside one LAN renumbers nothing', () => {
  const lab = new Sketch()
  const [s1, s2, a, b] = lab.place('switch', 'switch', 'pc', 'pc')
  for (const [x, y] of [
    [a, s1],
    [b, s2],
    [s1, s2],
  ])
    lab.wire(x, y)
  const before = lab.addresses(a, b)
  lab.wire(s1, s2)
  expect(lab.addresses(a, b)).toEqual(before)
})

test('an address taken away by hand does not come back when the LAN grows', () => {
  const lab = new Sketch()
  const [s, a, b] = lab.place('switch', 'pc', 'pc')
  lab.wire(a, s)
  lab.type(a, null)
  lab.wire(b, s)
  expect(lab.addresses(a, b)).toEqual(['', '10.0.0.20/24'])
})

test('vnics over an interface are in its LAN; one from a console has no address until it is given one', () => {
  const lab = new Sketch()
  const [a, b] = lab.place('zone', 'zone')
  lab.wire(a, b)
  const over = ifacesOf(lab.doc, a)[0].id
  const [first] = addedIfaces(lab.apply(addVnic(lab.doc, { node: a, over, address: 'automatic' })))
  const [second] = addedIfaces(lab.apply(addVnic(lab.doc, { node: a, over, name: 'web0', mac: '2:8:20:1:2:3' })))
  expect(find(lab.doc, first)).toMatchObject({ name: 'vnic0', addresses: [{ address: '10.0.0.12/24', auto: true }] })
  expect(find(lab.doc, second)).toMatchObject({ name: 'web0', addresses: [], mac: '02:08:20:01:02:03' })
})

test('an interface kept when its wire was deleted is wired again with its address', () => {
  const lab = new Sketch()
  const [a, b, c] = lab.place('pc', 'pc', 'pc')
  lab.wire(a, b)
  lab.apply(removeRecords(lab.doc, ['link:pc1-pc2'], { keepIfaces: true }))
  lab.apply(connect(lab.doc, ifacesOf(lab.doc, a)[0].id, c))
  expect(lab.addresses(a, b, c)).toEqual(['10.0.0.20/24', '10.0.0.21/24', '10.0.0.22/24'])
})

test('IPv6 goes along with IPv4, a /64 a LAN, and ends in the same digits', () => {
  const lab = new Sketch({ autoAddress6: true })
  const [s, r, ...pcs] = lab.place('switch', 'router', ...Array<string>(12).fill('pc'))
  for (const node of [r, ...pcs]) lab.wire(node, s)
  expect(lab.addresses(r, pcs[0], pcs[10])).toEqual([
    '10.0.0.1/24 fc00::1/64',
    '10.0.0.20/24 fc00::20/64',
    '10.0.0.30/24 fc00::30/64',
  ])
  const [a, b] = lab.place('router', 'pc')
  lab.wire(a, b)
  expect(lab.addresses(a, b)).toEqual(['10.0.1.1/24 fc00:0:0:1::1/64', '10.0.1.20/24 fc00:0:0:1::20/64'])
})

test('IPv6 alone, and in a prefix a person typed', () => {
  const lab = new Sketch({ autoAddress4: false, autoAddress6: true, ipv6Pool: '2001:db8::/48' })
  const [a, b, c, d, e] = lab.place('pc', 'router', 'pc', 'pc', 'switch')
  lab.wire(a, b)
  expect(lab.addresses(a, b)).toEqual(['2001:db8::20/64', '2001:db8::1/64'])
  lab.wire(c, e)
  lab.type(c, '2001:db8:7::5/120')
  lab.wire(d, e)
  expect(lab.addresses(d)).toEqual(['2001:db8:7::20/120'])
})

test('a prefix typed wide is stepped over at once, of either family', () => {
  const lab = new Sketch({ autoAddress6: true, ipv6Pool: 'fc00::/8' })
  const [a, b, c, d] = lab.place('pc', 'pc', 'pc', 'pc')
  lab.wire(a, b)
  lab.type(a, 'fc00::1/16')
  lab.type(b, '10.0.0.1/9')
  lab.wire(c, d)
  expect(lab.addresses(c)).toEqual(['10.128.0.20/24 fc01::20/64'])
})

test('joined LANs move both families, and keep the digits together', () => {
  const lab = new Sketch({ autoAddress6: true })
  const [s1, s2, a, b, c] = lab.place('switch', 'switch', 'pc', 'pc', 'pc')
  lab.wire(a, s1)
  lab.wire(b, s2)
  lab.wire(c, s2)
  lab.wire(s1, s2)
  expect(lab.addresses(a, b, c)).toEqual([
    '10.0.1.22/24 fc00:0:0:1::22/64',
    '10.0.1.20/24 fc00:0:0:1::20/64',
    '10.0.1.21/24 fc00:0:0:1::21/64',
  ])
})

test('MAC addresses count upward and are never given twice', () => {
  const lab = new Sketch()
  const [a, b, c] = lab.place('pc', 'pc', 'pc')
  lab.wire(a, b)
  lab.wire(a, c)
  lab.apply(removeRecords(lab.doc, [b]))
  const [d] = lab.place('pc')
  lab.wire(c, d)
  const macs = ifaces(lab.doc).map((iface) => iface.mac)
  expect(new Set(macs).size).toBe(macs.length)
  expect(macs.every((mac) => mac.startsWith('42:00:aa:00:00:0'))).toBe(true)
})

test('a pool used up leaves new LANs without addresses rather than without wires', () => {
  const lab = new Sketch({ ipv4Pool: '172.16.8.0/23' })
  const pcs = lab.place('pc', 'pc', 'pc', 'pc', 'pc', 'pc')
  expect(formatPrefix(allocateSubnet(lab.doc, 4)!)).toBe('172.16.8.0/24')
  for (const i of [0, 2, 4]) lab.wire(pcs[i], pcs[i + 1])
  expect(lab.addresses(...pcs)).toEqual([
    '172.16.8.20/24',
    '172.16.8.21/24',
    '172.16.9.20/24',
    '172.16.9.21/24',
    '',
    '',
  ])
})
