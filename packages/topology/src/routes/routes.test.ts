import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addedNodes,
  addNode,
  applyDiff,
  chain,
  computeRoutes,
  connect,
  contains,
  effectiveRoutes,
  emptyDiff,
  emptyDocument,
  find,
  formatAddress,
  formatCidr,
  generators,
  hasStack,
  type IntegerParameter,
  type IpAddress,
  type IpPrefix,
  ifaces,
  ifacesOf,
  links,
  makeIface,
  moveNodes,
  type NodeId,
  networkPrefix,
  nodes,
  parseAddress,
  parseDestination,
  parsePrefix,
  renameNode,
  ring,
  setFields,
  setImpairment,
  setLinkUp,
  setRoutes,
  type TopologyDocument,
} from '../index.ts'
import { NONE, PrefixForest } from './aggregate.ts'

const named = (doc: TopologyDocument, name: string) => nodes(doc).find((node) => node.name === name)!.id

const leadsTo = (prefix: IpPrefix, { family, address }: IpAddress) =>
  prefix.family === family && networkPrefix({ ...prefix, address } as IpPrefix).address === prefix.address

/** By address, who has it; and by node, what its kernel's table would hold: a network of its own has no gateway. */
function tables(doc: TopologyDocument) {
  const ownerOf = new Map<string, NodeId>()
  const byNode = new Map<NodeId, { prefix: IpPrefix; gateway: string | null }[]>()
  for (const { id } of nodes(doc)) {
    const own = ifacesOf(doc, id).flatMap(({ addresses }) => addresses.map((a) => parsePrefix(a.address)!))
    for (const each of own) ownerOf.set(formatAddress(each), id)
    byNode.set(id, [
      ...own.map((each) => ({ prefix: networkPrefix(each), gateway: null })),
      ...effectiveRoutes(doc, id).map(({ destination, gateway }) => ({
        prefix: parseDestination(destination)!,
        gateway,
      })),
    ])
  }
  return { ownerOf, byNode }
}

/** Follows a packet from a node to an address as the kernel would: longest prefix first. Returns the nodes it visits. */
function trace(doc: TopologyDocument, from: NodeId, to: string, { ownerOf, byNode } = tables(doc)): string[] {
  const target = parseAddress(to)!
  const path: string[] = []
  let at = from
  for (let hops = 0; hops < 200; hops++) {
    path.push(find(doc, at)!.name)
    if (ownerOf.get(to) === at) return path
    const table = byNode.get(at)!.filter(({ prefix }) => leadsTo(prefix, target))
    if (table.length === 0) return [...path, 'no route']
    const best = table.reduce((best, each) => (each.prefix.length > best.prefix.length ? each : best))
    at = ownerOf.get(best.gateway ?? to)!
  }
  return [...path, 'a loop']
}

test('a pc reaches the other end of a chain, and back', () => {
  const doc = chain(3)
  expect(computeRoutes(doc).get('node:pc1')).toEqual([{ destination: 'default', gateway: '10.0.0.1' }])
  expect(computeRoutes(doc).get('node:router2')).toEqual([
    { destination: '10.0.0.0/24', gateway: '10.0.1.1' },
    { destination: '10.0.3.0/24', gateway: '10.0.2.2' },
  ])
  expect(trace(doc, 'node:pc1', '10.0.3.20')).toEqual(['pc1', 'router1', 'router2', 'router3', 'pc2'])
  expect(trace(doc, 'node:pc2', '10.0.0.20')).toEqual(['pc2', 'router3', 'router2', 'router1', 'pc1'])
})

test('sibling networks behind one next hop become one route', () => {
  expect(computeRoutes(chain(9)).get('node:router9')).toEqual([{ destination: '10.0.0.0/21', gateway: '10.0.8.1' }])
})

test('routes typed are kept beside computed ones, and win where both lead to one place', () => {
  const doc = chain(2)
  const typed = [{ destination: '10.0.2.0/24', gateway: '10.0.0.20' }]
  const edited = applyDiff(doc, setRoutes(doc, 'node:router1', typed).diff)
  expect(effectiveRoutes(edited, 'node:router1')).toEqual(typed)
})

