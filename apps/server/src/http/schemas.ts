// What the REST interface says, as zod schemas: requests are checked by them, and the description under /api/docs is made of
// them. Lab files and operations have their own schemas, in topology and protocol.
import { errorCodes, ownName } from '@etherloom/protocol'
import { impairment, nameText } from '@etherloom/topology'
import { z } from 'zod'

export const labParams = z.strictObject({ id: z.string().max(64).describe('The id of a lab') })

export const refusal = z
  .strictObject({
    code: z.string().describe(`For programs; never changes meaning: ${Object.keys(errorCodes).join(', ')}`),
    message: z.string().describe('For people'),
    errors: z
      .array(z.string())
      .optional()
      .describe('Of a file: what is wrong with it, place by place, the first of them'),
    more: z.int().optional().describe('How many errors are not among them'),
  })
  .describe('Refused, with the reason')
/** For `response`: what a route may answer besides what it is for. */
export const refusals = { '4xx': refusal, '5xx': refusal } as const

export const labName = nameText(1, 100).trim().min(1)
/** Whose undo stack it enters: the id of a tab that has the lab open. */
export const actingClient = ownName('a client')
  .optional()
  .describe('The client (as in hello) whose undo stack this enters; without it nobody’s')

export const runInfo = z
  .strictObject({
    state: z.enum(['stopped', 'starting', 'running', 'paused', 'panicked']),
    clock: z.enum(['virtual', 'real']),
    scale: z.number().describe('Virtual time runs so many times as fast as real time; 0: as fast as it can'),
    coarse: z.boolean().describe('Real time is kept to about a tenth of a millisecond only'),
    ns: z.number().describe('Experiment time when it came to this state'),
    message: z.string().nullable().describe('Why it failed or could not be started'),
  })
  .describe('How a lab runs')

export const labSummary = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    created: z.number().describe('Milliseconds since 1970'),
    modified: z.number().describe('Milliseconds since 1970'),
  })
  .describe('A lab')

export const labFile = z.record(z.string(), z.unknown()).describe('A lab file, as docs/file-formats.md has it')

export const formatName = z.enum(['json', 'imn']).default('json').describe('Etherloom’s own, or IMUNES’ .imn')
export const lossReport = z
  .array(
    z.strictObject({
      what: z.string(),
      why: z.string(),
      kept: z.boolean().describe('Whether it is there again after the way back'),
      count: z.int(),
      examples: z.array(z.strictObject({ where: z.string(), value: z.string() })).describe('The first few'),
    }),
  )
  .describe('What one side says and the other has no words for; what is gone for good comes first')

const counters = z
  .strictObject({
    packets: z.number(),
    bytes: z.number(),
    drops: z.record(z.string(), z.number()).describe('By reason'),
  })
  .describe('Totals since the run began; null while the lab does not run')
const direction = z.strictObject({
  settings: impairment.nullable().describe('Null for a vnic, which has none of its own'),
  counters: counters.nullable(),
})
export const linkView = z
  .strictObject({
    id: z.string(),
    name: z.string().describe('The shortest name that is its alone, such as pc1-switch1'),
    a: z.string(),
    b: z.string(),
    up: z.boolean().describe('Whether the cable is plugged in'),
    ab: direction.describe('From a to b'),
    ba: direction.describe('From b to a'),
  })
  .describe('A link, or a vnic’s way to its etherstub')

const settings = impairment.partial().strict()
export const linkChange = z
  .strictObject({
    up: z.boolean().optional().describe('Plugs the cable in, or pulls it out'),
    both: settings.optional().describe('Settings of both directions; those not named stay'),
    ab: settings.optional().describe('Of the direction from a to b alone'),
    ba: settings.optional().describe('Of the direction from b to a alone'),
    client: actingClient,
  })
  .refine(({ client: _, ...rest }) => Object.values(rest).some((value) => value !== undefined), {
    message: 'name something to change: up, both, ab or ba',
  })
export type LinkChange = z.infer<typeof linkChange>
