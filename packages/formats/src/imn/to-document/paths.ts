// How links run. A link has `points`, at which it bends. One that is split has two halves under `gui`, each from its node to a
// pseudo node that stands, on the same canvas, for the other: pseudo node `n0.ifc1`, half `l0.n0.ifc1`.
import {
  EDGE,
  type LinkRecord,
  MAX_WAYPOINTS,
  makePath,
  type PathRecord,
  type Point,
  pathIdOf,
} from '@etherloom/topology'
import { isObject, type JsonObject, type JsonValue, textAt } from '../imn-file.ts'
import { Taker } from '../taker.ts'

/** What is under `gui`, without what was taken so far. */
export interface GuiRest {
  readonly nodes: JsonObject
  readonly links: JsonObject
  readonly points: JsonObject
}

/** One end of a link: the keys of its node and interface, and that of its canvas. */
export interface PathEnd {
  readonly node: string
  readonly ifc: string
  readonly canvas: string
}

export interface PathDraft {
  readonly path: PathRecord | null
  /** What the halves said besides, by section and end. */
  readonly rest: JsonObject
}

export function readPath(
  key: string,
  link: LinkRecord,
  ends: { readonly a: PathEnd; readonly b: PathEnd },
  gui: Taker,
  rest: GuiRest,
): PathDraft {
  const points = readBends(gui, rest.points)
  const halves = readHalves(key, ends, rest)
  if (points.length === 0 && halves === null) return { path: null, rest: {} }
  const path = makePath({
    id: pathIdOf(link.id),
    edge: link.id,
    points,
    // Between two canvases a link is in two halves anyway.
    split: halves !== null && ends.a.canvas === ends.b.canvas,
    aStub: halves?.aStub ?? null,
    bStub: halves?.bStub ?? null,
  })
  return { path, rest: halves?.rest ?? {} }
}

export function pointOf(text: string | undefined): Point | null {
  const [x, y, ...more] = (text ?? '').trim().split(/\s+/).map(Number)
  return more.length === 0 && Math.abs(x) <= EDGE && Math.abs(y) <= EDGE ? { x, y } : null
}

/** All of them, or none: a link that bends at some of its points runs where nobody drew it. */
function readBends(gui: Taker, points: JsonObject): Point[] {
  const said = Object.hasOwn(gui.rest, 'points') ? gui.rest.points : undefined
  const keys = typeof said === 'string' ? said.trim().split(/\s+/) : Array.isArray(said) ? said : []
  const places = keys.map((key) => (typeof key === 'string' ? pointOf(textAt(points, key)) : null))
  const whole = places.filter((place) => place !== null)
  if (places.length === 0 || places.length > MAX_WAYPOINTS || whole.length < places.length) return []
  for (const key of keys) delete points[key as string]
  delete gui.rest.points
  return whole
}

interface Halves {
  readonly aStub: Point | null
  readonly bStub: Point | null
  readonly rest: JsonObject
}

function readHalves(key: string, { a, b }: { readonly a: PathEnd; readonly b: PathEnd }, rest: GuiRest): Halves | null {
  const own = ({ node, ifc }: PathEnd) => `${node}.${ifc}`
  const all = [own(a), own(b)].every((end) => isOwnObject(rest.nodes, end) && isOwnObject(rest.links, `${key}.${end}`))
  if (!all) return null
  const left: { nodes: JsonObject; links: JsonObject } = { nodes: {}, links: {} }
  const stub = (end: PathEnd, other: PathEnd, name: 'a' | 'b'): Point | null => {
    const [pseudo, half] = [own(end), `${key}.${own(end)}`]
    const node = new Taker(rest.nodes[pseudo], `gui/nodes/${pseudo}`)
    const link = new Taker(rest.links[half], `gui/links/${half}`)
    delete rest.nodes[pseudo]
    delete rest.links[half]
    node.word('mirror', [own(other)])
    node.word('link', [half])
    node.word('canvas', [end.canvas])
    link.word('peers', [`${pseudo} ${end.node}`])
    link.word('mirror', [`${key}.${own(other)}`])
    const place = node.value('iconcoords', pointOf)
    if (place !== undefined) node.word('labelcoords', [textAt(node.source, 'iconcoords') ?? ''])
    if (Object.keys(node.rest).length > 0) left.nodes[name] = node.rest
    if (Object.keys(link.rest).length > 0) left.links[name] = link.rest
    return place ?? null
  }
  const [aStub, bStub] = [stub(a, b, 'a'), stub(b, a, 'b')]
  const said = Object.entries(left).filter(([, value]) => Object.keys(value).length > 0)
  return { aStub, bStub, rest: Object.fromEntries(said) }
}

const isOwnObject = (object: JsonObject, key: string): boolean =>
  Object.hasOwn(object, key) && isObject(object[key] as JsonValue)
