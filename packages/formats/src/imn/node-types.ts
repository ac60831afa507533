// The node types of IMUNES, and what stands for them here.
import type { NodeKind, NodeRole } from '@etherloom/topology'

export interface NodeType {
  readonly kind: NodeKind
  readonly role: NodeRole | null
  /** What a node of the type does in IMUNES and does not do here; null when it is the same. */
  readonly missing: string | null
}

const plain = (kind: NodeKind, role: NodeRole | null): NodeType => ({ kind, role, missing: null })

const TYPES: Readonly<Record<string, NodeType>> = {
  pc: plain('jail', 'pc'),
  host: plain('jail', 'host'),
  router: plain('jail', 'router'),
  lanswitch: plain('switch', null),
  hub: plain('hub', null),
  stpswitch: plain('switch', null),
  nat64: { kind: 'jail', role: 'router', missing: 'it routes, but translates nothing' },
  ext: {
    kind: 'jail',
    role: 'router',
    missing: 'it is a router that leads nowhere: labs do not reach the real network',
  },
  rj45: {
    kind: 'hub',
    role: null,
    missing: 'it is a hub that joins no real interface: labs do not reach the real network',
  },
  wlan: { kind: 'hub', role: null, missing: 'it is a hub: every station hears every other, without radio' },
  filter: { kind: 'hub', role: null, missing: 'it is a hub: every frame passes' },
  packgen: { kind: 'hub', role: null, missing: 'it is a hub that sends nothing of its own' },
}

/** `router.frr` and the like are routers of older files. */
export const nodeTypeOf = (type: string): NodeType | undefined =>
  type.startsWith('router.') ? TYPES.router : Object.hasOwn(TYPES, type) ? TYPES[type] : undefined

export const nodeTypeNames: readonly string[] = Object.keys(TYPES)

/** Whether nodes of a type have a stack in IMUNES ("network layer"): a lo0, and default routes to be given or not. */
export const hasOwnStack = (type: string): boolean => type !== 'ext' && nodeTypeOf(type)?.role != null
