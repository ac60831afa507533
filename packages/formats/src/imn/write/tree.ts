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
import { DEFAULT_CANVASES, type OptionName, optionByDefault } from '../to-document/lab.ts'
import { usualLo0 } from '../to-document/loopback.ts'
import { canvasOffsets, firstCanvas, LABEL, USUAL_LABEL } from '../to-document/places.ts'
import { writeIface } from './iface.ts'
import type { Keys, NodeToWrite } from './keys.ts'
import { writeLink } from './link.ts'
import { merge, restOf } from './merge.ts'
import { writeNode, writtenName } from './node.ts'

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
  const canvases = isObject(kept.canvases) ? {} : DEFAULT_CANVASES
  const offsets = canvasOffsets({ canvases: { ...canvases, ...(isObject(kept.canvases) ? kept.canvases : {}) } })
  const nodes: JsonObject = {}
  for (const each of keys.nodes) nodes[each.key] = writePlace(doc, each, offsets)
  const drawn: JsonObject = {}
  for (const { key, link } of keys.links) {
    const had = restOf(link)['gui.links']
    drawn[key] = merge({ peers: textAt(links[key] as JsonObject, 'peers') ?? '' }, isObject(had) ? had : {})
  }
  return { canvases, nodes, links: drawn }
}

function writePlace(doc: TopologyDocument, { node }: NodeToWrite, offsets: ReadonlyMap<string, number>): JsonObject {
  const had = restOf(node)['gui.nodes']
  const { [LABEL]: label, ...rest } = isObject(had) ? had : {}
  const canvas = textAt(rest, 'canvas') ?? firstCanvas(offsets)
  const own: JsonObject = { label: textAt(rest, 'label') ?? writtenName(node), canvas }
  const place = layoutOf(doc, node.id)
  if (place !== undefined) {
    const x = place.x - (offsets.get(canvas) ?? 0)
    const [dx, dy] = (typeof label === 'string' ? label : USUAL_LABEL).split(' ').map(Number)
    own.iconcoords = `${x} ${place.y}`
    own.labelcoords = `${x + dx} ${place.y + dy}`
  }
  return merge(own, rest)
}
