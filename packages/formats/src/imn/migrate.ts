// From the first version of the JSON tree to the second: what only the canvas needs moves under `gui`, and a link drawn across two
// canvases, two links to two "pseudo" nodes before, is one link with a place on each.
import { child, type ImnFile, isObject, type JsonObject, objectsIn, textAt } from './imn-file.ts'

const GUI_OPTIONS = [
  'hidden_node_types',
  'icon_size',
  'show_annotations',
  'show_background_image',
  'show_grid',
  'show_interface_ipv4',
  'show_interface_ipv6',
  'show_interface_names',
  'show_vlan_interfaces',
  'show_link_labels',
  'show_node_labels',
  'show_unsupported_nodes',
  'zoom',
  'default_link_color',
  'default_link_width',
  'default_fill_color',
  'default_text_color',
  'terminal_command',
  'external_editor_command',
]
const NODE_KEYS = ['canvas', 'iconcoords', 'labelcoords', 'custom_icon']
const LINK_KEYS = ['color', 'width']

type Lines = Map<string, number>

/** Changes the tree in place; a tree of the second version, or of one that is not known, stays as it is. */
export function migrate(file: ImnFile & { readonly lines: Lines }): void {
  const { tree, lines } = file
  const options = child(tree, 'options')
  if ((textAt(options, 'version') ?? '1') !== '1') return
  options.version = '2'
  const gui = child(tree, 'gui')
  for (const key of GUI_OPTIONS) move(tree, ['options', key], gui, ['options', key], lines)
  for (const key of ['canvases', 'annotations', 'images']) move(tree, [key], gui, [key], lines)
  joinMirrored(tree, gui, lines)
  for (const [id, node] of objectsIn(tree.nodes)) {
    const name = textAt(node, 'name')
    if (name !== undefined) child(child(gui, 'nodes'), id).label = name
    for (const key of NODE_KEYS) move(tree, ['nodes', id, key], gui, ['nodes', id, key], lines)
  }
  for (const [id, link] of objectsIn(tree.links)) {
    const peers = textAt(link, 'peers')
    if (peers !== undefined) child(child(gui, 'links'), id).peers = peers
    for (const key of LINK_KEYS) move(tree, ['links', id, key], gui, ['links', id, key], lines)
  }
  firstCanvas(tree, gui)
}

/** Very old files have no canvas. */
function firstCanvas(tree: JsonObject, gui: JsonObject): void {
  if (Object.keys(child(gui, 'canvases')).length > 0) return
  child(child(gui, 'canvases'), 'c0').name = 'Canvas0'
  for (const [id] of objectsIn(tree.nodes)) child(child(gui, 'nodes'), id).canvas = 'c0'
}

/** A pseudo node `n21` that mirrors `n22` stands, on its canvas, for the far end of the link both belong to. */
function joinMirrored(tree: JsonObject, gui: JsonObject, lines: Lines): void {
  const { links, nodes } = tree
  if (!isObject(links) || !isObject(nodes)) return
  for (const [id, link] of objectsIn(links)) {
    const otherId = textAt(link, 'mirror')
    const other = otherId === undefined ? undefined : links[otherId]
    if (otherId === undefined || otherId === id || !isObject(other)) continue
    const [near, far] = [endsOf(link, nodes), endsOf(other, nodes)]
    if (near === null || far === null) continue
    delete link.mirror
    delete links[otherId]
    link.peers = `${near.node} ${far.node}`
    link.peers_ifaces = `${near.iface} ${far.iface}`
    for (const { node, iface } of [near, far]) child(child(child(nodes, node), 'ifaces'), iface).link = id
    const [nearKey, farKey] = [`${near.node}.${near.iface}`, `${far.node}.${far.iface}`]
    half(gui, id, near, nearKey, farKey)
    half(gui, id, far, farKey, nearKey)
    for (const { pseudo, key } of [
      { pseudo: near.pseudo, key: nearKey },
      { pseudo: far.pseudo, key: farKey },
    ]) {
      for (const field of NODE_KEYS) move(tree, ['nodes', pseudo, field], gui, ['nodes', key, field], lines)
      delete nodes[pseudo]
    }
  }
}

interface Ends {
  readonly pseudo: string
  readonly node: string
  readonly iface: string
}

/** Which end of half a link is the pseudo node, which the real one; null when it is not so. */
function endsOf(link: JsonObject, nodes: JsonObject): Ends | null {
  const peers = (textAt(link, 'peers') ?? '').split(' ')
  const ifaces = (textAt(link, 'peers_ifaces') ?? '').split(' ')
  const isPseudo = (id: string) => isObject(nodes[id]) && textAt(nodes[id], 'type') === 'pseudo'
  const at = peers.findIndex(isPseudo)
  if (at < 0 || peers.length !== 2 || ifaces.length !== 2 || isPseudo(peers[1 - at])) return null
  return { pseudo: peers[at], node: peers[1 - at], iface: ifaces[1 - at] }
}

function half(gui: JsonObject, link: string, { node }: Ends, own: string, mirror: string): void {
  Object.assign(child(child(gui, 'links'), `${link}.${own}`), { peers: `${own} ${node}`, mirror: `${link}.${mirror}` })
  Object.assign(child(child(gui, 'nodes'), own), { mirror, link: `${link}.${own}` })
}

function move(from: JsonObject, path: readonly string[], to: JsonObject, at: readonly string[], lines: Lines): void {
  const parent = path.slice(0, -1).reduce<unknown>((object, key) => (isObject(object) ? object[key] : undefined), from)
  const key = path[path.length - 1]
  if (!isObject(parent) || !Object.hasOwn(parent, key)) return
  at.slice(0, -1).reduce(child, to)[at[at.length - 1]] = parent[key]
  delete parent[key]
  const line = lines.get(path.join('/'))
  if (line !== undefined) lines.set(`gui/${at.join('/')}`, line)
}
