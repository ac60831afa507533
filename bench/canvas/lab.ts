// A lab in which every link carries packets both ways all the time, for very little work: rows and columns of routers, with a
// PC at either end of each, that ping each other right through.
//
//   pc ─ r ─ r ─ r ─ pc     A row's routers know the way to the two PCs of their row, a column's to those of their column.
//        │   │   │          Routers put into some of the wires bring the numbers of nodes and links to what was asked.
//   pc ─ r ─ r ─ r ─ pc
//        pc  pc  pc
import {
  automaticMac,
  documentOf,
  emptyDocument,
  formatIpv4,
  type IfaceId,
  type Impairment,
  type LinkId,
  layoutIdOf,
  MACHINE0,
  makeIface,
  makeLayout,
  makeLink,
  makeNode,
  type NodeId,
  noImpairment,
  type StaticRoute,
  serialize,
  type TopologyRecord,
} from '@etherloom/topology'

const STEP = 170
const POOL = 10 * 2 ** 24

export interface Ping {
  readonly from: NodeId
  readonly to: string
}

export interface BenchLab {
  readonly file: string
  readonly nodes: readonly { id: NodeId; name: string; x: number; y: number }[]
  readonly links: readonly { id: LinkId; a: NodeId; b: NodeId }[]
  /** One a row and one a column; together they go over every link. */
  readonly pings: readonly Ping[]
}

interface Size {
  readonly rows: number
  readonly columns: number
}

/** 1,000 nodes and 1,500 links; 5,000 and 7,500. */
export const sizes: Readonly<Record<string, Size & { nodes: number; links: number }>> = {
  '1000-1500': { rows: 21, columns: 26, nodes: 1000, links: 1500 },
  '5000-7500': { rows: 42, columns: 62, nodes: 5000, links: 7500 },
  '10000-15000': { rows: 59, columns: 87, nodes: 10_000, links: 15_000 },
}

interface Stop {
  readonly id: NodeId
  readonly x: number
  readonly y: number
}

class Drawing {
  readonly records: TopologyRecord[]
  readonly nodes: { id: NodeId; name: string; x: number; y: number }[]
  readonly links: { id: LinkId; a: NodeId; b: NodeId }[]
  readonly routes: Map<NodeId, StaticRoute[]>
  private readonly ports: Map<NodeId, number>
  private macs = 0

  constructor(name: string) {
    this.records = [...emptyDocument(name, { autoRoutes: false }).records.values()]
    this.nodes = []
    this.links = []
    this.routes = new Map()
    this.ports = new Map()
  }

  place(name: string, x: number, y: number): Stop {
    const id: NodeId = `node:${name}`
    this.nodes.push({ id, name, x, y })
    this.routes.set(id, [])
    return { id, x, y }
  }

  /** Its addresses are .1 and .2 of a /30 of its own, in the order wired. */
  wire(a: Stop, b: Stop): number {
    const n = this.links.length
    const id = `link:l${n}` as const
    this.records.push(makeLink({ id, kind: 'wire', a: this.plug(a, n, 1), b: this.plug(b, n, 2), ...settings(n) }))
    this.links.push({ id, a: a.id, b: b.id })
    return n
  }

  private plug({ id }: Stop, link: number, host: number): IfaceId {
    const port = this.ports.get(id) ?? 0
    this.ports.set(id, port + 1)
    const iface: IfaceId = `iface:${id.slice(5)}.eth${port}`
    const addresses = [{ address: `${addressOf(link, host)}/30`, auto: true }]
    const mac = automaticMac(++this.macs)
    this.records.push(makeIface({ id: iface, kind: 'nic', node: id, home: id, name: `eth${port}`, mac, addresses }))
    return iface
  }

  finish(): void {
    for (const { id, name, x, y } of this.nodes) {
      const role = name.startsWith('pc') ? 'pc' : 'router'
      this.records.push(makeNode({ id, kind: 'jail', role, name, parent: MACHINE0, routes: this.routes.get(id)! }))
      this.records.push(makeLayout({ id: layoutIdOf(id), node: id, x, y }))
    }
  }
}

