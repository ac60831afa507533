import { defaultLimits } from '@etherloom/topology'
import type { ImportLimits } from '../imported.ts'

/** Deeper than IMUNES writes, and no deeper than what is kept as `foreign` may be. */
const DEPTH = 12

export const defaultImportLimits: ImportLimits = {
  ...defaultLimits,
  characters: 64 * 2 ** 20,
  depth: DEPTH,
  values: 3_000_000,
}
/** Errors are told up to this many: a file of another kind needs no list of 100,000 lines. */
export const MAX_ERRORS = 50
