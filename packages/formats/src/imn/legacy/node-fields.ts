// The fields of a `node` in the older grammar, and what IMUNES mends in nodes of old files once all is read.
import { ImnError } from '../imn-error.ts'
import { isObject, type JsonObject, textAt } from '../imn-file.ts'
import { hasOwnStack } from '../node-types.ts'
import { parseTclList } from '../tcl-list.ts'
import { readCustomConfigs } from './custom-configs.ts'
import { wholeCoordinates } from './drawing-fields.ts'
import { readIpsecConfig } from './ipsec-config.ts'
import { readNetworkConfig } from './network-config.ts'
import type { ReadField } from './read-legacy.ts'
import type { TreeBuilder } from './tree-builder.ts'

const RENAMED: Readonly<Record<string, string>> = {
  'custom-enabled': 'custom_enabled',
  'custom-command': 'custom_command',
  'custom-image': 'custom_image',
  'docker-image': 'custom_image',
  customIcon: 'custom_icon',
}

export const nodeField: ReadField = (path, key, value, into) => {
  const { text, line } = value
  switch (key.text) {
    case 'network-config':
      readNetworkConfig(text, line, path, into)
      return true
    case 'interface-peer':
      return interfacePeer(path, text, line, into)
    case 'custom-configs':
      readCustomConfigs(text, line, path, into)
      return true
    case 'custom-selected':
      into.set([...path, 'custom_selected'], `NODE_CONFIG ${text}`, key.line)
      return true
    case 'ipsec-config':
      readIpsecConfig(text, line, path, into)
      return true
    case 'docker-attach':
      into.set([...path, 'docker_attach'], text === 'true' ? '1' : text === 'false' ? '' : text, key.line)
      return true
    case 'services':
      into.set(
        [...path, 'services'],
        parseTclList(text, line).map((word) => word.text),
        key.line,
      )
      return true
    case 'events':
      into.set([...path, 'events'], eventLines(text), key.line)
      return true
    case 'iconcoords':
    case 'labelcoords':
      into.set([...path, key.text], wholeCoordinates(text, line), key.line)
      return true
    case 'external-ifcs':
      into.set(
        [...path, 'external-ifcs'],
        parseTclList(text, line).map((word) => word.text),
        key.line,
      )
      return true
    default:
      if (!Object.hasOwn(RENAMED, key.text)) return false
      into.set([...path, RENAMED[key.text]], text, key.line)
      return true
  }
}

/** One schedule of changes a line. */
export const eventLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** `interface-peer {eth0 n1}`: the interface's wire leads to n1. `pairLinks` finds the other end. */
function interfacePeer(path: readonly string[], text: string, line: number, into: TreeBuilder): true {
  const [name, peer] = parseTclList(text, line).map((word) => word.text)
  if (name === undefined) throw new ImnError('an interface-peer names no interface', 'write {eth0 n1}', line)
  const ids = into.ifaceIds(path, line)
  let id = ids.get(name)
  if (id === undefined) {
    id = freeIfaceId(into.object([...path, 'ifaces'], line), ids.size)
    ids.set(name, id)
    const type = textAt(into.object(path, line), 'type')
    into.set([...path, 'ifaces', id, 'type'], type === 'rj45' ? 'stolen' : 'phys', line)
    into.set([...path, 'ifaces', id, 'name'], name, line)
  }
  if (peer !== undefined) into.set([...path, 'ifaces', id, 'peer'], peer, line)
  return true
}

function nameIn(ifaces: JsonObject, id: string): string | undefined {
  const iface = ifaces[id]
  return isObject(iface) ? textAt(iface, 'name') : undefined
}

/** The first free from the n-th on: they are numbered without holes, so that is nearly always the n-th. */
function freeIfaceId(ifaces: JsonObject, n: number): string {
  while (Object.hasOwn(ifaces, `ifc${n}`)) n++
  return `ifc${n}`
}

export function finishNodes(into: TreeBuilder): void {
  const nodes = into.get(['nodes'])
  if (!isObject(nodes)) return
  for (const [id, node] of Object.entries(nodes)) if (isObject(node)) finishNode(id, node, into)
}

function finishNode(id: string, node: JsonObject, into: TreeBuilder): void {
  const type = textAt(node, 'type') ?? ''
  const ifaces = isObject(node.ifaces) ? node.ifaces : {}
  if (type === 'rj45') externalPort(id, node, ifaces, into)
  if (type === 'extelem') externalElement(node, ifaces)
  if (type === 'extnat') node.type = 'ext'
  if (type === 'extnat') node.nat_iface = textAt(node, 'name') ?? ''
  if (type === 'ext') node.nat_iface ??= 'UNASSIGNED'
  if (node.type === 'ext') for (const ifc of Object.keys(ifaces)) if (nameIn(ifaces, ifc) === 'lo0') delete ifaces[ifc]
  if (!hasOwnStack(type)) return
  if (!Object.keys(ifaces).some((ifc) => nameIn(ifaces, ifc) === 'lo0')) {
    const at = ['nodes', id, 'ifaces', freeIfaceId(ifaces, Object.keys(ifaces).length)]
    const line = into.lines.get(`nodes/${id}`) ?? 1
    into.set([...at, 'name'], 'lo0', line)
    into.set([...at, 'type'], 'lo', line)
    into.set([...at, 'ipv4_addrs'], ['127.0.0.1/8'], line)
    into.set([...at, 'ipv6_addrs'], ['::1/128'], line)
  }
  node.auto_default_routes ??= 'disabled'
}

/** An rj45 stands for a real interface of the machine: its port bears the node's name, and the VLAN it is in. */
function externalPort(id: string, node: JsonObject, ifaces: JsonObject, into: TreeBuilder): void {
  const name = textAt(node, 'name') ?? id
  const vlan = isObject(node.vlan) ? node.vlan : null
  const tagged = vlan !== null && textAt(vlan, 'enabled') === '1'
  for (const ifc of Object.keys(ifaces)) {
    const line = into.lines.get(`nodes/${id}/ifaces/${ifc}`) ?? 1
    into.set(['nodes', id, 'ifaces', ifc, 'name'], name, line)
    if (!tagged) continue
    into.set(['nodes', id, 'ifaces', ifc, 'vlan_dev'], name, line)
    into.set(['nodes', id, 'ifaces', ifc, 'vlan_tag'], textAt(vlan, 'tag') ?? '', line)
  }
  if (tagged) delete node.vlan
}

/** What was one node with several real interfaces is an rj45 with several ports. */
function externalElement(node: JsonObject, ifaces: JsonObject): void {
  const real = new Map(
    (Array.isArray(node['external-ifcs']) ? node['external-ifcs'] : []).map((pair) => {
      const [port, device] = String(pair).split(/\s+/)
      return [port, device]
    }),
  )
  for (const iface of Object.values(ifaces)) {
    if (!isObject(iface)) continue
    const device = real.get(textAt(iface, 'name') ?? '')
    if (device !== undefined) iface.name = device
  }
  delete node['external-ifcs']
  node.type = 'rj45'
}
