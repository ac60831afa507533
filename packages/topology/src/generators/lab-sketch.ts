// Writes the records that drawing the same lab by hand would make (generators.test.ts compares the two), but in linear time
// and without a document in between: nodes and wires are noted first; LANs, and the addresses in them, are found at the end.
import { firstHostNumber } from '../addressing.ts'
import { defaultSwitch } from '../bridging.ts'
import { makeIface, makeLayout, makeLink, makeNode } from '../defaults.ts'
import { documentOf, emptyDocument, hasStack, type LabOptions, layoutIdOf } from '../document.ts'
import { EDGE } from '../drawing-records.ts'
import { formatIpv4 } from '../ipv4.ts'
import { formatIpv6 } from '../ipv6.ts'
import { automaticMac, ifaceSeries } from '../naming.ts'
import type { Position } from '../operations/add-node.ts'
import { Refused } from '../operations/operation.ts'
import { type IfaceAddress, MACHINE0, type NodeRecord, type TopologyDocument, type TopologyRecord } from '../records.ts'
import { seriesOf } from '../series.ts'
import { type Placeable, placeable } from './placeable.ts'

const POOL = 10 * 2 ** 24 // 10.0.0.0/8
const POOL_SIZE = 2 ** 24
const POOL6 = 0xfc00n << 112n
/** As many /24s as the pool has. */
export const MAX_LANS = 65_536

interface SketchLan {
  endpoints: number
  number: number
  /** Where its IPv4 subnet begins, and its prefix length. */
  base: number
  length: number
  readonly taken: Set<number>
  /** By first host number, where to look next. */
  readonly next: Map<number, number>
}

export class LabSketch {
  private readonly name: string
  private readonly options: LabOptions
  private readonly nodes: NodeRecord[]
  private readonly positions: Position[]
  private readonly wires: (readonly [a: number, b: number])[]
  private readonly named: Map<string, number>

  constructor(name: string, options: LabOptions) {
    this.name = name
    this.options = options
    this.nodes = []
    this.positions = []
    this.wires = []
    this.named = new Map()
  }

  /** Places a node; its number is for `wire`. */
  place(what: Placeable, position: Position): number {
    const { kind, role } = placeable[what]
    const series = seriesOf(kind, role)
    const n = (this.named.get(series) ?? 0) + 1
    this.named.set(series, n)
    const name = `${series}${n}`
    this.positions.push(position)
    return this.nodes.push(makeNode({ id: `node:${name}`, kind, role, name, parent: MACHINE0 })) - 1
  }

  wire(a: number, b: number): void {
    this.wires.push([a, b])
  }

  document(): TopologyDocument {
    const { segments, loop } = this.segments()
    const lans = this.lans(segments)
    const records: TopologyRecord[] = [...emptyDocument(this.name, this.options).records.values()]
    const scale = this.scale()
    this.nodes.forEach((node, i) => {
      const { x, y } = this.positions[i]
      // Switches in a loop would carry one broadcast round for ever.
      records.push(loop && node.kind === 'switch' ? { ...node, switch: { ...defaultSwitch, stp: 'rstp' } } : node)
      records.push(
        makeLayout({ id: layoutIdOf(node.id), node: node.id, x: Math.round(x * scale), y: Math.round(y * scale) }),
      )
    })
    this.addWires(lans, records)
    return documentOf(records)
  }

  /** Less than 1 when the shape would go over the edge of the canvas. */
  private scale(): number {
    const farthest = this.positions.reduce((most, { x, y }) => Math.max(most, Math.abs(x), Math.abs(y)), 0)
    return Math.min(1, EDGE / farthest)
  }

  /** By node without a stack, the first node of the part of the LAN it is in; and whether such nodes are wired in a loop. */
  private segments(): { segments: Int32Array; loop: boolean } {
    const parent = Int32Array.from(this.nodes, (_, i) => i)
    const root = (i: number): number => {
      while (parent[i] !== i) {
        parent[i] = parent[parent[i]]
        i = parent[i]
      }
      return i
    }
    let loop = false
    for (const [a, b] of this.wires) {
      if (this.isHost(a) || this.isHost(b)) continue
      if (root(a) === root(b)) loop = true
      parent[Math.max(root(a), root(b))] = Math.min(root(a), root(b))
    }
    return { segments: parent.map((_, i) => root(i)), loop }
  }

