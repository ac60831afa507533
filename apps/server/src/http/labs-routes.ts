// The REST interface of labs: the list, making and importing, exporting, renaming, removing. Editing goes over the socket.
import { formatOf, formats } from '@etherloom/formats'
import { CodedError, MAX_LAB_BYTES } from '@etherloom/protocol'
import { applyDiff, emptyDocument, type FileError, setFields, type TopologyDocument } from '@etherloom/topology'
import { z } from 'zod'
import type { Gallery } from '../gallery.ts'
import type { Labs } from '../labs.ts'
import { attachment } from './attachment.ts'
import { reportOf } from './loss-report.ts'
import { propose } from './propose.ts'
import type { Rest } from './rest.ts'
import {
  actingClient,
  formatName,
  labFile,
  labName,
  labParams,
  labSummary,
  lossReport,
  refusals,
  runInfo,
} from './schemas.ts'

const newLab = z.strictObject({
  name: labName.optional(),
  /** A ready lab to begin with. */
  gallery: z.string().max(100).optional(),
})
const listedLab = labSummary.extend({ run: runInfo.shape.state, clients: z.int() })
const madeLab = labSummary.extend({ format: z.string().describe('What the text was read as'), losses: lossReport })
const exportQuery = z.object({
  format: formatName,
  download: z.string().optional().describe('Names the file for saving'),
})

export async function installLabsRoutes(app: Rest, labs: Labs, gallery: Gallery): Promise<void> {
  const tags = ['Labs']
  app.get(
    '/api/labs',
    { schema: { tags, summary: 'Every lab, the one changed last first', response: { 200: z.array(listedLab) } } },
    () => labs.list(),
  )
  await app.register(async (texts: Rest) => installMaking(texts, labs, gallery))

  app.get(
    '/api/labs/:id',
    {
      schema: {
        tags,
        summary: 'The lab as a file',
        params: labParams,
        querystring: exportQuery,
        response: { 200: labFile, ...refusals },
      },
    },
    async (request, reply) => {
      const { format, download } = request.query
      const { text } = written(labs, request.params.id, format)
      const name = `${labs.summary(request.params.id).name}.${format}`
      if (download !== undefined) reply.header('content-disposition', attachment(name))
      const type = format === 'json' ? 'application/json' : 'text/plain'
      return reply.type(`${type}; charset=utf-8`).send(text as never)
    },
  )

  app.get(
    '/api/labs/:id/losses',
    {
      schema: {
        tags,
        summary: 'What the lab as such a file could not say',
        params: labParams,
        querystring: z.object({ format: formatName }),
        response: { 200: lossReport, ...refusals },
      },
    },
    (request) => reportOf(written(labs, request.params.id, request.query.format).losses),
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
        summary: 'Delete a lab; it is stopped, and its clients are disconnected',
        description: 'It stays among the deleted labs (`GET /api/bin`) for 30 days, unless a hundred more follow it.',
        params: labParams,
        response: { 204: z.undefined().describe('Deleted'), ...refusals },
      },
    },
    async (request, reply) => {
      await labs.remove(request.params.id)
      return reply.code(204).send()
    },
  )
}

/** Apart, because a lab file is read by its own reader, which knows the line of an error. */
function installMaking(texts: Rest, labs: Labs, gallery: Gallery): void {
  texts.removeAllContentTypeParsers()
  texts.addContentTypeParser(['application/json', 'text/plain'], { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  )
  texts.post(
    '/api/labs',
    {
      bodyLimit: MAX_LAB_BYTES,
      schema: {
        tags: ['Labs'],
        summary: 'Make a lab, or import one',
        description:
          'No body or `{"name": …}`: an empty lab. `{"gallery": …}`: a copy of a ready lab. A lab file, or an .imn file of either grammar: that lab.',
        consumes: ['application/json', 'text/plain'],
        querystring: z.object({ name: labName.optional().describe('For a file that does not say what it is called') }),
        body: z.string().optional(),
        response: { 201: madeLab, ...refusals },
      },
    },
    async (request, reply) => {
      const { document, format, losses } = documentFrom(request.body ?? '', request.query.name, gallery)
      const summary = labs.create(document)
      return reply
        .code(201)
        .header('location', `/api/labs/${summary.id}`)
        .send({ ...summary, format, losses })
    },
  )
}

function written(labs: Labs, id: string, name: z.infer<typeof formatName>) {
  const format = formats.find(({ extensions }) => extensions.includes(`.${name}`))!
  return format.write(labs.open(id).current.document)
}

interface Read {
  document: TopologyDocument
  format: string
  losses: z.infer<typeof lossReport>
}

function documentFrom(body: string, name: string | undefined, gallery: Gallery): Read {
  // A wish for an empty lab is short; a lab file may be long and is read once, below.
  const wish = body.length > 1000 ? null : body.trim() === '' ? {} : jsonOrNull(body)
  const asked = newLab.safeParse(wish)
  if (asked.success) return { document: wishedFor({ name, ...asked.data }, gallery), format: 'none', losses: [] }
  const format = formatOf(body)
  const result = format.read(body, name === undefined ? {} : { name })
  if (result.ok) return { document: result.doc, format: format.name, losses: reportOf(result.losses) }
  const more = result.errors.length - 1
  throw new CodedError(
    'lab/malformed',
    `${wordsOf(result.errors[0]!)}${more > 0 ? ` (${more} more errors follow.)` : ''}`,
  )
}

function wordsOf({ path, message, mend, line }: FileError): string {
  const place = [path, line === undefined ? '' : `line ${line}`].filter((part) => part !== '').join(', ')
  return `${place === '' ? '' : `${place}: `}${message}; ${mend}${mend.endsWith('?') ? '' : '.'}`
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
