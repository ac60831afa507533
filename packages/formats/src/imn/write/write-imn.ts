// A document as an .imn file of version 2. The words are written first and read back; what reading gives otherwise is what they
// do not say, and goes into the bags (../bag.ts). So reading what was written gives the document again, and the loss report
// is complete, by construction.
import {
  annotations,
  canvasRecords,
  groups,
  ifaces,
  images,
  type LayoutRecord,
  lab as labOf,
  layoutOf,
  layouts,
  links,
  nodes,
  paths,
  type RecordId,
  type TopologyDocument,
  type TopologyRecord,
} from '@etherloom/topology'
import type { Exported, Loss } from '../../imported.ts'
import { BAG, type Bag, bagText, changesBetween } from '../bag.ts'
import { child, type JsonObject } from '../imn-file.ts'
import { Errors } from '../to-document/errors.ts'
import { isUsualLo0 } from '../to-document/loopback.ts'
import { type Understood, understand } from '../to-document/understand.ts'
import { type Keys, keysOf } from './keys.ts'
import { lossesOfChanges, lossOfRecord } from './losses.ts'
import { writeTree } from './tree.ts'

export function writeImn(doc: TopologyDocument): Exported {
  const keys = keysOf(doc)
  const tree = writeTree(doc, keys)
  const places = placesIn(tree, keys)
  for (const [id, { object, derived }] of places)
    if (derived !== id || isUsualLo0(object)) object[BAG] = bagText({ id }) // a lo0 that is as usual is none of its own
  const options = child(tree, 'options')
  // What `auto_default_routes` of a node means hangs on it, so it is to be there when the words are read back.
  if (labOf(doc).autoRoutes) options[BAG] = bagText({ changes: [[['autoRoutes'], false, true]] })
  const losses: Loss[] = []
  const read = readBack(tree)
  const said = recordsOf(read)
  for (const [id, place] of places) {
    const bag = bagOf(doc, said, id, place, losses)
    if (Object.keys(bag).length > 0) place.object[BAG] = bagText(bag)
  }
  options[BAG] = bagText(labBag(doc, read, places, losses))
  return { text: `${JSON.stringify(tree, null, 4)}\n`, losses }
}

interface Place {
  readonly path: string
  readonly object: JsonObject
  /** The id reading gives it when the file does not say. */
  readonly derived: string
}

function placesIn(tree: JsonObject, keys: Keys): Map<RecordId, Place> {
  const places = new Map<RecordId, Place>()
  const written = child(tree, 'nodes')
  for (const { key, node, ifaces } of keys.nodes) {
    const object = child(written, key)
    places.set(node.id, { path: `nodes/${key}`, object, derived: `node:${key}` })
    for (const { key: ifc, iface } of ifaces)
      places.set(iface.id, {
        path: `nodes/${key}/ifaces/${ifc}`,
        object: child(child(object, 'ifaces'), ifc),
        derived: `iface:${key}.${ifc}`,
      })
  }
  const wires = child(tree, 'links')
  for (const { key, link } of keys.links)
    places.set(link.id, { path: `links/${key}`, object: child(wires, key), derived: `link:${key}` })
  return places
}

function readBack(tree: JsonObject): Understood {
  const file = { tree, lines: new Map<string, number>(), unread: [] }
  const errors = new Errors(file)
  const none = Number.POSITIVE_INFINITY
  const read = understand(file, '', { characters: none, depth: none, nodes: none, ifaces: none, links: none }, errors)
  if (errors.any) throw new Error(`what was written cannot be read: ${errors.list[0].path}: ${errors.list[0].message}`)
  return read
}

function recordsOf(read: Understood): Map<RecordId, TopologyRecord> {
  const all = [...read.nodes, ...read.ifaces, ...read.links, ...read.layouts]
  return new Map(all.map((record) => [record.id, record]))
}

/** What must be kept of a record that the words speak of. */
function bagOf(
  doc: TopologyDocument,
  said: ReadonlyMap<RecordId, TopologyRecord>,
  id: RecordId,
  place: Place,
  losses: Loss[],
): Bag {
  const record = doc.records.get(id)!
  const changes = changesBetween(said.get(id)!, record)
  lossesOfChanges(record, place.path, changes, losses)
  const kept = place.derived === id ? {} : { id }
  const bag: Bag = changes.length === 0 ? kept : { ...kept, changes }
  if (record.type !== 'node') return bag
  const layout = layoutOf(doc, record.id)
  if (layout === undefined) return { ...bag, layout: null }
  const moved = changesBetween(said.get(layout.id) as LayoutRecord, layout)
  lossesOfChanges(layout, `gui/${place.path}`, moved, losses)
  return moved.length === 0 ? bag : { ...bag, layout: moved }
}

/** What must be kept of the lab, and the records for which the file has no object. */
function labBag(doc: TopologyDocument, read: Understood, places: ReadonlyMap<RecordId, Place>, losses: Loss[]): Bag {
  const lab = labOf(doc)
  const changes = changesBetween({ ...read.lab, name: lab.name }, lab)
  lossesOfChanges(lab, 'options', changes, losses)
  const said = recordsOf(read)
  const run = [...nodes(doc), ...ifaces(doc), ...links(doc), ...layouts(doc)].filter(
    ({ id, type }) => !places.has(id) && !(type === 'layout' || type === 'node' ? said.has(id) : false),
  )
  const unsaid = [...run, ...canvasRecords(doc), ...groups(doc), ...annotations(doc), ...images(doc), ...paths(doc)]
  for (const record of unsaid) losses.push(lossOfRecord(doc, record))
  return {
    name: lab.name,
    ...(changes.length === 0 ? {} : { changes }),
    ...(unsaid.length === 0 ? {} : { records: unsaid }),
  }
}
