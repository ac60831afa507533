// A document as an .imn file of version 2. The words are written first and read back; what reading gives otherwise is what they
// do not say, and goes into the bags (../bag.ts). So reading what was written gives the document again, and the loss report
// is complete, by construction.
import {
  type AnnotationRecord,
  annotations,
  canvasRecords,
  groups,
  ifaces,
  images,
  isLinkId,
  type LayoutRecord,
  type LinkId,
  lab as labOf,
  layoutOf,
  layouts,
  links,
  makePath,
  nodes,
  pathIdOf,
  pathOf,
  paths,
  type RecordId,
  type TopologyDocument,
  type TopologyRecord,
} from '@etherloom/topology'
import type { Exported, ImportLimits, Loss } from '../../imported.ts'
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
  const places = placesIn(tree, keys, canvasRecords(doc).length > 0)
  for (const [id, { object, derived }] of places)
    if (derived !== id || isUsualLo0(object)) object[BAG] = bagText({ id }) // a lo0 that is as usual is none of its own
  const options = child(tree, 'options')
  // What `auto_default_routes` of a node means hangs on it, so it is to be there when the words are read back.
  if (labOf(doc).autoRoutes) options[BAG] = bagText({ changes: [[['autoRoutes'], false, true]] })
  const losses: Loss[] = []
  const read = readBack(tree)
  const said = recordsOf(read)
  const sameOrder = drawnInOrder(keys, said)
  for (const [id, place] of places) {
    const bag = bagOf(doc, said, id, place, sameOrder, losses)
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

function placesIn(tree: JsonObject, keys: Keys, hasCanvases: boolean): Map<RecordId, Place> {
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
  const gui = child(tree, 'gui')
  const drawn = (section: string, key: string, id: RecordId) => {
    const object = child(child(gui, section), key)
    places.set(id, { path: `gui/${section}/${key}`, object, derived: `${id.slice(0, id.indexOf(':'))}:${key}` })
  }
  if (hasCanvases) for (const { key, canvas } of keys.canvases) drawn('canvases', key, canvas.id)
  for (const { key, annotation } of keys.annotations) drawn('annotations', key, annotation.id)
  for (const { key, image } of keys.images) drawn('images', key, image.id)
  const wires = child(tree, 'links')
  for (const { key, link } of keys.links)
    places.set(link.id, { path: `links/${key}`, object: child(wires, key), derived: `link:${key}` })
  return places
}

const NONE = Number.POSITIVE_INFINITY
const NO_LIMITS: ImportLimits = {
  characters: NONE,
  depth: NONE,
  values: NONE,
  nodes: NONE,
  ifaces: NONE,
  links: NONE,
  canvases: NONE,
  annotations: NONE,
  images: NONE,
  imageCharacters: NONE,
}

function readBack(tree: JsonObject): Understood {
  const file = { tree, lines: new Map<string, number>(), unread: [] }
  const errors = new Errors(file)
  const read = understand(file, '', NO_LIMITS, errors)
  if (errors.any) throw new Error(`what was written cannot be read: ${errors.list[0].path}: ${errors.list[0].message}`)
  return read
}

function recordsOf(read: Understood): Map<RecordId, TopologyRecord> {
  const all = [...read.nodes, ...read.ifaces, ...read.links, ...read.layouts, ...read.paths, ...read.drawn]
  return new Map(all.map((record) => [record.id, record]))
}

/** Whether what lies above something lies above it in IMUNES as well. */
const drawnInOrder = ({ annotations }: Keys, said: ReadonlyMap<RecordId, TopologyRecord>): boolean => {
  const heights = annotations.map(({ annotation: { id } }) => (said.get(id) as AnnotationRecord).z)
  return heights.every((z, i) => i === 0 || heights[i - 1] < z)
}

/** What must be kept of a record that the words speak of. */
function bagOf(
  doc: TopologyDocument,
  said: ReadonlyMap<RecordId, TopologyRecord>,
  id: RecordId,
  place: Place,
  sameOrder: boolean,
  losses: Loss[],
): Bag {
  const record = doc.records.get(id)!
  const changes = changesBetween(said.get(id)!, record)
  const listed = record.type === 'annotation' && sameOrder
  lossesOfChanges(record, place.path, listed ? changes.filter(([[field]]) => field !== 'z') : changes, losses)
  const kept = place.derived === id ? {} : { id }
  const bag: Bag = changes.length === 0 ? kept : { ...kept, changes }
  if (record.type === 'link') return { ...bag, ...pathBag(doc, said, record.id, place, losses) }
  if (record.type !== 'node') return bag
  const layout = layoutOf(doc, record.id)
  if (layout === undefined) return { ...bag, layout: null }
  const moved = changesBetween(said.get(layout.id) as LayoutRecord, layout)
  lossesOfChanges(layout, `gui/${place.path}`, moved, losses)
  return moved.length === 0 ? bag : { ...bag, layout: moved }
}

/** What must be kept of how a link runs. */
function pathBag(
  doc: TopologyDocument,
  said: ReadonlyMap<RecordId, TopologyRecord>,
  link: LinkId,
  place: Place,
  losses: Loss[],
): Pick<Bag, 'path'> {
  const path = pathOf(doc, link)
  const read = said.get(pathIdOf(link))
  if (path === undefined) return read === undefined ? {} : { path: null }
  const changes = changesBetween(read ?? makePath({ id: path.id, edge: link }), path)
  lossesOfChanges(path, `gui/${place.path}`, changes, losses)
  return read !== undefined && changes.length === 0 ? {} : { path: changes }
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
  const drawn = [...canvasRecords(doc), ...groups(doc), ...annotations(doc), ...images(doc)].filter(
    ({ id }) => !places.has(id),
  )
  const unsaid = [...run, ...drawn, ...paths(doc).filter(({ edge }) => !places.has(edge) || !isLinkId(edge))]
  for (const record of unsaid) losses.push(lossOfRecord(doc, record))
  return {
    name: lab.name,
    ...(changes.length === 0 ? {} : { changes }),
    ...(unsaid.length === 0 ? {} : { records: unsaid }),
  }
}
