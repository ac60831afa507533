// Spanning tree as a user sees it: which ports forward, how soon, and what happens when something breaks. The property behind
// all: whatever is drawn, the wires that forward at both ends are a tree that reaches everybody.
import { Kernel, Random } from '@etherloom/kern'
import { assertNoLeak, broadcastFrame, udpFrame } from '@etherloom/kern/testing'
import { bpdu, DROP_BAD_BPDU, DROP_PORT_BLOCKED, DROP_RESERVED_MAC } from '@etherloom/wire'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { Hub } from '../hub.ts'
import { createLink, type Link, setImpairment, setTap } from '../link.ts'
import { Switch, type SwitchSettings } from '../switch.ts'
import { Channel } from '../testing.ts'

let kernel = new Kernel()
afterEach(() => assertNoLeak(kernel))

const macOf = (sw: number, port: number) => 0x020000000000 + sw * 256 + port
const hostMac = (i: number) => 0x060000000000 + i

interface Drawn {
  switches: Switch[]
  links: Link[]
  hosts: Channel[]
}

/** Switches wired as the pairs say; the switch with the least number has the least identifier. */
function draw(n: number, pairs: readonly (readonly [number, number])[], settings: Partial<SwitchSettings> = {}): Drawn {
  kernel = new Kernel()
  const switches = Array.from({ length: n }, (_, i) => new Switch(kernel, `s${i}`))
  for (const sw of switches) sw.configure({ stp: 'rstp', ...settings })
  const port = (i: number) => {
    const sw = switches[i]
    return sw.addPort(`p${sw.ports.length}`, macOf(i, sw.ports.length + 1))
  }
  const hosts = switches.map((_, i) => new Channel(kernel, `h${i}`, hostMac(i)))
  hosts.forEach((host, i) => {
    const edge = port(i)
    switches[i].configurePort(edge, { edge: true })
    createLink(kernel, host, edge, `link:host${i}`)
  })
  const links = pairs.map(([a, b], i) => createLink(kernel, port(a), port(b), `link:${i}`))
  return { switches, links, hosts }
}

const member = (link: Link, end: 'a' | 'b') => {
  const ifp = link[end]
  return (ifp.softc as Switch).members[ifp.port]
}
const inUse = (link: Link) => link.up && member(link, 'a').forwarding && member(link, 'b').forwarding

/** Parts that links join together; each with the number of its switches and links. */
function parts(n: number, links: readonly Link[], switches: readonly Switch[]): { switches: number; links: number }[] {
  const part = Array.from({ length: n }, (_, i) => i)
  const find = (i: number): number => (part[i] === i ? i : find(part[i]))
  const ends = links.map((l) => [l.a, l.b].map((ifp) => switches.indexOf(ifp.softc as Switch)))
  for (const [a, b] of ends) part[find(a)] = find(b)
  const roots = [...new Set(part.map((_, i) => find(i)))]
  return roots.map((root) => ({
    switches: part.filter((_, i) => find(i) === root).length,
    links: ends.filter(([a]) => find(a) === root).length,
  }))
}

/** Whether what forwards is a tree that joins whatever is joined by wires. */
function isSpanning({ switches, links }: Drawn): boolean {
  const reached = parts(switches.length, links.filter(inUse), switches)
  const joined = parts(
    switches.length,
    links.filter((l) => l.up),
    switches,
  )
  return reached.length === joined.length && reached.every((p) => p.links === p.switches - 1)
}

/** Runs until the tree stands, looking every millisecond; how long that took, or Infinity. */
function converge(drawn: Drawn, limitMs = 10_000): number {
  const start = kernel.nowNs
  for (let ms = 1; ms <= limitMs; ms++) {
    kernel.run(start + ms * 1e6)
    if (isSpanning(drawn)) return ms
  }
  return Number.POSITIVE_INFINITY
}

const roles = (sw: Switch) => sw.stp?.status().ports.map((p) => `${p.role} ${p.state}`)

test('a triangle: the least identifier is the root, one port blocks, at once', () => {
  const drawn = draw(3, [
    [0, 1],
    [1, 2],
    [2, 0],
  ])
  expect(converge(drawn)).toBeLessThanOrEqual(1)
  const [s0, s1, s2] = drawn.switches
  expect(s0.stp?.status()).toMatchObject({
    bridgeId: bpdu.makeBridgeId(32768, macOf(0, 1)),
    rootPort: null,
    rootCost: 0,
  })
  expect(s2.stp?.status()).toMatchObject({ rootId: s0.stp?.status().bridgeId, rootPort: 'p2', rootCost: 2000 })
  expect(roles(s0)).toEqual(Array(3).fill('designated forwarding'))
  expect(roles(s1)).toEqual(['designated forwarding', 'root forwarding', 'designated forwarding'])
  expect(roles(s2)).toEqual(['designated forwarding', 'alternate discarding', 'root forwarding'])
  drawn.hosts[1].send(broadcastFrame(new Random(1), hostMac(1)))
  kernel.run(kernel.nowNs + 1e6)
  expect(drawn.hosts.map((h) => h.received.filter((r) => r.bytes[12] === 0x88).length)).toEqual([1, 0, 1])
  expect(s2.drops.byReason[DROP_PORT_BLOCKED]).toBe(1)
})

