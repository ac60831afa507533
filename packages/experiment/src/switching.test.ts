// Switch features and cables as somebody sees them who draws, runs, types ping and edits while it runs.
import {
  addNode,
  addVlan,
  applyDiff,
  connect,
  emptyDocument,
  find,
  type IfaceId,
  ifacesOf,
  linkOf,
  links,
  type NodeId,
  type NodeKind,
  type NodeRole,
  nodesNamed,
  type Operation,
  setAddress,
  setFields,
  setImpairment,
  setLinkUp,
  setPort,
  setSwitch,
  type TopologyDocument,
} from '@etherloom/topology'
import { afterEach, expect, test } from 'vitest'
import { Experiment } from './experiment.ts'
import { isSwitch } from './nodes/switch.ts'
import type { Up } from './port.ts'

class Bench {
  doc: TopologyDocument = emptyDocument('bench')
  private experiment: Experiment | null = null
  private readonly said: Up[] = []
  private session = 0

  /** Draws, or edits the running lab. */
  do(edit: (doc: TopologyDocument) => Operation): this {
    const { diff } = edit(this.doc)
    this.doc = applyDiff(this.doc, diff)
    this.experiment?.apply(diff)
    return this
  }

  node(kind: NodeKind, role: NodeRole | null = null): this {
    return this.do((doc) => addNode(doc, { kind, role, position: { x: 0, y: 0 } }))
  }

  wire(a: string, b: string): this {
    return this.do((doc) => connect(doc, this.id(a), this.id(b)))
  }

  id(name: string): NodeId {
    return nodesNamed(this.doc, name)[0]!.id
  }

  iface(node: string, index = 0): IfaceId {
    return ifacesOf(this.doc, this.id(node))[index]!.id
  }

  /** The port of a switch that a node is wired to. */
  portTo(node: string): IfaceId {
    const own = this.iface(node)
    const { a, b } = linkOf(this.doc, own)!
    return a === own ? b : a
  }

  get running(): Experiment {
    this.experiment ??= new Experiment(this.doc, {
      clock: null,
      seed: 1,
      post: (message) => this.said.push(message),
      onPanic: () => {},
    })
    return this.experiment
  }

  run(seconds: number): void {
    const { kernel } = this.running
    kernel.run(kernel.nowNs + seconds * 1e9)
  }

  /** Whether `from` gets an answer from `to` within a second. */
  reaches(from: string, to: string): boolean {
    const address = find(this.doc, this.iface(to))!.addresses[0]!.address.split('/')[0]!
    return this.ping(from, address)
  }

  ping(from: string, address: string): boolean {
    this.said.length = 0
    this.running.consoles.run(`s${this.session++}`, this.id(from), `ping -c 1 -t 1 ${address}`, 'me')
    this.run(3)
    return this.said.some((m) => m.type === 'output' && / 0\.0% packet loss| bytes from /.test(m.text))
  }

  type(node: string, line: string): string {
    this.said.length = 0
    this.running.consoles.run(`s${this.session++}`, this.id(node), line, 'me')
    this.run(1)
    return this.said.flatMap((m) => (m.type === 'output' ? [m.text] : [])).join('')
  }

  end(): void {
    const { experiment } = this
    experiment?.terminate()
    expect(experiment?.kernel.pool.outstanding ?? 0).toBe(0)
  }
}

let bench = new Bench()
afterEach(() => bench.end())

/** pc1, pc2, … at one switch. */
function lan(pcs: number): Bench {
  bench = new Bench().node('switch')
  for (let i = 1; i <= pcs; i++) bench.node('jail', 'pc').wire(`pc${i}`, 'switch1')
  return bench
}