  private isHost(node: number): boolean {
    return hasStack(this.nodes[node].kind)
  }

  /** By wire, the LAN it is in: one of its own between two stacks. */
  private lans(segments: Int32Array): SketchLan[] {
    const bySegment = new Map<number, SketchLan>()
    const inOrder: SketchLan[] = []
    const ofWire = this.wires.map(([a, b]) => {
      const segment = !this.isHost(a) ? segments[a] : !this.isHost(b) ? segments[b] : null
      let lan = segment === null ? undefined : bySegment.get(segment)
      if (lan === undefined) {
        lan = { endpoints: 0, number: 0, base: 0, length: 24, taken: new Set(), next: new Map() }
        if (segment !== null) bySegment.set(segment, lan)
        inOrder.push(lan)
      }
      lan.endpoints += Number(this.isHost(a)) + Number(this.isHost(b))
      return lan
    })
    this.giveSubnets(inOrder.filter(({ endpoints }) => endpoints > 0))
    return ofWire
  }

  /** A /24 each, or as much shorter a prefix as a LAN needs, in order. */
  private giveSubnets(lans: readonly SketchLan[]): void {
    let base = 0
    lans.forEach((lan, i) => {
      lan.number = i
      // Room for all after the twenty numbers pcs leave to others, and for the two edges.
      lan.length = Math.min(24, 32 - Math.ceil(Math.log2(lan.endpoints + 21)))
      const width = 2 ** (32 - lan.length)
      lan.base = Math.ceil(base / width) * width
      base = lan.base + width
      if (base > POOL_SIZE)
        throw new Refused(
          `${this.name} would have ${lans.length} LANs, and 10.0.0.0/8 holds ${MAX_LANS}; make it smaller.`,
        )
    })
  }

  private addWires(lans: readonly SketchLan[], records: TopologyRecord[]): void {
    const ifaces = new Int32Array(this.nodes.length)
    const links = new Map<string, number>()
    let macs = 0
    const plug = (node: NodeRecord, number: number, lan: SketchLan) => {
      const name = `${ifaceSeries(node)}${number}`
      const addresses = hasStack(node.kind) ? this.addresses(lan, node) : []
      const iface = makeIface({
        id: `iface:${node.name}.${name}`,
        kind: 'nic',
        node: node.id,
        home: node.id,
        name,
        mac: automaticMac(++macs),
        addresses,
      })
      records.push(iface)
      return iface.id
    }
    this.wires.forEach(([from, to], w) => {
      const [nodeA, nodeB] = [this.nodes[from], this.nodes[to]]
      const a = plug(nodeA, ifaces[from]++, lans[w])
      const b = plug(nodeB, ifaces[to]++, lans[w])
      const name = `${nodeA.name}-${nodeB.name}`
      const nth = (links.get(name) ?? 0) + 1
      links.set(name, nth)
      records.push(makeLink({ id: `link:${name}${nth > 1 ? `-${nth}` : ''}`, kind: 'wire', a, b }))
    })
  }

  private addresses(lan: SketchLan, node: NodeRecord): IfaceAddress[] {
    const first = firstHostNumber(node)
    let host = lan.next.get(first) ?? first
    while (lan.taken.has(host)) host++
    lan.taken.add(host)
    lan.next.set(first, host + 1)
    const ipv4 = { address: `${formatIpv4(POOL + lan.base + host)}/${lan.length}`, auto: true }
    if (this.options.autoAddress6 !== true) return [ipv4]
    const address = POOL6 + (BigInt(lan.number) << 64n) + BigInt(`0x${host}`)
    return [ipv4, { address: `${formatIpv6(address)}/64`, auto: true }]
  }
}
