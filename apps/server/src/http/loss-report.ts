// What a conversion could not carry, short enough to be shown: groups with a count and a few examples.
import { groupLosses, type Loss } from '@etherloom/formats'
import type { z } from 'zod'
import type { lossReport } from './schemas.ts'

const EXAMPLES = 5
const MOST_GROUPS = 500

export const reportOf = (losses: readonly Loss[]): z.infer<typeof lossReport> =>
  groupLosses(losses)
    .slice(0, MOST_GROUPS)
    .map(({ what, why, kept, losses }) => ({
      what,
      why,
      kept,
      count: losses.length,
      examples: losses.slice(0, EXAMPLES).map(({ where, line, value }) => ({
        where: line === undefined ? where : `line ${line}, ${where}`,
        value,
      })),
    }))
