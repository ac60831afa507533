import { expect, test } from 'vitest'
import {
  addedNodes,
  addNode,
  allLans,
  applyDiff,
  connect,
  type Diff,
  defaultPort,
  defaultSwitch,
  emptyDocument,
  type IfaceId,
  ifacesOf,
  isIfaceId,
  links,
  liveLans,
  makeIface,
  type NodeId,
  type NodeKind,
  nameOf,
  record,
  type SwitchPort,
  setFields,
  setLinkUp,
  type TopologyDocument,
} from './index.ts'

class Sketch {
  doc: TopologyDocument
  constructor() {
    this.doc = emptyDocument('sketch')
  }
  apply({ diff }: { diff: Diff }): Diff {
    this.doc = applyDiff(this.doc, diff)
    return diff
  }
  place(...kinds: NodeKind[]): NodeId[] {
    const position = { x: 0, y: 0 }
    return kinds.map((kind) => addedNodes(this.apply(addNode(this.doc, { kind, role: 'host', position })))[0])
  }
  wire(a: NodeId, b: NodeId): void {
    this.apply(connect(this.doc, a, b))
  }
  port(node: NodeId, number: number, port: Partial<SwitchPort>): void {
    this.apply(setFields(this.doc, ifacesOf(this.doc, node)[number].id, { port: { ...defaultPort, ...port } }))
  }
  filter(node: NodeId): void {
    this.apply(setFields(this.doc, node, { switch: { ...defaultSwitch, vlanFiltering: true } }))
  }
  vlan(over: IfaceId, id: number): void {
    const { node, mac } = record(this.doc, over)
    const vlan = makeIface({
      id: `${over}.${id}`,
      kind: 'vlan',
      node,
      home: node,
      name: `vlan${id}`,
      over,
      mac,
      vlan: { id },
    })
    this.doc = applyDiff(this.doc, { added: { [vlan.id]: vlan }, updated: {}, removed: {} })
  }
  lans(of = allLans): string[] {
    return of(this.doc)
      .map(({ endpoints }) => endpoints.map(({ id }) => nameOf(this.doc, id)).join(' + '))
      .filter((names) => names.includes('+'))
      .sort()
  }
}

test('access ports of a filtering switch are LANs by their VLAN, and a trunk carries them to the next', () => {
  const lab = new Sketch()
  const [s1, s2, a, b, c, d] = lab.place('switch', 'switch', 'jail', 'jail', 'jail', 'jail')
  lab.wire(a, s1)
  lab.wire(b, s1)
  lab.wire(c, s2)
  lab.wire(d, s2)
  lab.wire(s1, s2)
  expect(lab.lans()).toEqual(['jail1 eth0 + jail2 eth0 + jail3 eth0 + jail4 eth0'])
  for (const s of [s1, s2]) {
    lab.port(s, 0, { pvid: 4 })
    lab.port(s, 1, { pvid: 6 })
    lab.port(s, 2, { mode: 'trunk' })
  }
  // Nothing until filtering is on; then two LANs.
  expect(lab.lans()).toHaveLength(1)
  lab.filter(s1)
  lab.filter(s2)
  expect(lab.lans()).toEqual(['jail1 eth0 + jail3 eth0', 'jail2 eth0 + jail4 eth0'])
  lab.port(s1, 2, { mode: 'trunk', allowed: [6] })
  expect(lab.lans()).toEqual(['jail2 eth0 + jail4 eth0'])
  lab.port(s1, 2, { mode: 'trunk', allowed: [6], native: 4 })
  lab.port(s2, 2, { mode: 'trunk', native: 4 })
  expect(lab.lans()).toEqual(['jail1 eth0 + jail3 eth0', 'jail2 eth0 + jail4 eth0'])
})

test("a host's vlan interfaces are in the VLANs of the trunk they are behind", () => {
  const lab = new Sketch()
  const [s, host, a, b] = lab.place('switch', 'jail', 'jail', 'jail')
  lab.wire(host, s)
  lab.wire(a, s)
  lab.wire(b, s)
  lab.filter(s)
  lab.port(s, 0, { mode: 'trunk' })
  lab.port(s, 1, { pvid: 4 })
  lab.port(s, 2, { pvid: 6 })
  lab.vlan('iface:jail1.eth0', 4)
  lab.vlan('iface:jail1.eth0', 6)
  lab.vlan('iface:jail1.eth0', 7)
  expect(lab.lans()).toEqual(['jail1 vlan4 + jail2 eth0', 'jail1 vlan6 + jail3 eth0'])
})

test('a switch that does not filter passes tags on', () => {
  const lab = new Sketch()
  const [s, a, b] = lab.place('switch', 'jail', 'jail')
  lab.wire(a, s)
  lab.wire(b, s)
  lab.vlan('iface:jail1.eth0', 4)
  lab.vlan('iface:jail2.eth0', 4)
  expect(lab.lans()).toEqual(['jail1 eth0 + jail2 eth0', 'jail1 vlan4 + jail2 vlan4'])
})

test('a tap joins its two sides; who listens at its copies is in no LAN, and gets no address', () => {
  const lab = new Sketch()
  const [tee, a, b, sniffer] = lab.place('tee', 'jail', 'jail', 'jail')
  lab.wire(a, tee)
  lab.wire(tee, b)
  lab.wire(tee, sniffer)
  expect(ifacesOf(lab.doc, tee).map(({ name }) => name)).toEqual(['left', 'left2right', 'right'])
  expect(lab.lans()).toEqual(['jail1 eth0 + jail2 eth0'])
  expect(ifacesOf(lab.doc, sniffer)[0].addresses).toEqual([])
  lab.wire(tee, lab.place('jail')[0])
  const [late] = lab.place('jail')
  expect(() => connect(lab.doc, late, tee)).toThrow(
    'tee1 is a tee, and a tee has four ports: all of them are there already.',
  )
})

test('live LANs end where a wire is pulled or an interface is down', () => {
  const lab = new Sketch()
  const [s1, s2, a, b, c] = lab.place('switch', 'switch', 'jail', 'jail', 'jail')
  for (const [x, y] of [
    [a, s1],
    [s1, s2],
    [s2, b],
    [s2, c],
  ])
    lab.wire(x, y)
  lab.apply(setLinkUp(lab.doc, links(lab.doc).find(({ a }) => a === 'iface:switch1.e1')!.id, false))
  expect(lab.lans()).toEqual(['jail1 eth0 + jail2 eth0 + jail3 eth0'])
  expect(lab.lans(liveLans)).toEqual(['jail2 eth0 + jail3 eth0'])
  lab.apply(setFields(lab.doc, 'iface:jail3.eth0', { up: false }))
  expect(lab.lans(liveLans)).toEqual([])
  expect(
    liveLans(lab.doc).flatMap(({ endpoints }) => endpoints.map(({ id }) => isIfaceId(id) && nameOf(lab.doc, id))),
  ).toEqual(['jail1 eth0', 'jail2 eth0'])
})
