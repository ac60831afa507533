// Automatic layouts, of what is selected or of everything.
import { isLayingOut, layOutNodes, nodesToLayOut } from '../layout/lay-out.ts'
import { type LayoutKind, layoutKinds } from '../layout/layout.ts'
import { whyLocked } from './arrange.ts'
import type { Command } from './command.ts'

const TITLES: { readonly [K in LayoutKind]: readonly [title: string, words: string] } = {
  layers: ['Layers', 'hierarchy tree dagre top down'],
  force: ['Force', 'spring organic cluster'],
  radial: ['Radial', 'rings concentric'],
  grid: ['Grid', 'rows columns matrix'],
  circle: ['Circle', 'ring round'],
}

export const layoutCommands: readonly Command[] = layoutKinds.map((kind) => ({
  id: `layout.${kind}`,
  section: 'Arrange',
  menu: 'Lay out',
  title: `Lay out: ${TITLES[kind][0].toLowerCase()}`,
  words: `layout automatic arrange ${TITLES[kind][1]}`,
  places: ['canvas', 'selection'],
  blocked: () =>
    whyLocked() ??
    (isLayingOut() ? 'A layout is being made already.' : nodesToLayOut().length < 2 ? 'Place two nodes first.' : null),
  run: () => void layOutNodes(kind),
}))
