// Commands sent to nodes as text: the type's own, and those every node understands (netgraph(4), "Generic Control Messages").
import type { Netgraph, NgNode } from './ng-base.ts'
import { NgError } from './ng-error.ts'
import { array, hint32, type NgParseType, nameString, parseArgs, pathString, struct, uint32 } from './ng-parse.ts'
import { resolve } from './ng-path.ts'
import type { NgCommand, NgCommands, NgMessage, NgReply } from './ng-type.ts'

const nodeinfoType = struct({ name: nameString, type: nameString, id: hint32, hooks: uint32 })
const linkinfoType = struct({ ourhook: nameString, peerhook: nameString, nodeinfo: nodeinfoType })
const nodelistType = struct({ numnames: uint32, nodeinfo: array(nodeinfoType) })
const typeinfoType = struct({ typename: nameString, numnodes: uint32 })

/** Numbers of messages that change nothing and have a reply carry two flags (ng_message.h). */
const READ = 0x30000000

const commands = {
  shutdown: { id: 1 },
  mkpeer: { id: 2, args: struct({ type: nameString, ourhook: nameString, peerhook: nameString }) },
  connect: { id: 3, args: struct({ path: pathString, ourhook: nameString, peerhook: nameString }) },
  name: { id: 4, args: struct({ name: nameString }) },
  rmhook: { id: 5, args: struct({ ourhook: nameString }) },
  nodeinfo: { id: READ + 6, reply: nodeinfoType },
  listhooks: { id: READ + 7, reply: struct({ nodeinfo: nodeinfoType, linkinfo: array(linkinfoType) }) },
  listnames: { id: READ + 8, reply: nodelistType },
  listnodes: { id: READ + 9, reply: nodelistType },
  listtypes: { id: READ + 10, reply: struct({ numtypes: uint32, typeinfo: array(typeinfoType) }) },
} satisfies NgCommands

export interface NgReplyText {
  cmd: string
  id: number
  /** Who answers, as in `[1f]:`. */
  from: string
  args: string
}

/** Sends a command to the node at `path`; null when it has no reply. */
export function sendText(
  ng: Netgraph,
  here: NgNode | null,
  path: string,
  cmd: string,
  text: string,
): NgReplyText | null {
  const { node, lasthook } = resolve(ng, here, path)
  const own = find(node.type.commands, cmd)
  const command = own ?? find(commands, cmd)
  if (command === null) throw refusalOf(node, cmd)
  const msg = { cmd, args: readArgs(command, cmd, text) }
  const reply =
    own === null ? generic(node, msg as NgMessage<typeof commands>) : node.type.rcvmsg(node, msg as never, lasthook)
  if (reply === undefined || command.reply === undefined) return null
  return { cmd, id: command.id, from: `[${node.id.toString(16)}]:`, args: command.reply.print(reply) }
}

function find(list: NgCommands, cmd: string): NgCommand | null {
  return Object.hasOwn(list, cmd) ? list[cmd] : null
}

/** Messages of netgraph(4) that nobody here answers. A node "may elect to not support" those for text; none does. */
function refusalOf({ type }: NgNode, cmd: string): NgError {
  if (cmd === 'textstatus' || cmd === 'textconfig')
    return new NgError('EINVAL', `a node of type ${type.name} has no ${cmd.slice('text'.length)} to tell`)
  if (cmd === 'binary2ascii' || cmd === 'ascii2binary')
    return new NgError('EOPNOTSUPP', `${cmd}: messages are text here, there is no binary form`)
  return new NgError('ENOSYS', `a node of type ${type.name} has no command ${cmd}`)
}

function readArgs(command: NgCommand, cmd: string, text: string): unknown {
  if (command.args !== undefined) return parseArgs(command.args as NgParseType<unknown>, text)
  if (text.trim() !== '') throw new NgError('EINVAL', `${cmd} takes no arguments`)
  return null
}

function generic(node: NgNode, msg: NgMessage<typeof commands>): NgReply<typeof commands> {
  const { ng } = node
  switch (msg.cmd) {
    case 'shutdown':
      ng.shutdown(node)
      return
    case 'mkpeer':
      mkpeer(node, msg.args.type, msg.args.ourhook, msg.args.peerhook)
      return
    case 'connect':
      ng.connect(node, msg.args.ourhook, resolve(ng, node, msg.args.path).node, msg.args.peerhook)
      return
    case 'name':
      ng.rename(node, msg.args.name)
      return
    case 'rmhook':
      rmhook(node, msg.args.ourhook)
      return
    case 'nodeinfo':
      return nodeinfo(node)
    case 'listhooks':
      return { nodeinfo: nodeinfo(node), linkinfo: linkinfo(node) }
    case 'listnames':
      return nodelist([...ng.nodes.values()].filter((n) => n.name !== null))
    case 'listnodes':
      return nodelist([...ng.nodes.values()])
    case 'listtypes':
      return { numtypes: ng.types.length, typeinfo: typeinfo(ng) }
  }
}

/** Makes a node of a type and joins it to `node`. */
export function mkpeer(node: NgNode, type: string, hook: string, peerhook: string): NgNode {
  const { ng } = node
  const peer = ng.add(ng.type(type))
  try {
    ng.connect(node, hook, peer, peerhook)
  } catch (error) {
    ng.shutdown(peer, true)
    throw error
  }
  return peer
}

export function rmhook(node: NgNode, name: string): void {
  const hook = node.hook(name)
  if (hook === null) throw new NgError('ENOENT', `${node.label}: has no hook ${name}`)
  node.ng.disconnect(hook)
}

export const nodeinfo = (node: NgNode) => ({
  name: node.name ?? '',
  type: node.type.name,
  id: node.id,
  hooks: node.hooks.length,
})

/** Newest hook first, as the original lists them. */
export const linkinfo = (node: NgNode) =>
  [...node.hooks]
    .reverse()
    .flatMap(({ name, peer }) =>
      peer === null ? [] : [{ ourhook: name, peerhook: peer.name, nodeinfo: nodeinfo(peer.node) }],
    )

export const typeinfo = (ng: Netgraph) =>
  ng.types.map((type) => ({
    typename: type.name,
    numnodes: [...ng.nodes.values()].filter((node) => node.type === type).length,
  }))

const nodelist = (nodes: NgNode[]) => ({ numnames: nodes.length, nodeinfo: nodes.map(nodeinfo) })
