// The REST interface of labs: the list, making, exporting, renaming, removing. Editing goes over the socket.
import { CodedError, MAX_LAB_BYTES } from '@etherloom/protocol'
import { applyDiff, emptyDocument, parse, serialize, setFields, type TopologyDocument } from '@etherloom/topology'
import { z } from 'zod'
import type { Gallery } from '../gallery.ts'
import type { Labs } from '../labs.ts'
import { attachment } from './attachment.ts'
import { propose } from './propose.ts'
import type { Rest } from './rest.ts'
import { actingClient, labName, labParams, labSummary, refusals, runInfo } from './schemas.ts'

const newLab = z.strictObject({
  name: labName.optional(),
  /** A ready lab to begin with. */
  gallery: z.string().max(100).optional(),
})
const listedLab = labSummary.extend({ run: runInfo.shape.state, clients: z.int() })
const labFile = z.record(z.string(), z.unknown()).describe('A lab file, as docs/file-formats.md has it')

export async function installLabsRoutes(app: Rest, labs: Labs, gallery: Gallery): Promise<void> {
  const tags = ['Labs']
  app.get(
    '/api/labs',
    { schema: { tags, summary: 'Every lab, the one changed last first', response: { 200: z.array(listedLab) } } },
    () => labs.list(),
  )

  // Lab files are read by their own reader, which knows the line of an error.
  await app.register(async (texts: Rest) => {
    texts.removeAllContentTypeParsers()
    texts.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    texts.post(
      '/api/labs',
      {
        bodyLimit: MAX_LAB_BYTES,
        schema: {
          tags,
          summary: 'Make a lab',
          description:
            'No body or `{"name": …}`: an empty lab. `{"gallery": …}`: a copy of a ready lab. A lab file: that lab.',
          body: z.string().optional(),
          response: { 201: labSummary, ...refusals },
        },
      },
      async (request, reply) => {
        const summary = labs.store.create(documentFrom(request.body ?? '', gallery))
        return reply.code(201).header('location', `/api/labs/${summary.id}`).send(summary)
      },
    )
  })

  app.get(
    '/api/labs/:id',
    {
      schema: {
        tags,
        summary: 'The lab as a file',
        params: labParams,
        querystring: z.object({ download: z.string().optional().describe('Names the file for saving') }),
        response: { 200: labFile, ...refusals },
      },
    },
    async (request, reply) => {
      const text = serialize(labs.open(request.params.id).current.document)
      const summary = labs.store.find(request.params.id)
      if (request.query.download !== undefined)
        reply.header('content-disposition', attachment(`${summary?.name ?? 'lab'}.json`))
      return reply.type('application/json; charset=utf-8').send(text as never)
    },
  )

  app.patch(
    '/api/labs/:id',
    {
      schema: {
        tags,
        summary: 'Rename a lab: an operation like any other',
        params: labParams,
        body: z.strictObject({ name: labName, client: actingClient }),
        response: { 200: labSummary, ...refusals },
      },
    },
    async (request) => {
      const room = labs.open(request.params.id)
      const { name, client } = request.body
      await propose(room, setFields(room.current.document, 'lab:lab', { name }), client)
      return labs.summary(request.params.id)
    },
  )

  app.delete(
    '/api/labs/:id',
    {
      schema: {
        tags,
        summary: 'Remove a lab; it is stopped, and its clients are disconnected',
        params: labParams,
        response: { 204: z.undefined().describe('Removed'), ...refusals },
      },
    },
    async (request, reply) => {
      await labs.remove(request.params.id)
      return reply.code(204).send()
    },
  )
}

function documentFrom(body: string, gallery: Gallery): TopologyDocument {
  // A wish for an empty lab is short; a lab file may be long and is read once, below.
  const wish = body.length > 1000 ? null : body.trim() === '' ? {} : jsonOrNull(body)
  const asked = newLab.safeParse(wish)
  if (asked.success) return wishedFor(asked.data, gallery)
  const result = parse(body)
  if (result.ok) return result.doc
  const { path, message, mend, line } = result.errors[0]!
  const place = [path, line === undefined ? '' : `line ${line}`].filter((part) => part !== '').join(', ')
  throw new CodedError(
    'lab/malformed',
    `${place === '' ? '' : `${place}: `}${message}; ${mend}${mend.endsWith('?') ? '' : '.'}`,
  )
}

function wishedFor({ name, gallery: id }: z.infer<typeof newLab>, gallery: Gallery): TopologyDocument {
  if (id === undefined) return emptyDocument(name)
  const ready = gallery.document(id)
  return name === undefined ? ready : applyDiff(ready, setFields(ready, 'lab:lab', { name }).diff)
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
