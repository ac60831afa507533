// How a link runs, as IMUNES writes it: the points it bends at, and for one that is split or joins two canvases its two halves.
import {
  type LinkRecord,
  type NodeId,
  type NodePlace,
  type Point,
  pathOf,
  placesOf,
  type TopologyDocument,
} from '@etherloom/topology'
import { isObject, type JsonObject } from '../imn-file.ts'
import { merge } from './merge.ts'

export interface WrittenEnd {
  readonly id: NodeId
  readonly node: string
  readonly iface: string
}

/** Where those go that are not of the link itself. */
export interface GuiParts {
  readonly nodes: JsonObject
  readonly links: JsonObject
  readonly points: JsonObject
  /** Keys of points that are taken. */
  readonly reserved: ReadonlySet<string>
}

/** The keys of points at which the link bends; undefined when it runs straight. */
export function writeBends(
  doc: TopologyDocument,
  link: LinkRecord,
  { points, reserved }: GuiParts,
): string[] | undefined {
  const path = pathOf(doc, link.id)
  if (path === undefined || path.points.length === 0) return undefined
  let n = Object.keys(points).length
  return path.points.map(({ x, y }) => {
    while (reserved.has(`p${n}`)) n++
    points[`p${n}`] = `${x} ${y}`
    return `p${n++}`
  })
}

/** How far along the way to the other node a half ends that does not say. */
const STUB = 0.35

export function writeHalves(
  doc: TopologyDocument,
  key: string,
  link: LinkRecord,
  ends: { readonly a: WrittenEnd; readonly b: WrittenEnd },
  canvasKeys: ReadonlyMap<string, string>,
  rest: JsonObject,
  gui: GuiParts,
): void {
  const { places } = placesOf(doc)
  const path = pathOf(doc, link.id)
  const [a, b] = [places.get(ends.a.id), places.get(ends.b.id)]
  if (a === undefined || b === undefined || !(path?.split || a.canvas !== b.canvas)) return
  const half = (end: WrittenEnd, other: WrittenEnd, at: NodePlace, stub: Point, name: 'a' | 'b') => {
    const [own, mirror] = [`${end.node}.${end.iface}`, `${other.node}.${other.iface}`]
    const place = `${stub.x} ${stub.y}`
    const node = {
      link: `${key}.${own}`,
      mirror,
      canvas: canvasKeys.get(at.canvas) ?? '',
      iconcoords: place,
      labelcoords: place,
    }
    gui.nodes[own] = { ...node, ...partOf(rest, 'nodes', name) }
    gui.links[`${key}.${own}`] = merge(
      { peers: `${own} ${end.node}`, mirror: `${key}.${mirror}` },
      partOf(rest, 'links', name),
    )
  }
  half(ends.a, ends.b, a, path?.aStub ?? towards(a, b), 'a')
  half(ends.b, ends.a, b, path?.bStub ?? towards(b, a), 'b')
}

const towards = (from: Point, to: Point): Point => ({
  x: Math.round(from.x + (to.x - from.x) * STUB),
  y: Math.round(from.y + (to.y - from.y) * STUB),
})

function partOf(rest: JsonObject, section: string, name: string): JsonObject {
  const parts = rest[section]
  const part = isObject(parts) ? parts[name] : undefined
  return isObject(part) ? part : {}
}