test('a lab with stored routes computes none, and has those', () => {
  const stored = [{ destination: 'default', gateway: '10.0.0.1' }]
  const drawn = chain(2)
  const off = applyDiff(drawn, setFields(drawn, 'lab:lab', { autoRoutes: false }).diff)
  const doc = applyDiff(off, setRoutes(off, 'node:pc1', stored).diff)
  expect(computeRoutes(doc).get('node:router1')).toEqual([])
  expect(effectiveRoutes(doc, 'node:pc1')).toEqual(stored)
})

test('every router of a ring takes the shorter way', () => {
  const doc = ring(9)
  for (const { node, addresses } of ifaces(doc)) {
    const path = trace(doc, 'node:router1', addresses[0].address.split('/')[0])
    expect(path.at(-1)).toBe(find(doc, node)!.name)
    expect(path.length).toBeLessThanOrEqual(6)
  }
})

test('in every shape everyone reaches everyone, by IPv4 and by IPv6', () => {
  const sizes = fc.record({ shape: fc.constantFrom(...generators), more: fc.nat(4), zones: fc.boolean() })
  fc.assert(
    fc.property(sizes, ({ shape, more, zones }) => {
      const [{ min }] = shape.parameters as [IntegerParameter]
      const place = shape.parameters.find((each) => each.default === 'router')
      // A fat tree has an even number of pods.
      const n = shape.name === 'fat-tree' ? 4 : min + Math.min(more, shape.name === 'tree' ? 2 : 4)
      const zone = zones && place !== undefined ? { [place.name]: 'zone-router' } : {}
      const doc = shape.generate(n, { ...zone, ipv6: 'on' })
      const known = tables(doc)
      const missed: string[] = []
      for (const { id, kind } of nodes(doc))
        if (hasStack(kind) && id !== 'node:machine0')
          for (const [address, owner] of known.ownerOf) {
            const path = trace(doc, id, address, known)
            if (path.at(-1) !== find(doc, owner)!.name) missed.push(`${path.join(' ')} on the way to ${address}`)
          }
      expect(missed).toEqual([])
      const ofFamily = (six: boolean) => [...known.ownerOf.keys()].filter((each) => each.includes(':') === six).length
      expect(ofFamily(true)).toBe(ofFamily(false))
    }),
    { numRuns: 60 },
  )
})

test('moving, renaming and impairing keep the computed routes, wiring makes new ones', () => {
  const doc = chain(3)
  const routes = computeRoutes(doc)
  let edited = applyDiff(doc, moveNodes(doc, { 'node:pc1': { x: 1, y: 2 } }).diff)
  edited = applyDiff(edited, renameNode(edited, 'node:pc1', 'alice').diff)
  edited = applyDiff(edited, setImpairment(edited, links(edited)[0].id, 'both', { delayUs: 9 }).diff)
  expect(computeRoutes(edited)).toBe(routes)
  edited = applyDiff(edited, connect(edited, named(edited, 'pc2'), named(edited, 'router1')).diff)
  expect(computeRoutes(edited)).not.toBe(routes)
})

test('in a network of any shape, packets go everywhere there is a way', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('router', 'pc', 'switch'), { minLength: 2, maxLength: 9 }),
      fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { maxLength: 14 }),
      (kinds, wires) => {
        let doc = emptyDocument('any', { autoAddress6: false })
        const placed = kinds.map((kind) => {
          const { diff } = addNode(doc, {
            kind: kind === 'switch' ? 'switch' : 'jail',
            role: kind === 'switch' ? null : (kind as 'router' | 'pc'),
            position: { x: 0, y: 0 },
          })
          doc = applyDiff(doc, diff)
          return addedNodes(diff)[0]
        })
        for (const [a, b] of wires) {
          const [from, to] = [placed[a % placed.length], placed[b % placed.length]]
          if (from !== to) doc = applyDiff(doc, connect(doc, from, to).diff)
        }
        expectEveryRouterReachesItsPart(doc)
      },
    ),
  )
})