test('a wire that breaks is replaced by the one in reserve, in the time of a few frames', () => {
  const drawn = draw(4, [
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 0],
  ])
  converge(drawn)
  kernel.run(5e9)
  drawn.hosts[2].send(udpFrame({ srcMac: hostMac(2), dstMac: hostMac(0), src: 1, dst: 2 }))
  kernel.run(kernel.nowNs + 1e6)
  drawn.links[0].setUp(false)
  expect(converge(drawn)).toBeLessThanOrEqual(2)
  // What was learned over the old way is forgotten: the answer finds the new one.
  drawn.hosts[2].received.length = 0
  drawn.hosts[0].send(udpFrame({ srcMac: hostMac(0), dstMac: hostMac(2), src: 2, dst: 1 }))
  kernel.run(kernel.nowNs + 1e6)
  expect(drawn.hosts[2].received.filter((r) => r.bytes[12] === 8).length).toBe(1)
  drawn.links[0].setUp(true)
  expect(converge(drawn)).toBeLessThanOrEqual(2)
})

test('priority and cost are a person’s to set, live', () => {
  const drawn = draw(3, [
    [0, 1],
    [1, 2],
    [2, 0],
  ])
  converge(drawn)
  const [s0, s1, s2] = drawn.switches
  s2.configure({ priority: 4096 })
  converge(drawn)
  kernel.run(kernel.nowNs + 1e8)
  expect(s0.stp?.status().rootId).toBe(bpdu.makeBridgeId(4096, macOf(2, 1)))
  expect(s2.stp?.status().rootPort).toBeNull()
  // s0 reaches the root by s1, once its own wire there is slow.
  setImpairment(drawn.links[2].ba, { bandwidthBps: 10_000_000 })
  kernel.run(kernel.nowNs + 1e8)
  expect([s0.stp?.status().rootPort, s0.stp?.status().ports[2].pathCost]).toEqual(['p1', 2_000_000])
  s0.configurePort(s0.ports[2], { pathCost: 1 })
  kernel.run(kernel.nowNs + 1e8)
  expect(s0.stp?.status().rootPort).toBe('p2')
  expect([isSpanning(drawn), roles(s1)?.length]).toEqual([true, 3])
})

test('two wires between two switches, one looped to itself, and a hub in between: one way is left', () => {
  const drawn = draw(2, [
    [0, 1],
    [0, 1],
  ])
  expect(converge(drawn)).toBeLessThanOrEqual(1)
  expect(roles(drawn.switches[1])?.slice(1)).toEqual(['root forwarding', 'alternate discarding'])
  const [s0] = drawn.switches
  const [x, y] = [s0.addPort('x', macOf(0, 9)), s0.addPort('y', macOf(0, 10))]
  const loop = createLink(kernel, x, y, 'link:loop')
  kernel.run(kernel.nowNs + 1e8)
  expect(roles(s0)?.slice(3)).toEqual(['designated forwarding', 'backup discarding'])
  loop.destroy()
  const hub = new Hub(kernel, 'hub')
  for (const port of [x, y]) createLink(kernel, port, hub.addPort(port.name), `link:${port.name}`)
  kernel.run(kernel.nowNs + 60e9)
  expect(roles(s0)?.slice(3)).toEqual(['designated forwarding', 'backup discarding'])
})

test('a port with hosts behind it forwards after three seconds of silence; one set as edge at once', () => {
  const drawn = draw(1, [])
  const [sw] = drawn.switches
  const host = new Channel(kernel, 'late', hostMac(9))
  createLink(kernel, host, sw.addPort('p1', macOf(0, 2)), 'link:late')
  kernel.run(1e6)
  expect(roles(sw)).toEqual(['designated forwarding', 'designated discarding'])
  kernel.run(2.9e9)
  expect(roles(sw)?.[1]).toBe('designated discarding')
  kernel.run(4.1e9)
  expect([roles(sw)?.[1], sw.stp?.status().ports[1].edge]).toEqual(['designated forwarding', true])
})

