// One line of an `interface` stanza, into the fields of the JSON grammar.
import { child, type JsonObject } from '../imn-file.ts'

const VALUES: Readonly<Record<string, string>> = {
  type: 'type',
  mtu: 'mtu',
  'queue-len': 'queue_len',
  'vlan-dev': 'vlan_dev',
  'vlan-tag': 'vlan_tag',
  'vlan-type': 'vlan_type',
}

const FLAGS: Readonly<Record<string, readonly [key: string, value: string]>> = {
  nat: ['nat_state', 'on'],
  shutdown: ['oper_state', 'down'],
  'fair-queue': ['ifc_qdisc', 'WFQ'],
  'drr-queue': ['ifc_qdisc', 'DRR'],
  'fifo-queue': ['ifc_qdisc', 'FIFO'],
  'drop-head': ['ifc_qdrop', 'drop-head'],
  'drop-tail': ['ifc_qdrop', 'drop-tail'],
}

const STP_FLAGS = ['snoop', 'discover', 'learn', 'sticky', 'private', 'edge', 'autoedge', 'ptp', 'autoptp']
const STP_VALUES: Readonly<Record<string, string>> = {
  priority: 'stp_priority',
  maxaddr: 'stp_max_addresses',
  pathcost: 'stp_path_cost',
}

/** False when the line is none that IMUNES knows. */
export function interfaceLine(words: readonly string[], fields: JsonObject): boolean {
  const [first, second] = words
  const last = words[words.length - 1]
  if (first === 'mac' && second === 'address') return set(fields, 'mac', words[2])
  if (first === 'ip' && second === 'address') return append(fields, 'ipv4_addrs', words[2])
  if (first === 'ipv6' && second === 'address') return append(fields, 'ipv6_addrs', words[2])
  if (first === 'spanning-tree') return spanningTree(words, fields)
  if (words.length === 1 && Object.hasOwn(FLAGS, first)) return set(fields, ...FLAGS[first])
  return words.length === 2 && Object.hasOwn(VALUES, first) && set(fields, VALUES[first], last)
}

function spanningTree([, word, value]: readonly string[], fields: JsonObject): boolean {
  if (word === 'stp') return set(fields, 'stp_enabled', '1')
  if (STP_FLAGS.includes(word)) return set(fields, `stp_${word}`, '1')
  return Object.hasOwn(STP_VALUES, word) && set(fields, STP_VALUES[word], value)
}

function set(fields: JsonObject, key: string, value: string | undefined): boolean {
  if (value === undefined) return false
  fields[key] = value
  return true
}

function append(fields: JsonObject, key: string, value: string | undefined): boolean {
  if (value === undefined) return false
  const list = fields[key]
  if (Array.isArray(list)) list.push(value)
  else fields[key] = [value]
  return true
}

const RULE = /^([1-9]\d*):((?:no)?match_[^:]*):([^:]*):(.*)$/

/** `10:match_drop:c0.a8/ff.ff@30:` (ng_patmat): number, action, pattern/mask@offset, what the action needs. */
export function filterRule(text: string, fields: JsonObject): boolean {
  const match = RULE.exec(text)
  if (match === null) return false
  const [, number, action, where, data] = match
  const [pattern = '', maskAndOffset = ''] = where.split('/')
  const [mask = '', offset = ''] = maskAndOffset.split('@')
  child(fields, 'filter_rules')[number] = { action, pattern, mask, offset, action_data: data }
  return true
}