/** From each router, every address in a network that some router chain leads to. */
function expectEveryRouterReachesItsPart(doc: TopologyDocument): void {
  const networks = new Map<string, Set<NodeId>>()
  const networkOfAddress = new Map<string, string>()
  for (const iface of ifaces(doc))
    for (const { address } of iface.addresses) {
      const key = address.replace(/\d+\/24$/, '0/24')
      networkOfAddress.set(address.split('/')[0], key)
      networks.set(key, (networks.get(key) ?? new Set()).add(iface.node))
    }
  const isRouter = (node: NodeId) => find(doc, node)!.role === 'router'
  for (const router of nodes(doc).filter(({ id }) => isRouter(id))) {
    const reachable = new Set<string>()
    const work: NodeId[] = [router.id]
    for (const node of work)
      for (const [key, members] of networks)
        if (members.has(node) && !reachable.has(key)) {
          reachable.add(key)
          work.push(...[...members].filter(isRouter))
        }
    for (const [address, key] of networkOfAddress)
      if (reachable.has(key)) expect(trace(doc, router.id, address)).not.toContain('no route')
    for (const [address, key] of networkOfAddress)
      if (!reachable.has(key)) expect(trace(doc, router.id, address).at(-1)).toBe('no route')
  }
}

test('aggregation leads every address where the single routes lead it', () => {
  const prefix = fc
    .tuple(fc.nat(255), fc.integer({ min: 1, max: 8 }))
    .map(([address, length]) => ({ address: ((address >>> (8 - length)) << (8 - length)) * 2 ** 24, length }))
  const hops = fc.integer({ min: -2, max: 2 })
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(prefix, hops), { selector: ([p]) => formatCidr(p) }),
      fc.boolean(),
      (list, inIpv6) => {
        const drawn = list.map(
          ([{ address, length }]): IpPrefix =>
            inIpv6 ? { family: 6, address: BigInt(address) << 96n, length } : { family: 4, address, length },
        )
        const forest = new PrefixForest(drawn)
        const via = new Int32Array(forest.size).fill(NONE)
        list.forEach(([, hop], i) => {
          via[i] = hop
        })
        const joined: Single[] = []
        forest.read(via, (destination, hop) => {
          const { address, length } = parsePrefix(destination)!
          joined.push({
            prefix: { address: inIpv6 ? Number(BigInt(address) >> 96n) : Number(address), length },
            via: hop,
          })
        })
        const single = list.filter(([, hop]) => hop >= 0).map(([each, hop]) => ({ prefix: each, via: hop }))
        for (let first = 0; first < 256; first++)
          expect(lead(joined, first * 2 ** 24)).toBe(lead(single, first * 2 ** 24))
        expect(joined.length).toBeLessThanOrEqual(single.length)
      },
    ),
  )
})

interface Single {
  readonly prefix: { readonly address: number; readonly length: number }
  readonly via: number
}

/** The next hop of the longest prefix that contains an address. */
const lead = (table: readonly Single[], address: number) =>
  table
    .filter((route) => contains(route.prefix, address))
    .reduce((best, route) => (route.prefix.length > best.prefix.length ? route : best), {
      prefix: { address: 0, length: -1 },
      via: NONE,
    }).via

test('IPv6 is routed like IPv4, in one lab with it', () => {
  let doc = emptyDocument('dual')
  const placed = (['pc', 'router', 'router', 'pc'] as const).map((role) => {
    const { diff } = addNode(doc, { kind: 'jail', role, position: { x: 0, y: 0 } })
    doc = applyDiff(doc, diff)
    return addedNodes(diff)[0]
  })
  for (const i of [0, 1, 2]) doc = applyDiff(doc, connect(doc, placed[i], placed[i + 1]).diff)
  expect(effectiveRoutes(doc, placed[0])).toEqual([
    { destination: 'default', gateway: '10.0.0.1' },
    { destination: '::/0', gateway: 'fc00::1' },
  ])
  expect(effectiveRoutes(doc, placed[1])).toEqual([
    { destination: '10.0.2.0/24', gateway: '10.0.1.2' },
    { destination: 'fc00:0:0:2::/64', gateway: 'fc00:0:0:1::2' },
  ])
  const typed = [{ destination: '::/0', gateway: 'blackhole' }]
  doc = applyDiff(doc, setRoutes(doc, placed[0], typed).diff)
  expect(effectiveRoutes(doc, placed[0])).toEqual([...typed, { destination: 'default', gateway: '10.0.0.1' }])
  expect(effectiveRoutes(doc, placed[0])).toBe(effectiveRoutes(doc, placed[0]))
})

