// A lab's view-only link: made, told and taken back by who may change the lab.
import { z } from 'zod'
import type { Shares } from '../shares.ts'
import type { Rest } from './rest.ts'
import { labParams, refusals } from './schemas.ts'

const share = z
  .strictObject({
    token: z.string().nullable().describe('Null when the lab has no view-only link'),
    path: z.string().nullable().describe('The link, below the address of this server'),
  })
  .describe('A view-only link')

const shareOf = (lab: string, token: string | null): z.infer<typeof share> => ({
  token,
  path: token === null ? null : `/labs/${lab}?view=${token}`,
})

export function installShareRoutes(app: Rest, shares: Shares): void {
  const tags = ['Labs']
  app.get(
    '/api/labs/:id/share',
    {
      schema: {
        tags,
        summary: 'The view-only link of a lab',
        params: labParams,
        response: { 200: share, ...refusals },
      },
    },
    (request) => shareOf(request.params.id, shares.of(request.params.id)),
  )

  app.post(
    '/api/labs/:id/share',
    {
      schema: {
        tags,
        summary: 'Make a view-only link, or tell the one there is',
        description:
          'Who has it may open this lab and look at everything in it, also where the server asks for its token, and change nothing.',
        params: labParams,
        response: { 200: share, ...refusals },
      },
    },
    (request) => shareOf(request.params.id, shares.share(request.params.id)),
  )

  app.delete(
    '/api/labs/:id/share',
    {
      schema: {
        tags,
        summary: 'Take the view-only link back',
        description: 'Who looks through it is disconnected; a new link has another token.',
        params: labParams,
        response: { 204: z.undefined().describe('Taken back'), ...refusals },
      },
    },
    async (request, reply) => {
      shares.revoke(request.params.id)
      return reply.code(204).send()
    },
  )
}
