import type { NodeKind, NodeRole } from './records.ts'

const bySeries: { readonly [K in NodeKind]: string } = {
  machine: 'machine',
  jail: 'jail',
  zone: 'zone',
  switch: 'switch',
  hub: 'hub',
  tee: 'tee',
  etherstub: 'stub',
}

/** What nodes are called before their number: by their kind, but a jail by what it is for. */
export const seriesOf = (kind: NodeKind, role: NodeRole | null) =>
  kind === 'jail' && (role === 'pc' || role === 'router') ? role : bySeries[kind]
