// The REST interface of labs: the list, making, exporting, renaming, removing. Editing goes over the socket.
import { CodedError, MAX_LAB_BYTES } from '@etherloom/protocol'
import { SERVER_CLIENT } from '@etherloom/room'
import { emptyDocument, parse, serialize, setFields, type TopologyDocument } from '@etherloom/topology'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Labs } from '../labs.ts'

interface OneLab {
  Params: { id: string }
}

const newLab = z.strictObject({ name: z.string().min(1).max(100).optional() })
const changes = z.strictObject({ name: z.string().min(1).max(100) })

export function installLabsRoutes(app: FastifyInstance, labs: Labs): void {
  app.get('/api/labs', () => labs.store.list())

  /** An empty body or `{name}` makes an empty lab; a lab file makes that lab. */
  app.post<{ Body: string | undefined }>('/api/labs', { bodyLimit: MAX_LAB_BYTES }, (request, reply) => {
    const summary = labs.store.create(documentFrom(request.body ?? ''))
    return reply.code(201).header('location', `/api/labs/${summary.id}`).send(summary)
  })

  app.get<OneLab & { Querystring: { download?: string } }>('/api/labs/:id', (request, reply) => {
    const text = serialize(labs.open(request.params.id).current.document)
    const summary = labs.store.find(request.params.id)
    if (request.query.download !== undefined)
      reply.header('content-disposition', attachment(`${summary?.name ?? 'lab'}.json`))
    return reply.type('application/json; charset=utf-8').send(text)
  })

  app.patch<OneLab & { Body: string | undefined }>('/api/labs/:id', async (request) => {
    const room = labs.open(request.params.id)
    const { name } = read(changes, request.body ?? '')
    await new Promise<void>((resolve, reject) => {
      room.propose(SERVER_CLIENT, setFields(room.current.document, 'lab:lab', { name }), {
        accepted: () => resolve(),
        refused: (message, code) => reject(new CodedError(code, message)),
      })
    })
    return labs.store.find(request.params.id)
  })

  app.delete<OneLab>('/api/labs/:id', async (request, reply) => {
    await labs.remove(request.params.id)
    return reply.code(204).send()
  })
}

function documentFrom(body: string): TopologyDocument {
  // A wish for an empty lab is short; a lab file may be long and is read once, below.
  const wish = body.length > 1000 ? null : body.trim() === '' ? {} : jsonOrNull(body)
  const asked = newLab.safeParse(wish)
  if (asked.success) return emptyDocument(asked.data.name)
  const result = parse(body)
  if (result.ok) return result.doc
  const { path, message, mend, line } = result.errors[0]!
  const place = [path, line === undefined ? '' : `line ${line}`].filter((part) => part !== '').join(', ')
  throw new CodedError(
    'lab/malformed',
    `${place === '' ? '' : `${place}: `}${message}; ${mend}${mend.endsWith('?') ? '' : '.'}`,
  )
}

function read<T>(schema: z.ZodType<T>, body: string): T {
  const result = schema.safeParse(jsonOrNull(body))
  if (result.success) return result.data
  const { path, message } = result.error.issues[0]!
  throw new CodedError('http/invalid', `${path.join('.') || 'body'}: ${message}`)
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** RFC 6266 (4.3): a plain name for old clients, the real one percent-encoded. */
function attachment(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._ -]/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`
}
