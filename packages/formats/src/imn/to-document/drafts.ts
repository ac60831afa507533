// Every node and link of a file, understood one by one. What does not fit together is an error of the file.
import type { ImportLimits } from '../../imported.ts'
import { type ImnFile, isObject, type JsonObject, objectsIn, textAt } from '../imn-file.ts'
import { nodeTypeNames, nodeTypeOf } from '../node-types.ts'
import type { Drafts, IfaceDraft, LinkDraft, NodeDraft } from './draft.ts'
import type { Errors } from './errors.ts'
import { byKey, Ids } from './ids.ts'
import { endNames, type LinkEnds, readLink } from './link.ts'
import { type NodeContext, readNode } from './node.ts'

export function readDrafts(
  { tree }: ImnFile,
  autoDefaultRoutes: NodeContext['autoDefaultRoutes'],
  limits: ImportLimits,
  errors: Errors,
): Drafts {
  for (const section of ['nodes', 'links'] as const) {
    const value = tree[section]
    if (value === undefined) continue
    if (!isObject(value)) errors.add(section, `"${section}" must be an object`, 'write {} if there are none')
    else if (Object.keys(value).length > limits[section])
      errors.add(
        section,
        `there are ${Object.keys(value).length} ${section}; a lab holds ${limits[section]}`,
        'split it',
      )
    else
      for (const [key, each] of Object.entries(value))
        if (!isObject(each)) errors.add(`${section}/${key}`, 'it must be an object', 'write its keys between { and }')
  }
  if (errors.any) return { nodes: [], links: [] }
  const nodes = readNodes(tree, { ids: new Ids(), autoDefaultRoutes }, errors)
  if (nodes.reduce((sum, node) => sum + node.ifaces.length, 0) > limits.ifaces)
    errors.add('nodes', `there are more than ${limits.ifaces} interfaces`, 'split the lab')
  return { nodes, links: readLinks(tree, nodes, errors) }
}

function readNodes(tree: JsonObject, context: NodeContext, errors: Errors): NodeDraft[] {
  const nodes: NodeDraft[] = []
  for (const [key, object] of objectsIn(tree.nodes).sort(byKey)) {
    const typeName = textAt(object, 'type')
    const type = nodeTypeOf(typeName ?? '')
    if (type === undefined)
      errors.add(
        `nodes/${key}/type`,
        typeName === undefined ? `${key} has no type` : `"${typeName.slice(0, 40)}" is no type of node`,
        `the types are ${nodeTypeNames.join(', ')}`,
      )
    else nodes.push(readNode(key, object, type, context))
  }
  return nodes
}

function readLinks(tree: JsonObject, nodes: readonly NodeDraft[], errors: Errors): LinkDraft[] {
  const byName = new Map(nodes.map((node) => [node.key, portsOf(node)]))
  const wired = new Set<IfaceDraft>()
  const ids = new Ids()
  const links: LinkDraft[] = []
  for (const [key, object] of objectsIn(tree.links).sort(byKey)) {
    const ends = endsOf(key, object, byName, wired, errors)
    if (ends !== null) links.push(readLink(key, object, ends, ids))
  }
  forgetWires(tree, nodes, wired)
  return links
}

/** The two interfaces of a link, each free and of a node that is there; null when it is not so, which is then an error. */
function endsOf(
  key: string,
  link: JsonObject,
  nodes: ReadonlyMap<string, Ports>,
  wired: Set<IfaceDraft>,
  errors: Errors,
): LinkEnds | null {
  const fail = (message: string, mend: string) => {
    errors.add(`links/${key}`, message, mend)
    return null
  }
  const names = endNames(link)
  if (names === null) return fail(`link ${key} does not join two nodes`, 'write the two in "peers", as in "n0 n1"')
  const stray = names.find(({ node }) => !nodes.has(node))
  if (stray !== undefined) return fail(`link ${key} leads to ${stray.node}, which is no node`, 'remove the link')
  const ends: IfaceDraft[] = []
  for (const { node: name, iface } of names) {
    const node = nodes.get(name)!
    const end = iface === null ? node.byLink.get(key)?.find((each) => !ends.includes(each)) : node.byKey.get(iface)
    if (end === undefined)
      return fail(
        `link ${key} ends at ${iface === null ? 'no interface' : iface} of ${name}, which is not there`,
        `remove the link, or name an interface of ${name} ("peers_ifaces"; in older files, interface-peer)`,
      )
    if (end.record.kind !== 'nic')
      return fail(`link ${key} ends at ${end.record.name} of ${name}, which has no wire`, 'name another interface')
    if (wired.has(end) || ends.includes(end))
      return fail(`${end.record.name} of ${name} is the end of two links, one of them ${key}`, 'remove one of them')
    ends.push(end)
  }
  for (const end of ends) wired.add(end)
  return { a: ends[0], b: ends[1] }
}

interface Ports {
  readonly byKey: ReadonlyMap<string, IfaceDraft>
  /** By the link they say they belong to. */
  readonly byLink: ReadonlyMap<string, readonly IfaceDraft[]>
}

function portsOf({ ifaces }: NodeDraft): Ports {
  const byLink = new Map<string, IfaceDraft[]>()
  for (const iface of ifaces) {
    const link = textAt(iface.left.rest, 'link')
    if (link === undefined) continue
    const list = byLink.get(link)
    if (list === undefined) byLink.set(link, [iface])
    else list.push(iface)
  }
  return { byKey: new Map(ifaces.map((iface) => [iface.key, iface])), byLink }
}

/** An interface repeats which link it belongs to; that is left over only where it says something else. */
function forgetWires(tree: JsonObject, nodes: readonly NodeDraft[], wired: ReadonlySet<IfaceDraft>): void {
  const links = isObject(tree.links) ? tree.links : {}
  for (const node of nodes)
    for (const iface of node.ifaces) {
      const link = iface.left.text('link')
      if (link === undefined) continue
      const ends = Object.hasOwn(links, link) && isObject(links[link]) ? endNames(links[link]) : null
      const own = ends?.some((end) => end.node === node.key && (end.iface === null || end.iface === iface.key)) ?? false
      if (!own || !wired.has(iface)) iface.left.put('link', link)
    }
}
