// Every refusal over HTTP is `{code, message}` with the status of protocol's table; what is our own fault is logged and not
// explained to the world.
import type { Socket } from 'node:net'
import { CodedError, type ErrorCode, errorCodes } from '@etherloom/protocol'
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { FileRefusal } from './file-refusal.ts'

const MIB = 1024 * 1024

export function refuse(reply: FastifyReply, code: ErrorCode, message: string = errorCodes[code].words): FastifyReply {
  return reply.code(errorCodes[code].status).type('application/json').send({ code, message })
}

export function installErrors(app: FastifyInstance, log: (text: string) => void): void {
  app.setErrorHandler((error: FastifyError | CodedError, request, reply) => {
    if (error instanceof FileRefusal) {
      const { code, message, errors, more } = error
      return reply.code(errorCodes[code].status).type('application/json').send({ code, message, errors, more })
    }
    if (error instanceof CodedError) return refuse(reply, error.code, error.message)
    if (hasZodFastifySchemaValidationErrors(error)) return refuse(reply, 'http/invalid', wordsOf(error))
    const status = (error as FastifyError).statusCode ?? 500
    if (status === 413) return refuse(reply, 'http/too-big', tooBig(request.routeOptions.bodyLimit))
    if (status === 415)
      return refuse(
        reply,
        'http/invalid',
        'What kind of text the body is must be said, and be read here: content-type: application/json.',
      )
    if (error.code === 'FST_ERR_CTP_INVALID_JSON_BODY') return refuse(reply, 'http/invalid', 'The body is not JSON.')
    if (status < 500) return refuse(reply, 'http/invalid', error.message)
    log(`${request.method} ${request.url.split('?')[0]}: ${error.stack ?? error.message}`)
    return refuse(reply, 'http/internal')
  })
}

const tooBig = (limit: number): string =>
  `The body is larger than the ${limit >= MIB ? `${limit / MIB} MiB` : `${limit / 1024} KiB`} that are read here.`

/** Of Node's parser, by its codes: what never becomes a request. */
const unread: { readonly [code: string]: readonly [status: string, words: string] } = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The headers are too long.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not come to its end in time.'],
}
const NO_HTTP = ['400 Bad Request', 'That is no HTTP request.'] as const

/** Written by hand: there is no reply to write it with. */
export function refuseUnread({ code }: NodeJS.ErrnoException, socket: Socket): void {
  if (code === 'ECONNRESET' || !socket.writable) return
  const [status, message] = unread[code ?? ''] ?? NO_HTTP
  const body = JSON.stringify({ code: 'http/invalid', message })
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close`
  socket.end(`${head}\r\n\r\n${body}`, () => socket.destroy())
}

interface Invalid {
  validation: { instancePath: string; message?: string | undefined }[]
  validationContext?: string | undefined
}

/** Where it stands, in words for people. */
const places: { readonly [context: string]: string } = { params: 'address', querystring: 'query', headers: 'header' }

function wordsOf({ validation: [issue], validationContext }: Invalid): string {
  const place = places[validationContext ?? ''] ?? validationContext ?? 'request'
  return worded(place, issue!.instancePath.replace(/^\//, ''), issue!.message)
}

/** The same of a body that a route has looked into by itself. */
export const inBody = ({ issues: [issue] }: z.ZodError): string =>
  worded('body', issue!.path.map(String).join('/'), issue!.message)

/** `body, ab/delayUs: it must be at least 0`: the place first, so that a person finds it. */
function worded(place: string, path: string, words = 'it is malformed'): string {
  return `${(path === '' ? place : `${place}, ${path}`).slice(0, 200)}: ${words.slice(0, 200)}`
}
