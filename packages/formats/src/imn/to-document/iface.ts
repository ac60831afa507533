// An interface of the file.
import {
  automaticMac,
  defaultPort,
  type IfaceId,
  type IfaceRecord,
  makeIface,
  type NodeId,
  normalizeMac,
  type QueueDiscipline,
  type SwitchPort,
  whyNotIfaceAddress,
} from '@etherloom/topology'
import { BAG, parseBag } from '../bag.ts'
import type { JsonObject } from '../imn-file.ts'
import type { NodeType } from '../node-types.ts'
import { sameJson } from '../same-json.ts'
import { Taker } from '../taker.ts'
import { fixedAddress, isLoopback } from './address.ts'
import type { IfaceDraft, Queue } from './draft.ts'
import type { Ids } from './ids.ts'

interface Source {
  /** As the file calls the node and the interface. */
  readonly node: string
  readonly key: string
  readonly id: NodeId
  readonly type: NodeType
  /** Whether the node is an stpswitch. */
  readonly spanning: boolean
  readonly object: JsonObject
  readonly ids: Ids
  /** By name, those of the node that were read before. */
  readonly others: ReadonlyMap<string, IfaceDraft>
}

/** What a loopback interface has; the others are given an address when all that the file gives are known (`withMacs`). */
const NO_MAC = '00:00:00:00:00:00'

/** Null when it is none that a node here can have: a VLAN of no interface. */
export function readIface({ node, key, id: nodeId, type, spanning, object, ids, others }: Source): IfaceDraft | null {
  const left = new Taker(object, `nodes/${node}/ifaces/${key}`)
  const hasStack = type.role !== null
  const kind = hasStack
    ? (left.word('type', ['phys', 'lo', 'vlan']) ?? 'phys')
    : (left.word('type', ['phys']) ?? 'phys')
  const over = kind === 'vlan' ? vlanOver(left, others) : null
  if (kind === 'vlan' && over === null) return null
  const bag = parseBag(left.ours(BAG))
  const base = {
    id: ids.next('iface', `${node}.${key}`, bag.id),
    node: nodeId,
    home: nodeId,
    name: left.text('name') ?? key,
    addresses: hasStack ? readAddresses(left, kind === 'lo') : [],
    up: left.word('oper_state', ['up', 'down']) !== 'down',
  }
  const mtu = left.number('mtu', 68, kind === 'lo' ? 65_535 : 9216)
  const record: IfaceRecord = {
    ...makeIface({
      ...base,
      kind: kind === 'phys' ? 'nic' : kind,
      mac: (kind === 'lo' ? null : readMac(left)) ?? NO_MAC,
    }),
    ...(mtu === undefined ? {} : { mtu }),
    ...(over === null ? {} : { over: over.id, vlan: { id: over.tag } }),
    port: type.kind === 'switch' ? readPort(left, spanning) : null,
  }
  return { key, record, left, bag, queue: kind === 'phys' ? readQueue(left) : null }
}

function readAddresses(left: Taker, loopback: boolean): IfaceRecord['addresses'] {
  const seen = new Set<string>()
  const use = (text: string) => {
    const address = text.trim()
    if (seen.has(address) || whyNotIfaceAddress(address, loopback) !== null) return null
    seen.add(address)
    return address
  }
  const all = [...left.list('ipv4_addrs', use), ...left.list('ipv6_addrs', use)]
  return all.filter((address) => !(loopback && isLoopback(address))).map(fixedAddress)
}

function vlanOver(left: Taker, others: Source['others']): { id: IfaceId; tag: number } | null {
  const device = left.text('vlan_dev')
  const tag = left.number('vlan_tag', 1, 4094)
  const over = others.get(device ?? '')
  return over?.record.kind !== 'nic' || tag === undefined ? null : { id: over.record.id, tag }
}

function readMac(left: Taker): string | null {
  const text = left.text('mac')
  const mac = text === undefined ? null : normalizeMac(text)
  if (text !== undefined && (mac === null || mac === NO_MAC || isMulticast(mac))) {
    left.put('mac', text)
    return null
  }
  return mac
}

const isMulticast = (mac: string) => Number.parseInt(mac.slice(0, 2), 16) % 2 === 1

/** What IMUNES sets on each new port of an stpswitch, and what a port here does as well. */
export const USUAL_PORT: Readonly<Record<string, string>> = {
  stp_discover: '1',
  stp_learn: '1',
  stp_autoedge: '1',
  stp_autoptp: '1',
  stp_priority: '128',
  stp_max_addresses: '0',
}

function readPort(left: Taker, spanning: boolean): SwitchPort | null {
  if (spanning) for (const [key, value] of Object.entries(USUAL_PORT)) left.word(key, [value])
  const port: SwitchPort = {
    ...defaultPort,
    mode: left.word('vlan_type', ['access', 'trunk']) ?? 'access',
    pvid: left.number('vlan_tag', 1, 4094) ?? 1,
    // A port that does not say takes no part in an stpswitch's spanning tree; a lanswitch has none.
    stpEnabled: left.word('stp_enabled', ['0', '1']) === '1' || !spanning,
    pathCost: left.number('stp_path_cost', 0, 200_000_000) ?? 0,
    edge: left.word('stp_edge', ['0', '1']) === '1',
  }
  return sameJson(port, defaultPort) ? null : port
}

const DISCIPLINES: Readonly<Record<string, QueueDiscipline>> = { FIFO: 'fifo', WFQ: 'wfq', DRR: 'drr' }

function readQueue(left: Taker): Queue | null {
  const discipline = left.word('ifc_qdisc', ['FIFO', 'WFQ', 'DRR'])
  const drop = left.word('ifc_qdrop', ['drop-tail', 'drop-head'])
  const length = left.number('queue_len', 1, 100_000)
  if (discipline === undefined && drop === undefined && length === undefined) return null
  return {
    queueDiscipline: DISCIPLINES[discipline ?? 'FIFO'],
    queueDrop: drop === 'drop-head' ? 'head' : 'tail',
    queueFrames: length ?? 50,
  }
}

/** Where the addresses that Etherloom gives to interfaces of files begin, above those IMUNES counts up from. */
const OWN_BLOCK = 0x800000

/**
 * Gives each interface without a MAC address one that hangs on its place in the file alone, so that writing the file can tell
 * that none was given; only where that one is taken it gets the next that is free. A vlan has its interface's.
 */
export function withMacs(ifaces: readonly IfaceRecord[]): IfaceRecord[] {
  const given = new Set(ifaces.map(({ mac }) => mac))
  const macs = new Map<string, string>()
  let free = ifaces.length
  return ifaces.map((iface, i) => {
    let { mac } = iface
    if (mac === NO_MAC && iface.kind === 'vlan') mac = macs.get(iface.over ?? '') ?? ownMac(i)
    else if (mac === NO_MAC && iface.kind === 'nic') {
      mac = ownMac(i)
      while (given.has(mac)) mac = ownMac(free++)
    }
    macs.set(iface.id, mac)
    return mac === iface.mac ? iface : { ...iface, mac }
  })
}

/** The address of the n-th interface of a file, when the file gives none. */
export const ownMac = (n: number): string => automaticMac((OWN_BLOCK + n) % 0x1000000)
