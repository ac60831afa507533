// The whole tree of a file, as far as its words go.
import {
  find,
  type IfaceId,
  type IfaceRecord,
  type Impairment,
  type LabRecord,
  lab as labOf,
  layoutOf,
  noImpairment,
  type TopologyDocument,
} from '@etherloom/topology'
import { isObject, type JsonObject, textAt } from '../imn-file.ts'
import { ownMac } from '../to-document/iface.ts'
import { type OptionName, optionByDefault } from '../to-document/lab.ts'
import { usualLo0 } from '../to-document/loopback.ts'
import { LABEL, USUAL_LABEL } from '../to-document/places.ts'
import { HALVES } from '../to-document/understand.ts'
import { writeAnnotation } from './annotation.ts'
import { canvasKey, writeCanvas } from './canvas.ts'
import { writeIface } from './iface.ts'
import { writeImage } from './image.ts'
import type { Keys, NodeToWrite } from './keys.ts'
import { writeLink } from './link.ts'
import { compact, merge, restOf } from './merge.ts'
import { writeNode, writtenName } from './node.ts'
import { writeBends, writeHalves } from './path.ts'

export function writeTree(doc: TopologyDocument, keys: Keys): JsonObject {
  const lab = labOf(doc)
  const rest = restOf(lab)
  const nodes = writeNodes(doc, keys, lab)
  const links: JsonObject = {}
  for (const { key, link } of keys.links) {
    const end = (id: IfaceId) => ({ node: keys.node.get(find(doc, id)!.node)!, iface: keys.iface.get(id)! })
    links[key] = writeLink(link, end(link.a), end(link.b))
  }
  const gui = writeGui(doc, keys, rest, links)
  return merge({ options: writeOptions(lab), gui, nodes, links }, rest)
}

function writeOptions(lab: LabRecord): JsonObject {
  const options: JsonObject = { version: '2' }
  const flag = (key: OptionName, on: boolean) => {
    const text = on ? '1' : '0'
    if (text !== optionByDefault(key)) options[key] = text
  }
  flag('auto_etc_hosts', lab.hostsFile)
  flag('IPv4autoAssign', lab.autoAddress4)
  flag('IPv6autoAssign', lab.autoAddress6)
  return options
}

function writeNodes(doc: TopologyDocument, keys: Keys, lab: LabRecord): JsonObject {
  const macs = new Map<string, number>()
  for (const { ifaces } of keys.nodes)
    for (const { iface } of ifaces) macs.set(iface.mac, (macs.get(iface.mac) ?? 0) + 1)
  const wires = wiresOf(keys)
  const nodes: JsonObject = {}
  let n = 0 // interfaces so far: what hangs on an interface's place in the file
  for (const { key, node, lo0, ifaces } of keys.nodes) {
    const written: JsonObject = lo0 === null ? {} : { [lo0]: usualLo0() }
    for (const { key: ifc, iface } of ifaces) {
      const unsaid = iface.kind === 'vlan' ? macOver(doc, iface) : macs.get(iface.mac) === 1 ? ownMac(n) : null
      written[ifc] = writeIface(iface, {
        node,
        link: wires.get(iface.id)?.key,
        out: wires.get(iface.id)?.out ?? noImpairment,
        nameOf: (id) => writtenName(find(doc, id)!),
        macIsUnsaid: unsaid === iface.mac,
      })
      n++
    }
    nodes[key] = writeNode(node, written, lab)
  }
  return nodes
}

const macOver = (doc: TopologyDocument, { over }: IfaceRecord): string | null =>
  over === null ? null : (find(doc, over as IfaceId)?.mac ?? null)

interface Wire {
  readonly key: string
  readonly out: Impairment
}

function wiresOf({ links }: Keys): ReadonlyMap<IfaceId, Wire> {
  const wires = new Map<IfaceId, Wire>()
  for (const { key, link } of links) {
    wires.set(link.a, { key, out: link.ab })
    wires.set(link.b, { key, out: link.ba })
  }
  return wires
}

function writeGui(doc: TopologyDocument, keys: Keys, rest: JsonObject, links: JsonObject): JsonObject {
  const kept = isObject(rest.gui) ? rest.gui : {}
  const nodes: JsonObject = {}
  for (const each of keys.nodes) nodes[each.key] = writePlace(doc, each, keys)
  const drawn: JsonObject = {}
  const points: JsonObject = {}
  const reserved = new Set(isObject(kept.points) ? Object.keys(kept.points) : [])
  for (const { key, link } of keys.links) {
    const had = restOf(link)['gui.links']
    const { [HALVES]: halves, ...more } = isObject(had) ? had : {}
    const parts = { nodes, links: drawn, points, reserved }
    const peers = textAt(links[key] as JsonObject, 'peers') ?? ''
    drawn[key] = merge(compact({ peers, points: writeBends(doc, link, parts) }), more)
    const end = (id: IfaceId) => ({
      id: find(doc, id)!.node,
      node: keys.node.get(find(doc, id)!.node)!,
      iface: keys.iface.get(id)!,
    })
    const ends = { a: end(link.a), b: end(link.b) }
    writeHalves(doc, key, link, ends, keys.canvas, isObject(halves) ? halves : {}, parts)
  }
  const canvases = entries(keys.canvases, ({ canvas }) => writeCanvas(doc, canvas, keys.image))
  const annotations = entries(keys.annotations, ({ annotation }) => writeAnnotation(annotation, keys))
  const images = entries(keys.images, ({ image }) => writeImage(doc, image, keys))
  const some = Object.entries({ annotations, images, points }).filter(([, value]) => Object.keys(value).length > 0)
  return { canvases, ...Object.fromEntries(some), nodes, links: drawn }
}

const entries = <E extends { readonly key: string }>(list: readonly E[], write: (each: E) => JsonObject): JsonObject =>
  Object.fromEntries(list.map((each) => [each.key, write(each)]))

function writePlace(doc: TopologyDocument, { node }: NodeToWrite, keys: Keys): JsonObject {
  const had = restOf(node)['gui.nodes']
  const { [LABEL]: label, ...rest } = isObject(had) ? had : {}
  const place = layoutOf(doc, node.id)
  const own: JsonObject = {
    label: textAt(rest, 'label') ?? writtenName(node),
    canvas: canvasKey(place?.canvas, rest, keys),
  }
  if (place !== undefined) {
    const [dx, dy] = (typeof label === 'string' ? label : USUAL_LABEL).split(' ').map(Number)
    own.iconcoords = `${place.x} ${place.y}`
    own.labelcoords = `${place.x + dx} ${place.y + dy}`
    const icon = place.icon === null ? undefined : keys.image.get(place.icon)
    if (icon !== undefined) own.custom_icon = icon
  }
  return merge(own, rest)
}