test('a port without spanning tree forwards and says nothing', () => {
  const drawn = draw(1, [])
  const [sw] = drawn.switches
  const host = new Channel(kernel, 'out', hostMac(9))
  const port = sw.addPort('p1', macOf(0, 2))
  sw.configurePort(port, { stpEnabled: false })
  createLink(kernel, host, port, 'link:out')
  kernel.run(10e9)
  expect([sw.members[1].forwarding, host.received.length]).toEqual([true, 0])
  sw.configurePort(port, { stpEnabled: true })
  kernel.run(11e9)
  expect([sw.members[1].forwarding, host.received.length > 0]).toEqual([false, true])
})

test('turned off, everything forwards again, and BPDUs end at the switch as they always did', () => {
  const drawn = draw(2, [[0, 1]])
  converge(drawn)
  const [s0, s1] = drawn.switches
  s1.configure({ stp: 'off' })
  expect(s1.members.every((m) => m.forwarding && m.learning)).toBe(true)
  kernel.run(kernel.nowNs + 5e9)
  expect(s1.drops.byReason[DROP_RESERVED_MAC]).toBeGreaterThan(0)
  s0.destroy()
  kernel.run(kernel.nowNs + 5e9)
  expect(s0.stp).toBeNull()
})

test('a neighbor that only speaks STP is spoken to in STP, and waited for as STP waits', () => {
  kernel = new Kernel()
  const sw = new Switch(kernel, 'sw')
  sw.configure({ stp: 'rstp', priority: 4096 })
  const old = new Channel(kernel, 'old', hostMac(1))
  createLink(kernel, old, sw.addPort('p0', macOf(1, 1)), 'link:old')
  const config = (priority: number, cost: number) => {
    const bytes = new Uint8Array(60)
    const rootId = bpdu.makeBridgeId(priority, 5)
    const vector = { rootId, rootCost: cost, bridgeId: bpdu.makeBridgeId(priority, 6), portId: 0x8001 }
    const times = { messageAge: 1, maxAge: 20, helloTime: 2, forwardDelay: 15 }
    bpdu.emitFrame(bytes, 0, hostMac(1), { type: bpdu.TYPE_CONFIG, flags: 0, ...vector, ...times })
    return bytes
  }
  const states: string[] = []
  for (let s = 0; s < 60; s += 2) {
    old.send(config(32768, 4))
    kernel.run(kernel.nowNs + 2e9)
    states.push(roles(sw)?.[0] ?? '')
  }
  expect([...new Set(states)]).toEqual(['designated discarding', 'designated learning', 'designated forwarding'])
  expect(states.indexOf('designated forwarding') * 2).toBeGreaterThanOrEqual(30)
  const types = () => old.received.splice(0).map(({ bytes }) => bpdu.parse(bytes, 17).type)
  expect(types().slice(-5)).toEqual(Array(5).fill(bpdu.TYPE_CONFIG))
  // A better root speaks up: all there is to tell it is that the topology changed.
  old.send(config(0, 4))
  kernel.run(kernel.nowNs + 1e9)
  expect(roles(sw)?.[0]).toMatch(/^root/)
  old.send(config(0, 4))
  kernel.run(kernel.nowNs + 30e9)
  expect(types()).toContain(bpdu.TYPE_TCN)
  // Once it is silent its word is worth nothing any more.
  expect(roles(sw)?.[0]).toMatch(/^designated/)
})

test('BPDUs are real frames: LLC, padded to 60 bytes, six at once at most, one every two seconds when nothing happens', () => {
  const drawn = draw(2, [[0, 1]])
  const sent: { ns: number; bytes: Uint8Array }[] = []
  setTap(drawn.links[0].ab, (_, m, ns) => sent.push({ ns, bytes: m.toBytes() }))
  kernel.run(20e9)
  for (const { bytes } of sent) {
    expect(bytes.length).toBe(60)
    const at = bpdu.locate(bytes, 0, 60)
    expect([at, bpdu.check(bytes, 17, 53)]).toEqual([{ at: 17, end: 53 }, 0])
  }
  expect(sent.filter((s) => s.ns < 1e7).length).toBeLessThanOrEqual(6)
  const quiet = sent.filter((s) => s.ns > 8e9).map((s) => s.ns)
  expect(Math.abs(quiet.length - 6)).toBeLessThanOrEqual(1)
})

const pairsOf = (n: number) => fc.array(fc.tuple(fc.nat(n - 1), fc.nat(n - 1)), { minLength: n - 1, maxLength: 3 * n })
const drawings = fc
  .integer({ min: 2, max: 12 })
  .chain((n) => fc.tuple(fc.constant(n), pairsOf(n), fc.array(fc.nat(100), { maxLength: 6 })))

const rootsOf = ({ switches }: Drawn) => switches.map((sw) => sw.stp?.status().rootId).join()

