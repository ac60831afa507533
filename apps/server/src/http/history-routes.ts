// A lab's whole history: what was done, by whom and when; the lab as it was at any revision; and back to it, by an operation
// like any other, so that everybody sees it and it can be undone.
import { z } from 'zod'
import type { Labs } from '../labs.ts'
import { propose } from './propose.ts'
import type { Rest } from './rest.ts'
import { actingClient, labFile, labParams, refusals } from './schemas.ts'

const MOST_LISTED = 200

const revision = z
  .strictObject({
    rev: z.int(),
    label: z.string(),
    author: z.string().describe('What its author was called then; empty for a program'),
    client: z.string(),
    kind: z.enum(['op', 'undo', 'redo']),
    at: z.number().describe('Milliseconds since 1970'),
  })
  .describe('What was done, and made this revision')
const page = z.strictObject({
  before: z.coerce.number().int().min(1).optional().describe('Only revisions below this one'),
  limit: z.coerce.number().int().min(1).max(MOST_LISTED).default(50),
})
const listed = z.strictObject({
  rev: z.int().describe('The revision the lab is at'),
  created: z.number().describe('When revision 0 was made, milliseconds since 1970'),
  revisions: z.array(revision).describe('The last first'),
})
const revParams = labParams.extend({ rev: z.coerce.number().int().min(0) })
const changes = z
  .strictObject({ changes: z.array(z.string()), more: z.int().describe('How many are not listed') })
  .describe('What going back would do to the lab as it is now, in words')

export function installHistoryRoutes(app: Rest, labs: Labs): void {
  const tags = ['History']
  app.get(
    '/api/labs/:id/history',
    {
      schema: {
        tags,
        summary: 'What was done, a page at a time',
        params: labParams,
        querystring: page,
        response: { 200: listed, ...refusals },
      },
    },
    async (request) => {
      const { id } = request.params
      const { rev } = (await labs.open(id)).current
      const { before = rev + 1, limit } = request.query
      return {
        rev,
        created: labs.summary(id).created,
        revisions: labs.store.history(id, Math.min(before, rev + 1), limit),
      }
    },
  )

  app.get(
    '/api/labs/:id/revisions/:rev',
    { schema: { tags, summary: 'The lab as it was', params: revParams, response: { 200: labFile, ...refusals } } },
    async (request, reply) => {
      const { id, rev } = request.params
      return reply
        .type('application/json; charset=utf-8')
        .send(Buffer.from((await labs.fileAt(id, rev)).buffer) as never)
    },
  )

  app.get(
    '/api/labs/:id/revisions/:rev/changes',
    {
      schema: {
        tags,
        summary: 'What going back would change',
        params: revParams,
        response: { 200: changes, ...refusals },
      },
    },
    async (request) => {
      const { id, rev } = request.params
      return labs.changesTo(id, rev)
    },
  )

  app.post(
    '/api/labs/:id/restore',
    {
      schema: {
        tags,
        summary: 'Go back to a revision: an operation like any other, so it can be undone',
        params: labParams,
        body: z.strictObject({ rev: z.int().min(0), client: actingClient }),
        response: { 200: z.strictObject({ rev: z.int().describe('The new revision') }), ...refusals },
      },
    },
    async (request) => {
      const { id } = request.params
      const { rev, client } = request.body
      const diff = await labs.wayBackTo(id, rev)
      const room = await labs.open(id)
      return { rev: await propose(room, { label: `Go back to revision ${rev}`, diff }, client) }
    },
  )
}