test('a wire pulled out, or an interface down, is routed around, and its network is gone', () => {
  const doc = ring(5)
  expect(trace(doc, 'node:router1', '10.0.1.2')).toEqual(['router1', 'router2', 'router3'])
  const pulled = applyDiff(doc, setLinkUp(doc, links(doc).find(({ a }) => a === 'iface:router2.eth1')!.id, false).diff)
  expect(trace(pulled, 'node:router1', '10.0.2.1')).toEqual(['router1', 'router5', 'router4', 'router3'])
  expect(effectiveRoutes(pulled, 'node:router5').map(({ destination }) => destination)).not.toContain('10.0.1.0/24')
  const down = applyDiff(doc, setFields(doc, 'iface:router2.eth1', { up: false }).diff)
  expect(trace(down, 'node:router1', '10.0.2.1')).toEqual(['router1', 'router5', 'router4', 'router3'])
})

test("a router's loopback address is reached from everywhere", () => {
  const lab = chain(3)
  const lo = makeIface({
    id: 'iface:router3.lo0',
    kind: 'lo',
    node: 'node:router3',
    home: 'node:router3',
    name: 'lo0',
    mac: '00:00:00:00:00:00',
    addresses: [{ address: '10.255.0.3/32', auto: false }],
  })
  const doc = applyDiff(lab, { ...emptyDiff, added: { [lo.id]: lo } })
  expect(trace(doc, 'node:pc1', '10.255.0.3').at(-1)).toBe('router3')
})

test('both families are routed as each is alone, whether one search serves them or not', () => {
  const only = (doc: TopologyDocument, family: 4 | 6): TopologyDocument =>
    ifaces(doc).reduce((doc, { id, addresses }) => {
      const kept = addresses.filter(({ address }) => parsePrefix(address)!.family === family)
      return kept.length === addresses.length ? doc : applyDiff(doc, setFields(doc, id, { addresses: kept }).diff)
    }, doc)
  fc.assert(
    fc.property(
      fc.constantFrom(...generators.map(({ name }) => name)),
      fc.array(fc.tuple(fc.nat(), fc.constantFrom<'four' | 'six' | 'down'>('four', 'six', 'down')), { maxLength: 4 }),
      (name, edits) => {
        const shape = generators.find((each) => each.name === name)!
        const [{ min }] = shape.parameters as [IntegerParameter]
        let doc = shape.generate(Math.max(min, name === 'fat-tree' ? 4 : 3), { ipv6: 'on' })
        for (const [which, what] of edits) {
          const own = ifaces(doc).filter(({ addresses }) => addresses.length > 0)
          const { id, addresses } = own[which % own.length]
          const kept = addresses.filter(({ address }) => parsePrefix(address)!.family !== (what === 'four' ? 4 : 6))
          doc = applyDiff(doc, setFields(doc, id, what === 'down' ? { up: false } : { addresses: kept }).diff)
        }
        const four = computeRoutes(only(doc, 4))
        const six = computeRoutes(only(doc, 6))
        for (const { id } of nodes(doc)) expect(computeRoutes(doc).get(id)).toEqual([...four.get(id), ...six.get(id)])
      },
    ),
    { numRuns: 40 },
  )
})

test('a ring of 10,000 routers has routes for both families', () => {
  const routes = computeRoutes(generators.find(({ name }) => name === 'ring')!.generate(10_000, { ipv6: 'on' }))
  expect(routes.tooMany).toBeNull()
  const gateways = routes.get('node:router1').map(({ gateway }) => gateway)
  expect(new Set(gateways).size).toBe(4)
})
