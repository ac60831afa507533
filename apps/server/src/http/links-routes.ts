// Links over REST: what they are set to and what they carry. A change is an operation like any other: everybody sees it, it
// takes effect in the running kernel, and settings that are not named stay as they are.
import type { SlotTotals } from '@etherloom/experiment/port'
import { CodedError } from '@etherloom/protocol'
import type { Room } from '@etherloom/room'
import {
  applyDiff,
  diffDocuments,
  isLinkId,
  type LinkId,
  type Operation,
  setImpairment,
  setLinkUp,
  type TopologyDocument,
  type Wire,
} from '@etherloom/topology'
import { z } from 'zod'
import type { Labs } from '../labs.ts'
import { type LinkView, viewLink } from './link-views.ts'
import { wireNamed } from './named.ts'
import { propose } from './propose.ts'
import type { Rest } from './rest.ts'
import { type LinkChange, labParams, linkChange, linkView, refusals } from './schemas.ts'

/** A kernel that does not answer sooner is busy with something else; the settings are known without it. */
const PATIENCE_MS = 2000

export const linkParams = labParams.extend({
  link: z.string().min(1).max(300).describe('pc1-switch1, pc1:eth0 or an id'),
})

export function installLinksRoutes(app: Rest, labs: Labs): void {
  app.get(
    '/api/labs/:id/links',
    {
      schema: {
        tags: ['Links'],
        summary: 'Every link, what it is set to and what it carries',
        params: labParams,
        response: { 200: z.array(linkView), ...refusals },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const links = await labs.links(id, await totalsOf(await labs.open(id)))
      return reply.type('application/json; charset=utf-8').send(Buffer.from(links.buffer) as never)
    },
  )

  const schema = { tags: ['Links'], params: linkParams, response: { 200: linkView, ...refusals } }
  app.get('/api/labs/:id/links/:link', { schema: { ...schema, summary: 'One link' } }, async (request) => {
    const room = await labs.open(request.params.id)
    return oneLink(room, wireNamed(room.current.document, request.params.link))
  })

  app.post(
    '/api/labs/:id/links/:link',
    { schema: { ...schema, summary: 'Change a link; what is not named stays', body: linkChange } },
    async (request) => {
      const room = await labs.open(request.params.id)
      const { document } = room.current
      const wire = wireNamed(document, request.params.link)
      if (!isLinkId(wire))
        throw new CodedError('link/no-settings', 'A vnic has no cable of its own; change the link below it.')
      await propose(room, changeOf(document, wire, request.body), request.body.client)
      return oneLink(room, wire)
    },
  )
}

async function oneLink(room: Room, wire: Wire): Promise<LinkView> {
  const totals = JSON.parse(await totalsOf(room)) as SlotTotals[]
  return viewLink(room.current.document, wire, totals)
}

/** Of every direction, as JSON. */
async function totalsOf(room: Room): Promise<string> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS)
  })
  const answer = await Promise.race([room.run.query({ kind: 'links' }), tooLate])
  clearTimeout(timer)
  return answer?.kind === 'links' ? answer.links : '[]'
}

/** All that is asked for, as one operation. */
function changeOf(doc: TopologyDocument, link: LinkId, { up, both, ab, ba }: LinkChange): Operation {
  let after = doc
  const labels: string[] = []
  const apply = ({ label, diff }: Operation) => {
    after = applyDiff(after, diff)
    labels.push(label)
  }
  const directions = { both, ab, ba }
  for (const which of ['both', 'ab', 'ba'] as const) {
    const settings = named(directions[which])
    if (Object.keys(settings).length > 0) apply(setImpairment(after, link, which, settings))
  }
  if (up !== undefined) apply(setLinkUp(after, link, up))
  return { label: labels.join(', ').slice(0, 200), diff: diffDocuments(doc, after) }
}

type Named<T> = { [K in keyof T]?: Exclude<T[K], undefined> }
const named = <T extends object>(settings: T | undefined): Named<T> =>
  Object.fromEntries(Object.entries(settings ?? {}).filter(([, value]) => value !== undefined)) as Named<T>
