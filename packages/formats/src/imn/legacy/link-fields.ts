// The fields of a `link` in the older grammar, which names the nodes it joins and not their interfaces.
import { type JsonObject, objectsIn, textAt } from '../imn-file.ts'
import { parseTclList } from '../tcl-list.ts'
import { eventLines } from './node-fields.ts'
import type { ReadField } from './read-legacy.ts'
import type { TreeBuilder } from './tree-builder.ts'

export const linkField: ReadField = (path, key, value, into) => {
  if (key.text === 'nodes') {
    const peers = parseTclList(value.text, value.line).map((word) => word.text)
    into.set([...path, 'peers'], peers.join(' '), key.line)
    return true
  }
  if (key.text === 'events') {
    into.set([...path, 'events'], eventLines(value.text), key.line)
    return true
  }
  if (!key.text.startsWith('jitter-')) return false
  into.set([...path, key.text.replaceAll('-', '_')], value.text, key.line)
  return true
}

/** Interfaces of one node that lead to one other, in order, and those among them that no link has taken. */
interface Leading {
  readonly ifcs: string[]
  readonly free: Set<string>
  next: number
}

/**
 * Finds the interface at each end of each link: the first one of the node whose `interface-peer` leads to the other node and
 * that no link has taken. Where a link names its interfaces (`ifaces {eth0 e1}`), those.
 */
export function pairLinks(into: TreeBuilder): void {
  const leading = new Map<string, Leading>()
  for (const { node, ifc, iface } of ifacesIn(into)) {
    const key = `${node} ${textAt(iface, 'peer') ?? ''}`
    const found = leading.get(key)
    if (found === undefined) leading.set(key, { ifcs: [ifc], free: new Set([ifc]), next: 0 })
    else {
      found.ifcs.push(ifc)
      found.free.add(ifc)
    }
  }
  for (const [id, link] of objectsIn(into.get(['links']))) pairLink(id, link, leading, into)
  for (const { node, ifc, iface } of ifacesIn(into)) {
    const peer = textAt(iface, 'peer')
    delete iface.peer
    if (peer !== undefined && iface.link === undefined)
      into.drop(['nodes', node, 'ifaces', ifc], lineOfIface(into, node, ifc), `interface-peer to ${peer}`)
  }
}

function pairLink(id: string, link: JsonObject, leading: ReadonlyMap<string, Leading>, into: TreeBuilder): void {
  const [a, b] = (textAt(link, 'peers') ?? '').split(' ')
  const [nameA, nameB] = parseTclList(textAt(link, 'ifaces') ?? '').map((word) => word.text)
  delete link.ifaces
  if (a === undefined || b === undefined) return
  const ends = [takeEnd(a, b, nameA, leading, into), takeEnd(b, a, nameB, leading, into)]
  ends.forEach((ifc, i) => {
    const node = i === 0 ? a : b
    if (ifc !== undefined) into.set(['nodes', node, 'ifaces', ifc, 'link'], id, lineOfIface(into, node, ifc))
  })
  if (ends.every((ifc) => ifc !== undefined))
    into.set(['links', id, 'peers_ifaces'], ends.join(' '), into.lines.get(`links/${id}`) ?? 1)
}

/** An interface of `node` that leads to `peer`: the one of that name if it does, else the first that is free. */
function takeEnd(
  node: string,
  peer: string,
  name: string | undefined,
  leading: ReadonlyMap<string, Leading>,
  into: TreeBuilder,
): string | undefined {
  const found = leading.get(`${node} ${peer}`)
  if (found === undefined) return undefined
  const named = name === undefined ? undefined : into.ifaceIds(['nodes', node], 1).get(name)
  if (named !== undefined && found.free.delete(named)) return named
  while (found.next < found.ifcs.length) {
    const ifc = found.ifcs[found.next++]
    if (found.free.delete(ifc)) return ifc
  }
  return undefined
}

function* ifacesIn(into: TreeBuilder): Generator<{ node: string; ifc: string; iface: JsonObject }> {
  for (const [node, object] of objectsIn(into.get(['nodes'])))
    for (const [ifc, iface] of objectsIn(object.ifaces)) yield { node, ifc, iface }
}

const lineOfIface = (into: TreeBuilder, node: string, ifc: string) =>
  into.lines.get(`nodes/${node}/ifaces/${ifc}`) ?? into.lines.get(`nodes/${node}`) ?? 1