test('VLANs part a switch, live, and a router with vlan interfaces joins them', () => {
  lan(3)
  expect([bench.reaches('pc1', 'pc2'), bench.reaches('pc1', 'pc3')]).toEqual([true, true])
  bench.do((doc) => setSwitch(doc, bench.id('switch1'), { vlanFiltering: true }))
  bench.do((doc) => setPort(doc, bench.portTo('pc3'), { pvid: 20 }))
  expect([bench.reaches('pc1', 'pc2'), bench.reaches('pc1', 'pc3')]).toEqual([true, false])
  // A router on a stick: one trunk, an interface and a network for each VLAN.
  bench.node('jail', 'router').wire('router1', 'switch1')
  bench.do((doc) => setPort(doc, bench.portTo('router1'), { mode: 'trunk', native: null }))
  for (const [id, net] of [
    [1, '10.0.101'],
    [20, '10.0.120'],
  ] as const) {
    bench.do((doc) => addVlan(doc, { over: bench.iface('router1'), id, address: 'none' }))
    const vlan = ifacesOf(bench.doc, bench.id('router1')).find((i) => i.vlan?.id === id)!
    bench.do((doc) => setAddress(doc, vlan.id, [`${net}.1/24`]))
    bench.do((doc) => setAddress(doc, bench.iface(id === 1 ? 'pc1' : 'pc3'), [`${net}.2/24`]))
    const gateway = { destination: 'default', gateway: `${net}.1` }
    bench.do((doc) => setFields(doc, bench.id(id === 1 ? 'pc1' : 'pc3'), { routes: [gateway] }))
  }
  expect([bench.ping('pc1', '10.0.101.1'), bench.reaches('pc1', 'pc3'), bench.reaches('pc3', 'pc1')]).toEqual([
    true,
    true,
    true,
  ])
  bench.do((doc) => setPort(doc, bench.portTo('router1'), { allowed: [1] }))
  expect([bench.ping('pc1', '10.0.101.1'), bench.reaches('pc1', 'pc3')]).toEqual([true, false])
})

test('a ring of switches with spanning tree carries pings, and goes on when a cable is pulled', () => {
  bench = new Bench().node('switch').node('switch').node('switch')
  for (const [a, b] of [
    [1, 2],
    [2, 3],
    [3, 1],
  ])
    bench.wire(`switch${a}`, `switch${b}`)
  for (const i of [1, 2, 3]) {
    bench.do((doc) => setSwitch(doc, bench.id(`switch${i}`), { stp: 'rstp' }))
    bench.node('jail', 'pc').wire(`pc${i}`, `switch${i}`)
    bench.do((doc) => setPort(doc, bench.portTo(`pc${i}`), { edge: true }))
  }
  expect([bench.reaches('pc1', 'pc2'), bench.reaches('pc2', 'pc3'), bench.reaches('pc3', 'pc1')]).toEqual(
    Array(3).fill(true),
  )
  const status = () =>
    [1, 2, 3].map((i) => {
      const node = bench.running.nodes.get(bench.id(`switch${i}`))!
      return isSwitch(node) ? node.sw.stp?.status().ports.map((p) => p.role) : []
    })
  expect(
    status()
      .flat()
      .filter((role) => role === 'alternate').length,
  ).toBe(1)
  const [port, ...others] = bench.running.blockedPorts()!
  expect(others).toEqual([])
  expect(find(bench.doc, port!)?.node).toMatch(/switch/)
  expect(bench.running.blockedPorts(), 'told once').toBeNull()
  const between = links(bench.doc).filter(({ a, b }) =>
    [a, b].every((end) => find(bench.doc, end)!.node.includes('switch')),
  )
  expect(between.length).toBe(3)
  for (const pulled of between) {
    bench.do((doc) => setLinkUp(doc, pulled.id, false))
    bench.run(0.001)
    expect([bench.reaches('pc1', 'pc2'), bench.reaches('pc2', 'pc3'), bench.reaches('pc3', 'pc1')]).toEqual(
      Array(3).fill(true),
    )
    expect(bench.running.blockedPorts() ?? [], 'none is spared').toEqual([])
    bench.do((doc) => setLinkUp(doc, pulled.id, true))
    bench.run(3)
    expect(bench.running.blockedPorts()).toHaveLength(1)
  }
})

