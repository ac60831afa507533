// The graph: nodes, hooks, edges; one per vnet (netgraph(4)).
//
// The question it answers: how can pieces that each know one thing (repeat, learn, delay, tag, be an interface) be put
// together in any order by somebody who types? A NODE does the one thing. Its HOOKS are named attachments; two hooks of two
// nodes make an EDGE, and exist only as long as it does. Frames travel along edges, one at a time; commands go to nodes.
//
//      ┌────────────────┐   edge   ┌────────────────┐
//      │ bridge   link1 ├──────────┤ upper     pipe │      link1.peer = upper, upper.peer = link1
//      └────────────────┘          └────────────────┘
//
// Data. A node sends a frame out of its hook h with `ngSend(h, m)`; the receiving node's `rcvdata(h.peer, m)` is called at
// once and owns the frame: it frees it or passes it on, once. Frames enter a graph at an edge node (an interface, a timer),
// which calls `ngEnter`, and leave it at one, which puts them into an interface's input queue.
//
// Depth. A graph may have cycles, and a hub multiplies what it gets. So one entering frame pays for HI_STACK calls through
// hooks; whatever is beyond waits in the input queue of the hook it arrives at, and the kernel's dispatcher goes on
// from there. That bounds the stack and the work done for one frame alike: a loop of hubs is a storm that costs virtual time,
// is dropped at full queues, and says so. A frame never overtakes another on its edge: behind a waiting frame it waits too.
//
// Life. `add` makes a node, `connect` asks both ends (`newhook`) before an edge exists. When an edge goes, both ends
// hear `disconnect`; a node whose last hook went goes with it, unless it is persistent: interfaces are, others when told
// (`setpersistent`). A shutdown asks the type first, with all hooks in place, so that a tee can join its neighbors.
//
// Addresses. Within a vnet a node is `name:`, or `[1f]:` by its number, and whatever can be reached from there by following
// hooks: `name:hook.hook` (ng-path.ts).
//
// Not here: locks and writers (there is one thread), replies that come later (a reply is the return value), edges
// between vnets (an interface is moved instead).
import { InputQueue, type Kernel, type Mbuf } from '@etherloom/kern'
import { Drops, drop, type Vnet } from '@etherloom/net'
import { DROP_GONE, DROP_QUEUE_FULL } from '@etherloom/wire'
import { NgError } from './ng-error.ts'
import { checkName } from './ng-path.ts'
import type { NgRcvdata, NgType } from './ng-type.ts'

/** Calls through hooks that one frame may cause before the rest waits in queues. */
export const HI_STACK = 32

export class NgHook extends InputQueue {
  readonly ng: Netgraph
  readonly node: NgNode
  name: string
  /** The other end; null once the edge is gone. */
  peer: NgHook | null
  /** What takes a frame that came in here; the type's, or one that `newhook` set for this hook. */
  rcvdata: NgRcvdata
  /** Frames always wait for the dispatcher: set by nodes that hand them to a protocol stack. */
  queued: boolean
  priv: unknown

  constructor(node: NgNode, name: string) {
    super(node.ng.kernel.netisr, hookInput as (q: never, m: Mbuf) => void)
    this.ng = node.ng
    this.node = node
    this.name = name
    this.peer = null
    this.rcvdata = node.type.rcvdata as NgRcvdata
    this.queued = false
    this.priv = null
  }

  get ownerName(): string {
    return `${this.node.label}:${this.name}`
  }
}

export class NgNode {
  readonly ng: Netgraph
  readonly type: NgType
  readonly id: number
  name: string | null
  readonly hooks: NgHook[]
  priv: unknown
  /** Stays when its last hook goes. */
  persistent: boolean
  alive: boolean
  readonly drops: Drops

  constructor(ng: Netgraph, type: NgType, id: number) {
    this.ng = ng
    this.type = type
    this.id = id
    this.name = null
    this.hooks = []
    this.priv = null
    this.persistent = false
    this.alive = true
    this.drops = new Drops()
  }

  hook(name: string): NgHook | null {
    return this.hooks.find((hook) => hook.name === name) ?? null
  }

  /** How to address it when it has no name. */
  get label(): string {
    return this.name ?? `[${this.id.toString(16)}]`
  }
}

export class Netgraph {
  readonly vnet: Vnet
  readonly kernel: Kernel
  readonly types: readonly NgType[]
  /** By number, in order of creation. */
  readonly nodes: Map<number, NgNode>
  /** Calls through hooks the present frame may still cause. */
  calls: number
  private nextId: number

  constructor(vnet: Vnet, types: readonly NgType[]) {
    this.vnet = vnet
    this.kernel = vnet.kernel
    this.types = types
    this.nodes = new Map()
    this.calls = 0
    this.nextId = 1
  }

  type(name: string): NgType {
    const type = this.types.find((t) => t.name === name)
    if (type === undefined) throw new NgError('ENXIO', `there is no node type '${name}'`)
    return type
  }

