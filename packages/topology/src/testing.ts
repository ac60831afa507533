// For tests of this and higher rooms: documents that cannot be altered, and edits as a restless person would make them.
import { defaultPort, defaultSwitch, portModes, type SwitchPort, type SwitchSettings, stpModes } from './bridging.ts'
import type { Operation } from './diff.ts'
import { annotations, canvases, groups, ifaces, images, links, nodes } from './document.ts'
import type { Foreign } from './foreign.ts'
import { type Impairment, jitterDistributions, queueDisciplines, queueDrops, simpleGilbert } from './impairment.ts'
import { addLoopback } from './operations/add-loopback.ts'
import { addNode } from './operations/add-node.ts'
import { addVlan } from './operations/add-vlan.ts'
import { addVnic } from './operations/add-vnic.ts'
import { addAnnotation, orderAnnotations, setAnnotation } from './operations/annotations.ts'
import { addCanvas, moveToCanvas, orderCanvas, removeCanvas, renameCanvas, setCanvas } from './operations/canvases.ts'
import { connect } from './operations/connect.ts'
import type { ItemId } from './operations/drawn-items.ts'
import { group, renameGroup, setCollapsed, setGroup, ungroup } from './operations/groups.ts'
import { moveItems, moveNodes } from './operations/move-items.ts'
import { Refused } from './operations/operation.ts'
import { mergeLink, moveStub, setWaypoints, splitLink } from './operations/paths.ts'
import { type Picture, setBackground, setIcon } from './operations/pictures.ts'
import { randomizeMacs } from './operations/randomize-macs.ts'
import { removeRecords } from './operations/remove-records.ts'
import { renameNode } from './operations/rename-node.ts'
import { renumber } from './operations/renumber.ts'
import { setAddress } from './operations/set-address.ts'
import { setFields } from './operations/set-fields.ts'
import { setImpairment } from './operations/set-impairment.ts'
import { setLinkUp } from './operations/set-link-up.ts'
import { setLocked } from './operations/set-locked.ts'
import { setRoutes } from './operations/set-routes.ts'
import { setPort, setSwitch } from './operations/set-switch.ts'
import { transform } from './operations/transform.ts'
import {
  annotationShapes,
  arrowHeads,
  colorNames,
  defaultRa,
  lineStyles,
  type NodeKind,
  nodeKinds,
  nodeRoles,
  protocolNames,
  type TopologyDocument,
} from './records.ts'

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(freeze)
  }
  return value
}

/** Freezes every record, so that whatever writes to one fails where it does. */
export function freezeDocument(doc: TopologyDocument): TopologyDocument {
  for (const record of doc.records.values()) freeze(record)
  return doc
}

/** A whole number from 0 to n - 1. */
export type Choose = (n: number) => number

/** Chances from a list of numbers, so that fast-check can shrink what was done. */
export function chooseFrom(numbers: readonly number[]): Choose {
  let i = 0
  return (n) => (numbers.length === 0 ? 0 : numbers[i++ % numbers.length] % n)
}