const addressOf = (link: number, host: number): string => formatIpv4(POOL + link * 4 + host)

/** Some links are slow, some lose a little: what people set is drawn too. */
function settings(link: number): { ab?: Impairment; ba?: Impairment } {
  const both = (change: Partial<Impairment>) => {
    const value = { ...noImpairment, ...change }
    return { ab: value, ba: value }
  }
  if (link % 53 === 7) return both({ lossPercent: 2 })
  if (link % 11 === 3) return both({ bandwidthBps: 10_000_000, delayUs: 1000 })
  return {}
}

export function benchLab(name: string): BenchLab {
  const { rows, columns, nodes, links } = sizes[name]
  const drawing = new Drawing(`bench ${name}`)
  const grid: Stop[][] = []
  for (let y = 0; y < rows; y++) {
    grid.push([])
    for (let x = 0; x < columns; x++) grid[y].push(drawing.place(`r${y}-${x}`, x * STEP, y * STEP))
  }
  const spare = {
    routers: nodes - rows * columns - 2 * (rows + columns),
    wires: rows * (columns - 1) + columns * (rows - 1),
    due: 0,
  }
  const pings: Ping[] = []
  for (let y = 0; y < rows; y++) pings.push(path(drawing, `y${y}`, grid[y], { dx: STEP, dy: 0 }, spare))
  for (let x = 0; x < columns; x++)
    pings.push(
      path(
        drawing,
        `x${x}`,
        grid.map((row) => row[x]),
        { dx: 0, dy: STEP },
        spare,
      ),
    )
  for (let x = 0; drawing.links.length < links; x++) pings.push(parallel(drawing, grid[0][x], grid[1][x]))
  drawing.finish()
  if (drawing.nodes.length !== nodes || drawing.links.length !== links)
    throw new Error(`${drawing.nodes.length} nodes and ${drawing.links.length} links were drawn`)
  return { file: serialize(documentOf(drawing.records)), nodes: drawing.nodes, links: drawing.links, pings }
}

/** A PC, the routers given, a PC; `spare` routers are spread evenly over all wires of the lab. */
function path(
  drawing: Drawing,
  name: string,
  routers: readonly Stop[],
  { dx, dy }: { dx: number; dy: number },
  spare: { readonly routers: number; readonly wires: number; due: number },
): Ping {
  const [first, last] = [routers[0], routers[routers.length - 1]]
  const stops = [drawing.place(`pc-${name}a`, first.x - dx, first.y - dy)]
  routers.forEach((router, i) => {
    stops.push(router)
    if (i === routers.length - 1) return
    spare.due += spare.routers
    if (spare.due < spare.wires) return
    spare.due -= spare.wires
    stops.push(drawing.place(`r${name}-${i}`, router.x + dx / 2, router.y + dy / 2))
  })
  stops.push(drawing.place(`pc-${name}b`, last.x + dx, last.y + dy))
  const wires = stops.slice(1).map((stop, i) => drawing.wire(stops[i], stop))
  stops.forEach(({ id }, i) => {
    const routes = drawing.routes.get(id)!
    // What is next door needs no route.
    if (i < wires.length - 1) routes.push({ destination: subnet(wires.at(-1)!), gateway: addressOf(wires[i], 2) })
    if (i > 1) routes.push({ destination: subnet(wires[0]), gateway: addressOf(wires[i - 1], 1) })
  })
  return { from: stops[0].id, to: addressOf(wires.at(-1)!, 2) }
}

const subnet = (link: number): string => `${addressOf(link, 0)}/30`

/** A second wire between neighbors, which talk over it directly. */
function parallel(drawing: Drawing, a: Stop, b: Stop): Ping {
  return { from: a.id, to: addressOf(drawing.wire(a, b), 2) }
}
