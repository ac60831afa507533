// A node of the file, with its interfaces.
import {
  defaultSwitch,
  MACHINE0,
  makeNode,
  type NodeId,
  type NodeRecord,
  type Protocol,
  type ProtocolName,
  protocolNames,
  type SwitchSettings,
} from '@etherloom/topology'
import { BAG, parseBag } from '../bag.ts'
import { type JsonObject, objectsIn } from '../imn-file.ts'
import { hasOwnStack, type NodeType } from '../node-types.ts'
import { sameJson } from '../same-json.ts'
import { Taker } from '../taker.ts'
import { routeOf } from './address.ts'
import type { IfaceDraft, NodeDraft } from './draft.ts'
import { byKey, type Ids } from './ids.ts'
import { readIface } from './iface.ts'
import { isUsualLo0 } from './loopback.ts'

export interface NodeContext {
  readonly ids: Ids
  /** What `auto_default_routes` says when it says no more than the lab does. */
  readonly autoDefaultRoutes: 'enabled' | 'disabled'
}

export function readNode(key: string, object: JsonObject, type: NodeType, context: NodeContext): NodeDraft {
  const left = new Taker(object, `nodes/${key}`)
  const bag = parseBag(left.ours(BAG))
  const id = context.ids.next('node', key, bag.id)
  const typeName = left.text('type') ?? ''
  const isMachine0 = id === MACHINE0
  const record = makeNode({
    id,
    kind: isMachine0 ? 'machine' : type.kind,
    role: type.role,
    name: left.text('name') ?? key,
    parent: isMachine0 ? null : MACHINE0,
    routes: [...left.list('croutes4', routeOf), ...left.list('croutes6', routeOf)],
    switch: type.kind === 'switch' ? readSwitch(left, typeName) : null,
    protocols: type.role === null ? [] : readProtocols(left),
  })
  if (hasModel(typeName)) left.word('model', [usualModel(record.protocols)])
  if (type.missing !== null || nodeTypeFor(record) !== typeName) left.put('type', typeName)
  if (hasOwnStack(typeName)) left.word('auto_default_routes', [context.autoDefaultRoutes])
  return { key, record, layout: null, left, bag, ifaces: readIfaces(key, id, left, typeName, type, context.ids) }
}

/** The routing suite of a router that is set to run these: one that runs any, or none. */
export const usualModel = (protocols: readonly Protocol[]): string => (protocols.length > 0 ? 'frr' : 'static')
export const hasModel = (type: string): boolean => type === 'router' || type === 'nat64'

/** The type IMUNES has for a node. */
export function nodeTypeFor({ kind, role, switch: settings }: NodeRecord): string {
  if (kind === 'switch') return settings?.stp === 'rstp' ? 'stpswitch' : 'lanswitch'
  if (kind === 'hub' || kind === 'tee') return 'hub'
  return kind === 'etherstub' ? 'lanswitch' : (role ?? 'host')
}

function readIfaces(key: string, node: NodeId, left: Taker, typeName: string, type: NodeType, ids: Ids): IfaceDraft[] {
  const spanning = typeName === 'stpswitch'
  const ifaces = left.object('ifaces')
  const found = new Map<string, IfaceDraft>()
  const drafts: IfaceDraft[] = []
  for (const [ifc, object] of objectsIn(ifaces.rest).sort(vlansLast)) {
    if (type.role !== null && isUsualLo0(object)) {
      ifaces.object(ifc)
      continue
    }
    const draft = readIface({ node: key, key: ifc, id: node, type, spanning, object, ids, others: found })
    if (draft === null) continue
    ifaces.object(ifc)
    found.set(draft.record.name, draft)
    drafts.push(draft)
  }
  left.put('ifaces', ifaces.rest)
  return drafts
}

/** A vlan is made over an interface, which is to be there before it. */
const vlansLast = (a: [string, JsonObject], b: [string, JsonObject]): number =>
  Number(a[1].type === 'vlan') - Number(b[1].type === 'vlan') || byKey(a, b)

/** The timers of 802.1D, which the switch here has as well, and IMUNES' size of the address table. */
export const USUAL_BRIDGE: { readonly [key: string]: string } = {
  hold_count: '6',
  max_age: '20',
  forwarding_delay: '15',
  hello_time: '2',
  max_addresses: '100',
}
/** How long an stpswitch remembers an address. */
const STP_AGEING = 240

function readSwitch(left: Taker, type: string): SwitchSettings | null {
  const spanning = type === 'stpswitch'
  const bridge = left.object('bridge')
  for (const [key, usual] of Object.entries(USUAL_BRIDGE)) bridge.word(key, [usual])
  if (spanning) bridge.word('protocol', ['rstp'])
  const settings: SwitchSettings = {
    ...defaultSwitch,
    vlanFiltering: left.word('vlan_filtering', ['0', '1']) === '1',
    stp: spanning ? 'rstp' : 'off',
    priority: readPriority(bridge) ?? defaultSwitch.priority,
    ageingSeconds:
      bridge.number('address_timeout', 0, 1_000_000) ?? (spanning ? STP_AGEING : defaultSwitch.ageingSeconds),
  }
  left.put('bridge', bridge.rest)
  return sameJson(settings, defaultSwitch) ? null : settings
}

function readPriority(bridge: Taker): number | undefined {
  const priority = bridge.number('priority', 0, 61_440)
  if (priority === undefined || priority % 4096 === 0) return priority
  bridge.put('priority', String(priority))
  return undefined
}

/** `rip 1 ripng 1 ospf 0`: those with a 1 are on, in this order. Words that are none of these stay. */
function readProtocols(left: Taker): Protocol[] {
  const words = (left.text('router_config') ?? '').split(/\s+/).filter((word) => word !== '')
  const on = new Set<ProtocolName>()
  const unknown: string[] = []
  for (let i = 0; i < words.length; i += 2) {
    const [word, value] = [words[i], words[i + 1]]
    const name = protocolNames.find((each) => each === word)
    if (name !== undefined && value === '1') on.add(name)
    else if (name === undefined || value !== '0') unknown.push(word, ...(value === undefined ? [] : [value]))
  }
  if (unknown.length > 0) left.put('router_config', unknown.join(' '))
  return [...on].map((name) => ({ name, config: '' }))
}

/** Protocols that are on, and words left over from reading, as IMUNES writes them. */
export const protocolText = (protocols: readonly Protocol[], more: string | undefined): string =>
  [...protocols.map(({ name }) => `${name} 1`), ...(more === undefined ? [] : [more])].join(' ')
