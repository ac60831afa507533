import type { NodeKind, NodeRole } from '../records.ts'

/** What can stand at a place of a regular shape. */
export const placeable = {
  router: { kind: 'jail', role: 'router' },
  pc: { kind: 'jail', role: 'pc' },
  host: { kind: 'jail', role: 'host' },
  zone: { kind: 'zone', role: 'host' },
  'zone-router': { kind: 'zone', role: 'router' },
  switch: { kind: 'switch', role: null },
  hub: { kind: 'hub', role: null },
} as const satisfies { readonly [word: string]: { readonly kind: NodeKind; readonly role: NodeRole | null } }
export type Placeable = keyof typeof placeable
