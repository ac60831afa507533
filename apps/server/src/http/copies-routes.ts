// Copies of labs, and labs that were deleted.
import { CodedError } from '@etherloom/protocol'
import { nameText, repeatedName } from '@etherloom/topology'
import { z } from 'zod'
import type { Labs } from '../labs.ts'
import { BIN_DAYS } from '../store/store.ts'
import type { Rest } from './rest.ts'
import { labName, labParams, labSummary, refusals } from './schemas.ts'

const MOST_COPIES = 200
const LONGEST_NAME = 100
const DAY_MS = 24 * 60 * 60 * 1000

const copies = z
  .strictObject({
    name: labName.optional().describe('One copy, called so'),
    names: z
      .array(nameText(1, 60).trim().min(1))
      .min(1)
      .max(MOST_COPIES)
      .superRefine((names, context) => {
        const twice = repeatedName(names)
        if (twice === null) return
        const { name, first, again } = twice
        const message = `"${name}" is names/${first} too: each copy needs a name of its own, such as "${name} 2"`
        context.addIssue({ code: 'custom', path: [again], message })
      })
      .optional()
      .describe('A copy for each of them, such as students: “Ada – LAB”'),
  })
  .refine(({ name, names }) => (name === undefined) !== (names === undefined), { message: 'give either name or names' })

const deletedLab = labSummary.extend({
  deleted: z.number().describe('Milliseconds since 1970'),
  goneAt: z.number().describe('When it will be gone for good'),
})

export function installCopiesRoutes(app: Rest, labs: Labs): void {
  const tags = ['Labs']
  app.post(
    '/api/labs/:id/duplicate',
    {
      schema: {
        tags,
        summary: 'Copy a lab, once or once for each student',
        params: labParams,
        body: copies,
        response: { 201: z.array(labSummary), ...refusals },
      },
    },
    async (request, reply) => {
      const { name, names } = request.body
      const original = labs.summary(request.params.id).name
      const called = names?.map((each) => `${each} – ${original}`.slice(0, LONGEST_NAME)) ?? [name!]
      return reply.code(201).send(await labs.duplicate(request.params.id, called))
    },
  )

  app.get(
    '/api/bin',
    {
      schema: {
        tags,
        summary: 'Deleted labs',
        description: `They are gone for good after ${BIN_DAYS} days.`,
        response: { 200: z.array(deletedLab) },
      },
    },
    () => labs.store.bin().map((lab) => ({ ...lab, goneAt: lab.deleted + BIN_DAYS * DAY_MS })),
  )

  app.post(
    '/api/labs/:id/undelete',
    {
      schema: {
        tags,
        summary: 'Bring a deleted lab back',
        params: labParams,
        response: { 200: labSummary, ...refusals },
      },
    },
    (request) => {
      if (!labs.store.undelete(request.params.id)) throw new CodedError('lab/not-deleted')
      return labs.summary(request.params.id)
    },
  )

  app.delete(
    '/api/bin/:id',
    {
      schema: {
        tags,
        summary: 'Delete a deleted lab for good',
        params: labParams,
        response: { 204: z.undefined().describe('Gone'), ...refusals },
      },
    },
    async (request, reply) => {
      if (!labs.store.purge(request.params.id)) throw new CodedError('lab/not-deleted')
      await labs.sweepRecordings()
      return reply.code(204).send()
    },
  )
}
