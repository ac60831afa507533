import { bipartite } from './bipartite.ts'
import { chainGenerator } from './chain.ts'
import { clique } from './clique.ts'
import { cube } from './cube.ts'
import { fatTree } from './fat-tree.ts'
import type { Generator } from './generator.ts'
import { grid, torus } from './grid.ts'
import { random } from './random.ts'
import { ringGenerator } from './ring.ts'
import { starGenerator } from './star.ts'
import { starOfStars } from './star-of-stars.ts'
import { tree } from './tree.ts'
import { wheel } from './wheel.ts'

/** Labs of any size by name, for `etherloom generate`, benchmarks and the gallery. */
export const generators: readonly Generator[] = [
  chainGenerator,
  ringGenerator,
  starGenerator,
  wheel,
  tree,
  starOfStars,
  grid,
  torus,
  cube,
  clique,
  bipartite,
  fatTree,
  random,
]