test('a pulled cable: no carrier, no route, and both back with it', () => {
  bench = new Bench().node('jail', 'pc').node('jail', 'pc').wire('pc1', 'pc2')
  expect(bench.reaches('pc1', 'pc2')).toBe(true)
  expect(bench.type('pc1', 'netstat -rn')).toContain('10.0.0.0/24')
  const [link] = links(bench.doc)
  bench.do((doc) => setLinkUp(doc, link!.id, false))
  expect(bench.type('pc1', 'ifconfig eth0')).toContain('status: no carrier')
  expect(bench.type('pc1', 'netstat -rn')).not.toContain('10.0.0.0/24')
  expect(bench.reaches('pc1', 'pc2')).toBe(false)
  bench.do((doc) => setLinkUp(doc, link!.id, true))
  expect(bench.type('pc1', 'ifconfig eth0')).toContain('status: active')
  expect(bench.reaches('pc1', 'pc2')).toBe(true)
  // The other end taken down is no carrier either.
  bench.do((doc) => setFields(doc, bench.iface('pc2'), { up: false }))
  expect(bench.type('pc1', 'ifconfig eth0')).toContain('status: no carrier')
})

test('a tee passes frames on and hands out copies of each direction', () => {
  bench = new Bench().node('jail', 'pc').node('tee').node('jail', 'pc').node('jail', 'pc')
  bench.wire('pc1', 'tee1').wire('tee1', 'pc2').wire('tee1', 'pc3')
  const names = ifacesOf(bench.doc, bench.id('tee1')).map((i) => i.name)
  expect(names).toEqual(['left', 'left2right', 'right'])
  bench.do((doc) => setAddress(doc, bench.iface('pc1'), ['10.1.1.1/24']))
  bench.do((doc) => setAddress(doc, bench.iface('pc2'), ['10.1.1.2/24']))
  expect(bench.reaches('pc1', 'pc2')).toBe(true)
  const copies = bench.running.ifaces.get(bench.iface('pc3'))!.ifp
  expect(copies.ipackets).toBeGreaterThanOrEqual(2)
})

test('every impairment of a link can be set while it runs, one by one, and set back', () => {
  bench = new Bench().node('jail', 'pc').node('jail', 'pc').wire('pc1', 'pc2')
  const [link] = links(bench.doc)
  const set = (settings: Parameters<typeof setImpairment>[3]) =>
    bench.do((doc) => setImpairment(doc, link!.id, 'both', settings))
  const address = find(bench.doc, bench.iface('pc2'))!.addresses[0]!.address.split('/')[0]!
  const rtt = () => Number(/time=([\d.]+) ms/.exec(bench.type('pc1', `ping -c 1 ${address}`))?.[1] ?? -1)
  const isQuick = (ms: number) => ms >= 0 && ms < 1
  bench.run(1.2) // until the systems are up
  expect(rtt()).toSatisfy(isQuick)
  set({ delayUs: 20_000 })
  expect(rtt()).toBeCloseTo(40, 0)
  set({ bandwidthBps: 98 * 8 * 100 })
  expect(rtt()).toBeCloseTo(60, 0)
  set({ lossBurst: { enterPercent: 100, leavePercent: 0, goodLossPercent: 100, badLossPercent: 100 } })
  expect(rtt()).toBe(-1)
  set({ lossBurst: null, ber: 1 })
  expect(rtt()).toBe(-1)
  set({ ber: 0, mtu: 68 })
  expect(rtt()).toBe(-1)
  set({ mtu: 0, corruptPercent: 100 })
  expect(rtt()).toBe(-1)
  set({ corruptPercent: 0, duplicatePercent: 100, bandwidthBps: 0, delayUs: 0, queueDiscipline: 'codel' })
  expect(rtt()).toSatisfy(isQuick)
  set({ duplicatePercent: 0 })
  expect(rtt()).toSatisfy(isQuick)
})
