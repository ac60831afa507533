// What the file calls each record: `node:n0` is `n0` again, every other record gets a number that is free. IMUNES counts nodes
// n0, n1 …, links l0 …, and interfaces within their node ifc0 ….
import {
  type AnnotationId,
  type AnnotationRecord,
  annotations,
  type CanvasId,
  type CanvasRecord,
  canvases,
  find,
  hasStack,
  type IfaceId,
  type IfaceRecord,
  type ImageId,
  type ImageRecord,
  ifacesOf,
  images,
  type LinkId,
  type LinkRecord,
  lab,
  links,
  MACHINE0,
  type NodeId,
  type NodeRecord,
  nodes,
  type TopologyDocument,
} from '@etherloom/topology'
import { isObject } from '../imn-file.ts'
import { sameJson } from '../same-json.ts'
import { byKey } from '../to-document/ids.ts'
import { makeMachine0 } from '../to-document/understand.ts'
import { isSpoken } from './annotation.ts'
import { isShownThere } from './image.ts'
import { restOf } from './merge.ts'

export interface NodeToWrite {
  readonly key: string
  readonly node: NodeRecord
  /** Where lo0 goes; null in nodes that have none. */
  readonly lo0: string | null
  /** In the order in which they are read. */
  readonly ifaces: readonly { readonly key: string; readonly iface: IfaceRecord }[]
}

export interface Keys {
  readonly nodes: readonly NodeToWrite[]
  readonly links: readonly { readonly key: string; readonly link: LinkRecord }[]
  readonly canvases: readonly { readonly key: string; readonly canvas: CanvasRecord }[]
  /** From the lowest to the uppermost. */
  readonly annotations: readonly { readonly key: string; readonly annotation: AnnotationRecord }[]
  readonly images: readonly { readonly key: string; readonly image: ImageRecord }[]
  readonly node: ReadonlyMap<NodeId, string>
  readonly iface: ReadonlyMap<IfaceId, string>
  readonly canvas: ReadonlyMap<CanvasId, string>
  readonly image: ReadonlyMap<ImageId, string>
}

export function keysOf(doc: TopologyDocument): Keys {
  const written = nodes(doc).filter((node) => isSaid(doc, node))
  const node = new Map(numbered(written, 'n', (each) => each.id.slice('node:'.length)))
  const iface = new Map<IfaceId, string>()
  const toWrite = written
    .map((each): NodeToWrite => {
      const said = ifacesOf(doc, each.id).filter((one) => isSpeakable(doc, one))
      const prefix = `iface:${node.get(each.id)}.`
      const own = (one: IfaceRecord) => (one.id.startsWith(prefix) ? one.id.slice(prefix.length) : '')
      const stack = hasStack(each.kind) && !said.some(({ kind, name }) => kind === 'lo' && name === 'lo0')
      // What was no interface and is kept has a key as well.
      const kept = restOf(each).ifaces
      const reserved = isObject(kept) ? Object.keys(kept) : []
      const keys = numbered(said, 'ifc', own, reserved, stack ? 1 : 0)
      for (const [id, key] of keys) iface.set(id, key)
      const taken = new Set([...reserved, ...keys.map(([, key]) => key)])
      const lo0 = stack ? firstFree('ifc', taken) : null
      const ifaces = said
        .map((one) => ({ key: iface.get(one.id)!, iface: one }))
        .sort((a, b) => Number(a.iface.kind === 'vlan') - Number(b.iface.kind === 'vlan') || byKey([a.key], [b.key]))
      return { key: node.get(each.id)!, node: each, lo0, ifaces }
    })
    .sort((a, b) => byKey([a.key], [b.key]))
  const wires = links(doc).filter(({ a, b }) => iface.has(a) && iface.has(b))
  const link = new Map<LinkId, string>(numbered(wires, 'l', (each) => each.id.slice('link:'.length)))
  return {
    nodes: toWrite,
    links: wires.map((each) => ({ key: link.get(each.id)!, link: each })).sort((a, b) => byKey([a.key], [b.key])),
    node,
    iface,
    ...drawnKeys(doc),
  }
}

function drawnKeys(doc: TopologyDocument): Pick<Keys, 'canvases' | 'annotations' | 'images' | 'canvas' | 'image'> {
  const gui = restOf(lab(doc)).gui
  const reserved = (section: string) => {
    const kept = isObject(gui) ? gui[section] : undefined
    return isObject(kept) ? Object.keys(kept) : []
  }
  const own = ({ id }: { readonly id: string }) => id.slice(id.indexOf(':') + 1)
  const keysFor = <R extends { readonly id: string }>(records: readonly R[], series: string, section: string) =>
    new Map<R['id'], string>(numbered(records, series, own, reserved(section)))
  const sheets = canvases(doc)
  const canvas = keysFor(sheets, 'c', 'canvases')
  const shown = images(doc).filter(isShownThere)
  const image = keysFor(shown, 'image', 'images')
  const spoken = annotations(doc)
    .filter(isSpoken)
    .sort((a, b) => a.z - b.z)
  const annotation: Map<AnnotationId, string> = keysFor(spoken, 'a', 'annotations')
  return {
    canvases: sheets.map((each) => ({ key: canvas.get(each.id)!, canvas: each })),
    annotations: spoken.map((each) => ({ key: annotation.get(each.id)!, annotation: each })),
    images: shown.map((each) => ({ key: image.get(each.id)!, image: each })),
    canvas,
    image,
  }
}

/** The machine that everything is in is not said, as long as there is nothing to say of it. */
const isSaid = (doc: TopologyDocument, node: NodeRecord) =>
  node.id !== MACHINE0 || ifacesOf(doc, MACHINE0).length > 0 || !sameJson(node, makeMachine0())

/** Whether IMUNES has such interfaces: wires, VLANs over them, and loopback interfaces. */
function isSpeakable(doc: TopologyDocument, iface: IfaceRecord): boolean {
  if (iface.kind === 'nic' || iface.kind === 'lo') return true
  if (iface.kind !== 'vlan' || iface.over === null) return false
  const over = find(doc, iface.over)
  return over?.type === 'iface' && over.kind === 'nic' && over.node === iface.node
}

/** Each with the key it has if it has one of that series, else with the next that is free, from `from` on. */
function numbered<R extends { readonly id: string }>(
  records: readonly R[],
  series: string,
  ownKey: (record: R) => string,
  reserved: readonly string[] = [],
  from = 0,
): [R['id'], string][] {
  const pattern = new RegExp(`^${series}(0|[1-9]\\d{0,8})$`)
  const taken = new Set([...reserved, ...records.map(ownKey).filter((key) => pattern.test(key))])
  let next = from
  const natural = [...records].sort((a, b) => byKey([a.id], [b.id]))
  return natural.map((record) => {
    const own = ownKey(record)
    if (pattern.test(own)) return [record.id, own]
    while (taken.has(`${series}${next}`)) next++
    return [record.id, `${series}${next++}`]
  })
}

function firstFree(series: string, taken: ReadonlySet<string>): string {
  let n = 0
  while (taken.has(`${series}${n}`)) n++
  return `${series}${n}`
}