/** Some edit of the document; null when what was chosen cannot be done. */
export function randomOperation(doc: TopologyDocument, choose: Choose): Operation | null {
  try {
    return edits[choose(edits.length)](doc, choose)
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}

type Edit = (doc: TopologyDocument, choose: Choose) => Operation | null

function pick<T, R>(list: readonly T[], choose: Choose, use: (item: T) => R): R | null {
  return list.length === 0 ? null : use(list[choose(list.length)])
}

const place: Edit = (doc, choose) => {
  const kind: NodeKind = nodeKinds[choose(nodeKinds.length)]
  const position = { x: choose(2000), y: choose(2000) }
  return addNode(doc, { kind, role: nodeRoles[choose(nodeRoles.length)], position })
}
const wire: Edit = (doc, choose) =>
  pick(nodes(doc), choose, (a) => pick(nodes(doc), choose, (b) => connect(doc, a.id, b.id)))

type Some<T> = readonly ((choose: Choose) => T)[]

const addresses: Some<string | readonly string[] | null> = [
  () => null,
  (choose) => `10.9.${choose(4)}.${1 + choose(250)}/24`,
  (choose) => `fc00:9::${(1 + choose(250)).toString(16)}/64`,
  (choose) => [`10.9.${choose(4)}.${1 + choose(250)}/24`, `FC00:9:0::${1 + choose(250)}/64`, 'fe80::1/64'],
]

const impairments: Some<Partial<Impairment>> = [
  (choose) => ({ delayUs: choose(5000), lossPercent: choose(100) }),
  (choose) => ({ jitterUs: choose(5000), jitterDistribution: jitterDistributions[choose(3)] }),
  (choose) => ({ lossBurst: choose(2) === 0 ? null : { ...simpleGilbert, enterPercent: choose(100) } }),
  (choose) => ({ ber: choose(1_000_000), duplicatePercent: choose(50), corruptPercent: choose(50) }),
  (choose) => ({ reorderPercent: choose(50), mtu: choose(2) === 0 ? 0 : 68 + choose(2000) }),
  (choose) => ({ queueFrames: 1 + choose(500), queueDiscipline: queueDisciplines[choose(5)] }),
  (choose) => ({ bandwidthBps: choose(1e9), queueDrop: queueDrops[choose(2)] }),
]

const switchSettings: Some<Partial<SwitchSettings>> = [
  () => defaultSwitch,
  () => ({ vlanFiltering: true }),
  (choose) => ({ stp: stpModes[choose(2)], priority: 4096 * choose(16) }),
  (choose) => ({ ageingSeconds: choose(1000), snooping: choose(2) === 0 }),
]

const portSettings: Some<Partial<SwitchPort>> = [
  () => defaultPort,
  (choose) => ({ mode: portModes[choose(2)], pvid: 1 + choose(6) }),
  (choose) => ({ mode: 'trunk', allowed: choose(2) === 0 ? 'all' : [1 + choose(6), 1 + choose(6)] }),
  (choose) => ({ native: choose(2) === 0 ? null : 1 + choose(6) }),
  (choose) => ({ stpEnabled: choose(2) === 0, pathCost: choose(100), edge: choose(2) === 0 }),
]

const foreigners: readonly (Foreign | null)[] = [
  null,
  {},
  { imn: { cpu: '{min 0} {max 100}' } },
  { imn: { cpu: '{min 1}', events: ['1 bandwidth const 5'] } },
  { core: { canvas: 2, 'odd "key"': [null, true, -1.5] } },
]

/** One pixel of each kind, and a circle. */
export const somePictures: readonly Exclude<Picture, string>[] = [
  {
    name: 'dot.png',
    data: 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  },
  {
    name: 'circle.svg',
    data: 'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHZpZXdCb3g9IjAgMCA5IDkiPjxjaXJjbGUgY3g9IjQiIGN5PSI0IiByPSI0Ii8+PC9zdmc+',
  },
]

const items = (doc: TopologyDocument, choose: Choose): ItemId[] => {
  const all = [...nodes(doc), ...groups(doc), ...annotations(doc)].map(({ id }) => id)
  return Array.from({ length: 1 + choose(4) }, () => all[choose(all.length)])
}

const drawingEdits: readonly Edit[] = [
  (doc, choose) =>
    addAnnotation(doc, {
      shape: annotationShapes[choose(4)],
      canvas: canvases(doc)[choose(canvases(doc).length)].id,
      ...{ x: choose(900), y: choose(900), width: choose(300), height: choose(300), text: `note ${choose(9)}` },
      ...{ fill: choose(2) === 0 ? null : colorNames[choose(colorNames.length)], line: lineStyles[choose(3)] },
    }),
  (doc, choose) =>
    addAnnotation(doc, {
      ...{ shape: 'freehand', x: 1, y: 2, width: choose(300), height: choose(300) },
      points: Array.from({ length: 2 * choose(9) }, () => choose(10_001)),
    }),
  (doc, choose) =>
    addAnnotation(doc, { shape: 'arrow', x: 9, y: 9, width: 20 - choose(99), height: 5, arrow: arrowHeads[choose(4)] }),
  (doc, choose) =>
    pick(annotations(doc), choose, ({ id }) =>
      setAnnotation(doc, [id], [{ x: choose(99), y: choose(99) }, { text: 'x' }, { stroke: null }][choose(3)]),
    ),
  (doc, choose) =>
    pick(annotations(doc), choose, ({ id }) => orderAnnotations(doc, [id], choose(2) === 0 ? 'front' : 'back')),
  (doc, choose) => pick(annotations(doc), choose, ({ id }) => removeRecords(doc, [id])),
  (doc, choose) => addCanvas(doc, choose(2) === 0 ? undefined : `Floor ${choose(4)}`),
  (doc, choose) => pick(canvases(doc), choose, ({ id }) => renameCanvas(doc, id, `Canvas ${choose(9)}`)),
  (doc, choose) =>
    pick(canvases(doc), choose, ({ id }) =>
      setCanvas(doc, id, { width: choose(2000), background: colorNames[choose(8)] }),
    ),
  (doc, choose) =>
    pick(canvases(doc), choose, ({ id }) => pick(canvases(doc), choose, (before) => orderCanvas(doc, id, before.id))),
  (doc, choose) =>
    pick(canvases(doc), choose, ({ id }) =>
      pick(canvases(doc), choose, (to) => removeCanvas(doc, id, choose(3) === 0 ? 'delete' : { moveTo: to.id })),
    ),
  (doc, choose) => pick(canvases(doc), choose, ({ id }) => moveToCanvas(doc, items(doc, choose), id)),
  (doc, choose) => group(doc, items(doc, choose)),
  (doc, choose) => group(doc, items(doc, choose), { title: '' }),
  (doc, choose) => pick(groups(doc), choose, ({ id }) => ungroup(doc, [id])),
  (doc, choose) =>
    pick(groups(doc), choose, ({ id }) => setGroup(doc, items(doc, choose), choose(3) === 0 ? null : id)),
  (doc, choose) => pick(groups(doc), choose, ({ id }) => renameGroup(doc, id, `Rack ${choose(9)}`)),
  (doc, choose) => pick(groups(doc), choose, ({ id }) => setCollapsed(doc, [id], choose(2) === 0)),
  (doc, choose) => pick(groups(doc), choose, ({ id }) => removeRecords(doc, [id])),
  (doc, choose) => moveItems(doc, items(doc, choose), { x: choose(99), y: 20 - choose(99) }),
  (doc, choose) =>
    pick([...links(doc), ...ifaces(doc).filter(({ kind }) => kind === 'vnic')], choose, ({ id }) =>
      setWaypoints(
        doc,
        id,
        Array.from({ length: choose(4) }, () => ({ x: choose(900), y: choose(900) })),
      ),
    ),
  (doc, choose) => pick(links(doc), choose, ({ id }) => splitLink(doc, id)),
  (doc, choose) => pick(links(doc), choose, ({ id }) => mergeLink(doc, id)),
  (doc, choose) => pick(links(doc), choose, ({ id }) => moveStub(doc, id, choose(2) === 0 ? 'a' : 'b', { x: 1, y: 2 })),
  (doc, choose) =>
    pick(nodes(doc), choose, ({ id }) => setIcon(doc, [id], choose(3) === 0 ? null : somePictures[choose(2)])),
  (doc, choose) =>
    pick(canvases(doc), choose, ({ id }) =>
      setBackground(
        doc,
        id,
        choose(3) === 0 ? null : { picture: somePictures[choose(2)], box: { x: 0, y: 0, width: 90, height: 60 } },
      ),
    ),
  (doc, choose) => pick(images(doc), choose, ({ id }) => removeRecords(doc, [id])),
  // A locked layout is unlocked sooner than it is locked.
  (doc, choose) => setLocked(doc, choose(6) === 0),
]

const edits: readonly Edit[] = [
  ...drawingEdits,
  // Placing and wiring come oftener than deleting, so that labs grow.
  ...Array<Edit>(10).fill(place),
  ...Array<Edit>(14).fill(wire),
  (doc, choose) => pick(nodes(doc), choose, ({ id }) => removeRecords(doc, [id])),
  (doc, choose) => pick(links(doc), choose, ({ id }) => removeRecords(doc, [id], { keepIfaces: choose(2) === 0 })),
  (doc, choose) => pick(ifaces(doc), choose, ({ id }) => removeRecords(doc, [id])),
  (doc, choose) => pick(ifaces(doc), choose, (a) => pick(nodes(doc), choose, (b) => connect(doc, a.id, b.id))),
  (doc, choose) =>
    pick(nodes(doc), choose, (node) =>
      pick([...nodes(doc), ...ifaces(doc)], choose, (over) =>
        addVnic(doc, { node: node.id, over: over.id, address: choose(2) === 0 ? 'automatic' : 'none' }),
      ),
    ),
  (doc, choose) => pick(nodes(doc), choose, ({ id }) => moveNodes(doc, { [id]: { x: choose(2000), y: choose(2000) } })),
  (doc, choose) => pick(nodes(doc), choose, ({ id }) => renameNode(doc, id, `n${choose(50)}`)),
  (doc, choose) =>
    pick(ifaces(doc), choose, ({ id }) => setAddress(doc, id, addresses[choose(addresses.length)](choose))),
  (doc, choose) =>
    pick(links(doc), choose, ({ id }) =>
      setImpairment(doc, id, (['ab', 'ba', 'both'] as const)[choose(3)], {
        ...impairments[choose(impairments.length)](choose),
        ...impairments[choose(impairments.length)](choose),
      }),
    ),
  (doc, choose) => pick(links(doc), choose, ({ id }) => setLinkUp(doc, id, choose(2) === 0)),
  (doc, choose) =>
    pick(nodes(doc), choose, ({ id }) =>
      setRoutes(
        doc,
        id,
        Array.from({ length: choose(4) }, () => ({
          destination: ['default', '::/0', '10.7.0.0/16', '2001:db8::/32'][choose(4)],
          gateway: ['10.0.0.1', '10.0.0.2', 'fc00::1', 'fe80::1%eth0', 'blackhole', 'reject'][choose(6)],
        })),
      ),
    ),
  (doc, choose) =>
    pick(ifaces(doc), choose, ({ id }) => setFields(doc, id, { mtu: 1000 + choose(8000), up: choose(2) === 0 })),
  (doc, choose) =>
    pick(
      nodes(doc).filter(({ kind }) => kind === 'switch'),
      choose,
      ({ id }) => setSwitch(doc, id, switchSettings[choose(switchSettings.length)](choose)),
    ),
  (doc, choose) =>
    pick(ifaces(doc), choose, ({ id }) => setPort(doc, id, portSettings[choose(portSettings.length)](choose))),
  (doc, choose) =>
    pick(ifaces(doc), choose, ({ id }) =>
      addVlan(doc, { over: id, id: 1 + choose(6), address: choose(2) === 0 ? 'automatic' : 'none' }),
    ),
  (doc, choose) => pick(nodes(doc), choose, ({ id }) => addLoopback(doc, id, [`10.255.0.${1 + choose(200)}/32`])),
  (doc, choose) =>
    pick(nodes(doc), choose, ({ id }) =>
      transform(doc, [id], { kind: nodeKinds[choose(nodeKinds.length)], role: nodeRoles[choose(nodeRoles.length)] }),
    ),
  (doc, choose) => (choose(3) === 0 ? renumber(doc) : null),
  (doc, choose) => pick(nodes(doc), choose, ({ id }) => renumber(doc, { ids: [id], typed: choose(2) === 0 })),
  (doc, choose) => pick(nodes(doc), choose, ({ id }) => randomizeMacs(doc, [id], choose)),
  (doc, choose) =>
    pick([...nodes(doc), ...ifaces(doc), ...links(doc)], choose, ({ id }) =>
      setFields(doc, id, { foreign: foreigners[choose(foreigners.length)] }),
    ),
  (doc, choose) =>
    pick(nodes(doc), choose, ({ id }) =>
      setFields(doc, id, {
        protocols: protocolNames.slice(0, choose(4)).map((name) => ({ name, config: `router ${name}` })),
      }),
    ),
  (doc, choose) =>
    pick(ifaces(doc), choose, ({ id }) =>
      setFields(doc, id, {
        ipv6: { autoconf: choose(2) === 0, linkLocal: choose(2) === 0 },
        ra: choose(2) === 0 ? null : { ...defaultRa, intervalSeconds: 4 + choose(100), managed: choose(2) === 0 },
      }),
    ),
  (doc, choose) => setFields(doc, 'lab:lab', { autoAddress6: choose(2) === 0 }),
  (doc, choose) => setFields(doc, 'lab:lab', { autoAddress4: choose(4) !== 0, hostsFile: choose(2) === 0 }),
]