  /** A new node without hooks; `priv`, when the caller has it ready, instead of the type's `create`. */
  add(type: NgType, priv?: unknown): NgNode {
    const node = new NgNode(this, type, this.nextId++)
    this.nodes.set(node.id, node)
    try {
      node.priv = priv ?? type.create(node)
    } catch (error) {
      this.nodes.delete(node.id)
      throw error
    }
    return node
  }

  named(name: string): NgNode | null {
    for (const node of this.nodes.values()) if (node.name === name) return node
    return null
  }

  rename(node: NgNode, name: string): void {
    checkName('node', name)
    if (/^\[[0-9a-f]+\]$/i.test(name)) throw new NgError('EINVAL', `${name} would be taken for a node's number`)
    const named = this.named(name)
    if (named !== null) throw new NgError('EADDRINUSE', `${named === node ? 'it' : 'another node'} is called ${name}`)
    node.name = name
  }

  /** Makes an edge; both ends have a say. */
  connect(a: NgNode, aName: string, b: NgNode, bName: string): NgHook {
    for (const [node, name] of [
      [a, aName],
      [b, bName],
    ] as const) {
      checkName('hook', name)
      if (node.hook(name) !== null) throw new NgError('EEXIST', `${node.label} already has a hook ${name}`)
    }
    if (a === b && aName === bName) throw new NgError('EEXIST', `${aName} cannot be both ends of an edge`)
    const ends = [new NgHook(a, aName), new NgHook(b, bName)]
    ends[0].peer = ends[1]
    ends[1].peer = ends[0]
    accept(ends[0])
    try {
      accept(ends[1])
    } catch (error) {
      release(ends[0])
      throw error
    }
    return ends[0]
  }

  /** Cuts the edge; a node that loses its last hook by it goes, unless it is persistent. */
  disconnect(hook: NgHook): void {
    const { peer } = hook
    if (peer === null) return
    for (const end of [hook, peer]) release(end)
    for (const end of [hook, peer]) this.reap(end.node)
  }

  /** Takes the node out from between the two hooks and joins their peers. */
  bypass(a: NgHook, b: NgHook): void {
    const [left, right] = [a.peer, b.peer]
    if (left === null || right === null || left === b) return
    release(a)
    release(b)
    left.peer = right
    right.peer = left
  }

  /** False: the type kept the node, without its hooks. `really` does not ask. */
  shutdown(node: NgNode, really = false): boolean {
    if (!node.alive) return true
    node.alive = false
    const stays = node.type.shutdown(node) === 'stays' && !really
    while (node.hooks.length > 0) this.disconnect(node.hooks[0])
    node.alive = stays
    if (!stays) this.nodes.delete(node.id)
    return !stays
  }

  destroy(): void {
    for (const node of [...this.nodes.values()]) this.shutdown(node, true)
  }

  private reap(node: NgNode): void {
    if (node.alive && !node.persistent && node.hooks.length === 0) this.shutdown(node)
  }
}

/** Sends a frame out of `hook`, from within a graph. */
export function ngSend(hook: NgHook, m: Mbuf): void {
  const { ng, peer } = hook
  if (peer === null) return drop(hook.node.drops, DROP_GONE, m)
  if (peer.queued || peer.count > 0 || ng.calls <= 0) return wait(peer, m)
  ng.calls--
  peer.rcvdata(peer, m)
}

/** Sends a frame into a graph: what interfaces and timers do. */
export function ngEnter(hook: NgHook, m: Mbuf): void {
  hook.ng.calls = HI_STACK
  ngSend(hook, m)
}

/** Tells the node at the other end that what lies behind `hook` lost or found its carrier. */
export function ngLinkstate(hook: NgHook, up: boolean): void {
  if (hook.peer !== null) hook.peer.node.type.linkstate?.(hook.peer, up)
}

/** The dispatcher goes on with a frame that waited. */
function hookInput(hook: NgHook, m: Mbuf): void {
  hook.ng.calls = HI_STACK
  hook.rcvdata(hook, m)
}

function wait(hook: NgHook, m: Mbuf): void {
  const { netisr } = hook
  // Only where every frame waits may one wait in the register: elsewhere a timer's next frame would overtake it.
  const taken = hook.queued ? netisr.handoff(hook, m) : netisr.enqueue(hook, m)
  if (!taken) drop(hook.node.drops, DROP_QUEUE_FULL, m)
}

function accept(hook: NgHook): void {
  const { node } = hook
  hook.priv = node.type.newhook(hook)
  node.hooks.push(hook)
}

/** One end of an edge that goes. */
function release(hook: NgHook): void {
  const { node } = hook
  hook.flush()
  hook.peer = null
  hook.rcvdata = rcvGone
  node.hooks.splice(node.hooks.indexOf(hook), 1)
  node.type.disconnect(hook)
}

function rcvGone(hook: NgHook, m: Mbuf): void {
  drop(hook.node.drops, DROP_GONE, m)
}
