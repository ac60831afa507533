import type { TopologyDocument } from '../records.ts'
import { chain } from './chain.ts'
import { ring } from './ring.ts'
import { star } from './star.ts'

export interface Generator {
  readonly name: string
  /** For help texts. */
  readonly summary: string
  readonly generate: (n: number) => TopologyDocument
}

/** Labs of any size by name, for `etherloom generate`, benchmarks and the gallery. */
export const generators: readonly Generator[] = [
  { name: 'chain', summary: 'N routers in a row with a pc at each end', generate: chain },
  { name: 'ring', summary: 'N routers in a ring, with stored routes', generate: ring },
  { name: 'star', summary: 'a switch with N pcs', generate: star },
]
