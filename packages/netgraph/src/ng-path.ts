// Addresses of nodes (netgraph(4), "Addressing"):
//
//   name:             a node by its name           .:            the node one speaks for
//   [1f]:             a node by its number         .:hook        what it is joined to by that hook
//   name:hook.hook    following hooks from there   hook.hook     the same as .:hook.hook
import type { Netgraph, NgHook, NgNode } from './ng-base.ts'
import { NgError } from './ng-error.ts'

const NAME_MAX = 31
const PATH_MAX = 511

/** Refuses what could not be written in a path. */
export function checkName(what: 'node' | 'hook', name: string): void {
  if (name.length === 0) throw new NgError('EINVAL', `a ${what} must have a name`)
  if (name.length > NAME_MAX)
    throw new NgError('EINVAL', `the ${what} name ${name} is longer than ${NAME_MAX} characters`)
  if (/[.:]/.test(name))
    throw new NgError('EINVAL', `the ${what} name ${name} has '.' or ':' in it, which separate names`)
}

/** The node at `path`, and the hook through which the path arrives there, if it follows any. */
export function resolve(ng: Netgraph, here: NgNode | null, path: string): { node: NgNode; lasthook: NgHook | null } {
  if (path.length > PATH_MAX) throw new NgError('EINVAL', `a path has at most ${PATH_MAX} characters`)
  const colon = path.indexOf(':')
  const start = colon < 0 ? '.' : path.slice(0, colon)
  const rest = path.slice(colon + 1)
  if (start === '' || (start !== '.' && start.includes('.')) || /:|\.\./.test(rest))
    throw new NgError('EINVAL', `${path} is no path: write name:hook.hook, or hook.hook from where you are`)
  const hooks = rest.split('.').filter((name) => name !== '')
  let node = startingNode(ng, here, start)
  let lasthook: NgHook | null = null
  for (const name of hooks) {
    lasthook = node.hook(name)?.peer ?? null
    if (lasthook === null) throw new NgError('ENOENT', `${node.label}: has no hook ${name}`)
    node = lasthook.node
  }
  return { node, lasthook }
}

function startingNode(ng: Netgraph, here: NgNode | null, start: string): NgNode {
  if (start === '.') {
    if (here === null) throw new NgError('EINVAL', "'.' is nobody here: begin the path with a node's name")
    return here
  }
  const id = /^\[([0-9a-f]{1,8})\]$/i.exec(start)
  const node = id === null ? ng.named(start) : ng.nodes.get(Number.parseInt(id[1], 16))
  if (node === undefined || node === null) throw new NgError('ENOENT', `there is no node ${start}:`)
  return node
}
