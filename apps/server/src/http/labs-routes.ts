// The REST interface of labs: the list, making and importing, exporting, renaming, removing. Editing goes over the socket.
import { CodedError, MAX_LAB_BYTES } from '@etherloom/protocol'
import { applyDiff, emptyDocument, setFields, type TopologyDocument } from '@etherloom/topology'
import { z } from 'zod'
import { countLab } from '../count-lab.ts'
import type { Gallery } from '../gallery.ts'
import type { Labs } from '../labs.ts'
import { pack } from '../store/snapshot.ts'
import { attachment } from './attachment.ts'
import { inBody } from './errors.ts'
import { FileRefusal } from './file-refusal.ts'
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

const LONGEST_WISH = 1000
const MOST_WISHED = 4
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
      const { bytes } = await labs.write(request.params.id, format)
      const name = `${labs.summary(request.params.id).name}.${format}`
      if (download !== undefined) reply.header('content-disposition', attachment(name))
      const type = format === 'json' ? 'application/json' : 'text/plain'
      return reply.type(`${type}; charset=utf-8`).send(Buffer.from(bytes.buffer) as never)
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
    async (request) => (await labs.write(request.params.id, request.query.format)).losses,
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
      const room = await labs.open(request.params.id)
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
  texts.addContentTypeParser(['application/json', 'text/plain'], { parseAs: 'buffer' }, (_request, body, done) =>
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
        body: z.instanceof(Buffer).optional().meta({ type: 'string' }),
        response: { 201: madeLab, ...refusals },
      },
    },
    async (request, reply) => {
      const body = request.body ?? Buffer.alloc(0)
      const { name } = request.query
      // What comes as text is a file, whatever it says: another program's JSON may well have a name and little more.
      const isFile = request.headers['content-type']?.startsWith('text/plain') === true
      const made = (isFile ? null : wished(labs, body, name, gallery)) ?? (await imported(labs, body, name))
      return reply.code(201).header('location', `/api/labs/${made.id}`).send(made)
    },
  )
}

type MadeLab = z.infer<typeof madeLab>

/** Null when the body is no wish: then it is a file. A wish is short, a file may be long and is read elsewhere. */
function wished(labs: Labs, body: Buffer, name: string | undefined, gallery: Gallery): MadeLab | null {
  if (body.length > LONGEST_WISH) return null
  const text = body.toString('utf8')
  const asked = text.trim() === '' ? {} : jsonOrNull(text)
  if (!isWish(asked)) return null
  const checked = newLab.safeParse(asked)
  if (!checked.success) throw new CodedError('http/invalid', inBody(checked.error))
  const wish = wishedFor({ name, ...checked.data }, gallery)
  labs.demandRoom(countLab(wish))
  return { ...labs.create(pack(wish)), format: 'none', losses: [] }
}

/** Every file says more of itself than what it is called. */
const isWish = (json: unknown): json is object =>
  typeof json === 'object' &&
  json !== null &&
  (Object.keys(json).length === 0 || (('name' in json || 'gallery' in json) && Object.keys(json).length < MOST_WISHED))

async function imported(labs: Labs, body: Buffer, name: string | undefined): Promise<MadeLab> {
  // A small one lies in memory that it shares with others.
  const whole =
    body.length === body.buffer.byteLength
      ? body.buffer
      : body.buffer.slice(body.byteOffset, body.byteOffset + body.length)
  const read = await labs.read(new Uint8Array(whole as ArrayBuffer), name)
  if (read.ok) return { ...labs.import(read), format: read.format, losses: read.losses }
  throw new FileRefusal(read.errors)
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
