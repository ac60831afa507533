// What ngctl(8) does, as functions that return data; words and columns are the shell's. `here` is the node that '.' and
// paths without a node's name begin at: the caller's socket (nodes/ng-socket.ts), or none.
import type { Netgraph, NgNode } from './ng-base.ts'
import {
  linkinfo,
  mkpeer as make,
  type NgReplyText,
  nodeinfo,
  rmhook as remove,
  sendText,
  typeinfo,
} from './ng-message.ts'
import { resolve } from './ng-path.ts'

export interface NodeInfo {
  /** Empty when it has none. */
  name: string
  type: string
  id: number
  hooks: number
}

export interface HookInfo {
  hook: string
  peer: NodeInfo
  peerhook: string
}

export interface Graph {
  nodes: NodeInfo[]
  /** Each edge once, from the node with the lower number. */
  edges: { from: number; hook: string; to: number; peerhook: string }[]
}

export const list = (ng: Netgraph): NodeInfo[] => [...ng.nodes.values()].map(nodeinfo)

export const types = (ng: Netgraph): { name: string; nodes: number }[] =>
  typeinfo(ng).map(({ typename, numnodes }) => ({ name: typename, nodes: numnodes }))

export function show(ng: Netgraph, path: string, here: NgNode | null = null): { node: NodeInfo; hooks: HookInfo[] } {
  const { node } = resolve(ng, here, path)
  const hooks = linkinfo(node).map((l) => ({ hook: l.ourhook, peer: l.nodeinfo, peerhook: l.peerhook }))
  return { node: nodeinfo(node), hooks }
}

export function mkpeer(
  ng: Netgraph,
  path: string,
  type: string,
  hook: string,
  peerhook: string,
  here: NgNode | null = null,
): NgNode {
  return make(resolve(ng, here, path).node, type, hook, peerhook)
}

/** `relpath` begins at the node of `path`. */
export function connect(
  ng: Netgraph,
  path: string,
  relpath: string,
  hook: string,
  peerhook: string,
  here: NgNode | null = null,
): void {
  const { node } = resolve(ng, here, path)
  ng.connect(node, hook, resolve(ng, node, relpath).node, peerhook)
}

export function name(ng: Netgraph, path: string, newName: string, here: NgNode | null = null): void {
  ng.rename(resolve(ng, here, path).node, newName)
}

export function msg(
  ng: Netgraph,
  path: string,
  cmd: string,
  args = '',
  here: NgNode | null = null,
): NgReplyText | null {
  return sendText(ng, here, path, cmd, args)
}

export function rmhook(ng: Netgraph, path: string, hook: string, here: NgNode | null = null): void {
  remove(resolve(ng, here, path).node, hook)
}

export function shutdown(ng: Netgraph, path: string, here: NgNode | null = null): void {
  ng.shutdown(resolve(ng, here, path).node)
}

/** The whole graph: what `ngctl dot` draws. */
export function dot(ng: Netgraph): Graph {
  const edges: Graph['edges'] = []
  for (const node of ng.nodes.values()) {
    for (const { name: hook, peer } of node.hooks) {
      if (peer === null) continue
      const first = node.id < peer.node.id || (node === peer.node && hook < peer.name)
      if (first) edges.push({ from: node.id, hook, to: peer.node.id, peerhook: peer.name })
    }
  }
  return { nodes: list(ng), edges }
}
