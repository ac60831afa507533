// Version 3 knows IPv6, VLANs, spanning tree, whole link emulation, taps, loopback interfaces, routing protocols by name, and
// what imported files said besides; and it does not write what is as usual (defaults.ts). Everything version 2 said means what
// it meant, so going up only says of the lab what was so without being said.
//
// Down again everything is written out, and what version 2 cannot say is left away: taps with their wires, vlan and loopback
// interfaces with what is over them, IPv6 addresses, routes that are not to one IPv4 gateway, and the new settings.
import { type Fields, isPlainObject } from '../fields.ts'
import { mapRecords } from './map-records.ts'
import type { Migration, RawFile } from './migrate.ts'

export const toVersion3: Migration = {
  version: 3,
  summary: 'IPv6, VLANs, link emulation in full, taps; defaults are not written',
  up: (file) => ({ ...file, lab: isPlainObject(file.lab) ? { ...file.lab, ...labAdditions } : file.lab }),
  down: (file) => {
    const lost = lostIn(file)
    const kept = (section: unknown) => without(section, lost)
    return {
      ...file,
      lab: isPlainObject(file.lab) ? only(file.lab, labFields) : file.lab,
      nodes: mapRecords(kept(file.nodes), nodeDown),
      ifaces: mapRecords(kept(file.ifaces), ifaceDown),
      links: mapRecords(kept(file.links), linkDown),
      layout: kept(file.layout),
    }
  },
  recordUp,
}

const labAdditions = { autoAddress4: true, autoAddress6: false, ipv6Pool: 'fc00::/8', hostsFile: true }
const labFields = ['name', 'seed', 'autoRoutes', 'ipv4Pool']
const nodeFields = ['kind', 'role', 'name', 'parent', 'routes']
const ifaceFields = ['kind', 'node', 'home', 'name', 'over', 'mac', 'mtu', 'addresses', 'up']
const linkFields = ['kind', 'a', 'b', 'up', 'ab', 'ba']
// What a file of version 3 need not write and one of version 2 must.
const oldIface = { over: null, mtu: 1500, addresses: [], up: true }
const oldImpairment = { bandwidthBps: 0, delayUs: 0, lossPercent: 0, queueFrames: 50 }

const impairmentAdditions = {
  jitterUs: 0,
  jitterDistribution: 'uniform',
  lossBurst: null,
  ber: 0,
  duplicatePercent: 0,
  corruptPercent: 0,
  reorderPercent: 0,
  queueDiscipline: 'fifo',
  queueDrop: 'tail',
  mtu: 0,
}
const ifaceAdditions = { port: null, vlan: null, ipv6: { autoconf: false, linkLocal: true }, ra: null, foreign: null }

function recordUp(record: RawFile): RawFile {
  const impairmentUp = (value: unknown) => (isPlainObject(value) ? { ...value, ...impairmentAdditions } : value)
  switch (record.type) {
    case 'lab':
      return { ...record, ...labAdditions, foreign: null }
    case 'node':
      return { ...record, switch: null, protocols: [], foreign: null }
    case 'iface':
      return { ...record, ...ifaceAdditions }
    case 'link':
      return { ...record, ab: impairmentUp(record.ab), ba: impairmentUp(record.ba), foreign: null }
    default:
      return record
  }
}

const only = (record: Fields, fields: readonly string[]): RawFile =>
  Object.fromEntries(fields.filter((field) => Object.hasOwn(record, field)).map((field) => [field, record[field]]))

const recordsIn = (section: unknown): [string, Fields][] =>
  isPlainObject(section)
    ? Object.entries(section).filter((entry): entry is [string, Fields] => isPlainObject(entry[1]))
    : []

/** Ids of records that version 2 has no kind for, and of those that cannot be without them. */
function lostIn(file: RawFile): Set<unknown> {
  const lost = new Set<unknown>()
  for (const [id, { kind }] of recordsIn(file.nodes)) if (kind === 'tee') lost.add(id)
  const ifaces = recordsIn(file.ifaces)
  for (let before = -1; before < lost.size; ) {
    before = lost.size
    for (const [id, { kind, node, home, over }] of ifaces)
      if (kind === 'vlan' || kind === 'lo' || lost.has(node) || lost.has(home) || lost.has(over)) lost.add(id)
  }
  for (const [id, { a, b }] of recordsIn(file.links)) if (lost.has(a) || lost.has(b)) lost.add(id)
  return lost
}

const without = (section: unknown, lost: ReadonlySet<unknown>): unknown =>
  isPlainObject(section) ? Object.fromEntries(Object.entries(section).filter(([id]) => !lost.has(id))) : section

const isIpv4 = (text: unknown) => typeof text === 'string' && /^\d+\.\d+\.\d+\.\d+(\/\d+)?$/.test(text)

function nodeDown(node: RawFile): RawFile {
  const { routes, ...record } = only({ routes: [], ...node }, nodeFields)
  const taken = new Set<unknown>()
  const isOld = (route: unknown) => {
    if (!isPlainObject(route)) return true
    const { destination, gateway } = route
    if (!isIpv4(gateway) || taken.has(destination)) return false
    taken.add(destination)
    return true
  }
  return { ...record, routes: Array.isArray(routes) ? routes.filter(isOld) : routes }
}

function ifaceDown(iface: RawFile): RawFile {
  const { addresses, mtu, ...record } = only({ ...oldIface, ...iface }, ifaceFields)
  return {
    ...record,
    mtu: typeof mtu === 'number' ? Math.min(mtu, 9216) : mtu,
    addresses: Array.isArray(addresses)
      ? addresses.filter((each) => !isPlainObject(each) || isIpv4(each.address))
      : addresses,
  }
}

function linkDown(link: RawFile): RawFile {
  const record = only({ up: true, ab: {}, ba: {}, ...link }, linkFields)
  const impairmentDown = (value: unknown) =>
    isPlainObject(value) ? only({ ...oldImpairment, ...value }, Object.keys(oldImpairment)) : value
  return { ...record, ab: impairmentDown(record.ab), ba: impairmentDown(record.ba) }
}
