// Our own network glyphs: 24 px, one stroke weight, as path data, because they are drawn twice: by React as SVG on a node
// near enough to read, and as a Path2D on the canvas layer when zoomed out.
import type { NodeRecord } from '@etherloom/topology'

const MONITOR = 'M5 4h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM12 15v4.5M8 19.5h8'
const SERVER =
  'M5 4.5h14a1 1 0 0 1 1 1v4.5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5.5a1 1 0 0 1 1-1zM5 13h14a1 1 0 0 1 1 1v4.5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V14a1 1 0 0 1 1-1zM7.5 7.75h.5M7.5 16.25h.5'

export const glyphPaths = {
  pc: MONITOR,
  host: SERVER,
  machine: SERVER,
  // Traffic comes in from two sides and leaves by the other two: the oldest router symbol there is.
  router:
    'M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18zM10 12H5.8M7.6 10.2 5.8 12l1.8 1.8M14 12h4.2M16.4 10.2 18.2 12l-1.8 1.8M12 5.6v4.2M10.2 8 12 9.8 13.8 8M12 18.4v-4.2M10.2 16 12 14.2 13.8 16',
  switch:
    'M4 6h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM7 10h10M15 8l2 2-2 2M17 14H7M9 12l-2 2 2 2',
  hub: 'M12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 1 0 0-5zM12 9.5V4M12 14.5V20M9.8 10.8 5 8M14.2 10.8 19 8M9.8 13.2 5 16M14.2 13.2 19 16',
  // A wire with a tap hanging off its middle.
  tee: 'M3 9h18M12 9v6M9.5 15h5a1 1 0 0 1 1 1v2.5a1 1 0 0 1-1 1h-5a1 1 0 0 1-1-1V16a1 1 0 0 1 1-1z',
  // A bus inside the kernel with VNICs hanging off it.
  etherstub: 'M3 12h18M6 12V8.5M18 12V8.5M12 12v3.5M4.5 5h3v3.5h-3zM16.5 5h3v3.5h-3zM10.5 15.5h3V19h-3z',
  jail: 'M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM8 4v16M12 4v16M16 4v16',
  zone: 'M12 3l7.8 4.5v9L12 21l-7.8-4.5v-9zM12 12l7.8-4.5M12 12v9M12 12 4.2 7.5',
}
export type GlyphName = keyof typeof glyphPaths

/** A router or PC looks like one whatever contains its stack; a plain jail or zone shows its boundary. */
export function glyphOf(node: Pick<NodeRecord, 'kind' | 'role'>): GlyphName {
  return node.role === 'router' || node.role === 'pc' ? node.role : node.kind
}

/** The CSS variable of its colour: zones keep theirs even as routers, so the two families stay apart. */
export function hueOf(node: Pick<NodeRecord, 'kind' | 'role'>): string {
  const name = node.kind === 'jail' && node.role !== 'host' && node.role !== null ? node.role : node.kind
  return `--kind-${name}`
}

/** What a person would call it: "PC", "Router (zone)", "Switch". */
export function titleOf(node: Pick<NodeRecord, 'kind' | 'role'>): string {
  const kind = node.kind[0]!.toUpperCase() + node.kind.slice(1)
  const role = node.role === 'pc' ? 'PC' : node.role === 'router' ? 'Router' : null
  if (!role) return kind
  return node.kind === 'jail' ? role : `${role} (${node.kind})`
}