test('whatever is drawn becomes a spanning tree at once, and after every break again', () => {
  fc.assert(
    fc.property(drawings, ([n, pairs, breaks]) => {
      const drawn = draw(
        n,
        pairs.filter(([a, b]) => a !== b),
      )
      const { links, hosts, switches } = drawn
      expect(converge(drawn)).toBeLessThan(1500)
      for (const i of breaks) {
        if (links.length === 0) break
        const link = links[i % links.length]
        const roots = rootsOf(drawn)
        link.setUp(!link.up)
        const took = converge(drawn, 20_000)
        // Who has lost the root may believe in it for a while (rstp.ts).
        expect(took).toBeLessThan(rootsOf(drawn) === roots ? 3000 : 10_000)
        kernel.run(kernel.nowNs + (i % 7) * 1e8)
      }
      kernel.run(kernel.nowNs + 60e9)
      expect(isSpanning(drawn)).toBe(true)
      // A broadcast reaches everybody it can, once.
      for (const h of hosts) h.received.length = 0
      hosts[0].send(broadcastFrame(new Random(1), hostMac(0)))
      kernel.run(kernel.nowNs + 1e8)
      const heard = hosts.map((h) => h.received.filter((r) => r.bytes[12] === 0x88).length)
      const reach = parts(n, links.filter(inUse), switches)
      expect(Math.max(...heard)).toBeLessThanOrEqual(1)
      expect(reach.map((p) => p.switches)).toContain(heard.filter((x) => x === 1).length + 1)
      assertNoLeak(kernel)
    }),
    { numRuns: 60 },
  )
})

/** Whether any frame of the hosts is still on its way: a loop would keep it for ever. */
function isQuiet({ hosts }: Drawn): boolean {
  for (const h of hosts) h.received.length = 0
  kernel.run(kernel.nowNs + 1e7)
  return hosts.every((h) => h.received.every((r) => r.bytes[12] === 0))
}

test('no frame goes round while a network comes up, and none for long when it breaks', () => {
  fc.assert(
    fc.property(drawings, ([n, pairs, breaks]) => {
      const drawn = draw(
        n,
        pairs.filter(([a, b]) => a !== b),
      )
      const { links, hosts } = drawn
      const random = new Random(breaks.length + n)
      const talk = (ms: number) => {
        for (let i = 0; i < ms * 10; i++) {
          hosts[random.below(n)].send(broadcastFrame(random, hostMac(i % n)))
          kernel.run(kernel.nowNs + 1e5)
        }
      }
      talk(5)
      expect(isQuiet(drawn)).toBe(true)
      for (const i of breaks) {
        if (links.length === 0) break
        const link = links[i % links.length]
        link.setUp(!link.up)
        talk(5)
      }
      // Who believes in a root that is gone may forward in a ring until he does not.
      kernel.run(kernel.nowNs + 10e9)
      expect(isQuiet(drawn)).toBe(true)
    }),
    { numRuns: 40 },
  )
})

test('BPDUs of any content from a host: the switch lives, counts them, and recovers', () => {
  fc.assert(
    fc.property(fc.nat(), fc.array(fc.tuple(fc.nat(59), fc.nat(255)), { maxLength: 6 }), (seed, changes) => {
      const drawn = draw(3, [
        [0, 1],
        [1, 2],
        [2, 0],
      ])
      converge(drawn)
      const random = new Random(seed)
      for (let i = 0; i < 60; i++) {
        const bytes = new Uint8Array(60)
        bpdu.emitFrame(bytes, 0, hostMac(1), {
          type: [bpdu.TYPE_RST, bpdu.TYPE_CONFIG, bpdu.TYPE_TCN][random.below(3)],
          flags: random.below(256),
          rootId: bpdu.makeBridgeId(4096 * random.below(16), random.below(5)),
          rootCost: random.below(1e6),
          bridgeId: bpdu.makeBridgeId(4096 * random.below(16), random.below(5)),
          portId: random.below(65536),
          messageAge: random.below(22),
          maxAge: random.below(30),
          helloTime: random.below(4),
          forwardDelay: random.below(30),
        })
        for (const [at, value] of changes) bytes[at < 6 ? at + 14 : at] = value
        drawn.hosts[random.below(3)].send(random.below(8) === 0 ? bytes.slice(0, 14 + random.below(46)) : bytes)
        kernel.run(kernel.nowNs + random.below(3) * 5e8)
      }
      const bad = drawn.switches.reduce((sum, sw) => sum + (sw.drops.byReason[DROP_BAD_BPDU] ?? 0), 0)
      expect(bad).toBeGreaterThanOrEqual(0)
      kernel.run(kernel.nowNs + 200e9)
      expect(isSpanning(drawn)).toBe(true)
      assertNoLeak(kernel)
    }),
    { numRuns: 40 },
  )
})
