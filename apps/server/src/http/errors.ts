// Every refusal over HTTP is `{code, message}` with the status of protocol's table; what is our own fault is logged and not
// explained to the world.
import { CodedError, type ErrorCode, errorCodes } from '@etherloom/protocol'
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { FileRefusal } from './file-refusal.ts'

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
    if (status === 413) return refuse(reply, 'http/too-big')
    if (status < 500) return refuse(reply, 'http/invalid', error.message)
    log(`${request.method} ${request.url.split('?')[0]}: ${error.stack ?? error.message}`)
    return refuse(reply, 'http/internal')
  })
}

interface Invalid {
  validation: { instancePath: string; message?: string | undefined }[]
  validationContext?: string | undefined
}

/** `body, ab/delayUs: Too small` — the place first, so that a person finds it. */
function wordsOf({ validation: [issue], validationContext }: Invalid): string {
  const path = issue!.instancePath.replace(/^\//, '')
  const place = path === '' ? (validationContext ?? 'request') : `${validationContext}, ${path}`
  return `${place.slice(0, 200)}: ${issue!.message?.slice(0, 200) ?? 'it is malformed'}`
}
