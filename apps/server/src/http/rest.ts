// The REST interface as a whole: how bodies are read and answers written, and its description. The description is OpenAPI,
// made from the routes' own schemas; docs-page.ts shows it.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { CodedError } from '@etherloom/protocol'
import { issueWords } from '@etherloom/topology'
import swagger from '@fastify/swagger'
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault, RouteOptions } from 'fastify'
import {
  createJsonSchemaTransform,
  jsonSchemaTransformObject,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { z } from 'zod'
import manifest from '../../package.json' with { type: 'json' }
import { inBody } from './errors.ts'

/** The server as routes with zod schemas see it. */
export type Rest = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>

export const VERSION: string = manifest.version

const description = `Labs, their history, what runs in them and what their links carry. Editing a drawing and watching it live
go over the WebSocket of a lab, \`/api/labs/ID/ws\` (docs/protocol.md). Every refusal is \`{code, message}\`.
A link is named by its id, \`pc1-switch1\` after the nodes at its ends, or \`pc1:eth0\` after one end; a node by its id, its name,
or \`zone1/web\`.`

const tags = [
  { name: 'Labs', description: 'Making, listing, renaming, removing' },
  { name: 'History', description: 'What was done, and going back' },
  { name: 'Run', description: 'Starting and stopping, commands in nodes' },
  { name: 'Links', description: 'What links are set to, carry and drop' },
  { name: 'Server', description: 'The server itself' },
]

/** To be called before any route. */
export async function installRest(app: FastifyInstance): Promise<Rest> {
  z.config({ customError: issueWords })
  const rest = app.withTypeProvider<ZodTypeProvider>()
  rest.setValidatorCompiler<z.ZodType>((route) => {
    const check = validatorCompiler(route)
    // Fastify says null where nothing was sent.
    return (data: unknown) => check(data ?? undefined)
  })
  // Answers are typed where they are made; checking each again would cost the more the larger it is.
  rest.setSerializerCompiler(() => (data) => JSON.stringify(data))
  app.addHook('onRoute', demandKnownQuery)
  app.addHook('preValidation', takeGuardsQuery)
  app.addHook('preValidation', demandKnownBody)
  rest.removeAllContentTypeParsers()
  rest.addContentTypeParser('application/json', { parseAs: 'string' }, readJson(app))
  await rest.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Etherloom', version: VERSION, description },
      tags,
    },
    transform: createJsonSchemaTransform({ zodToJsonConfig: { unrepresentable: 'any' } }),
    transformObject: jsonSchemaTransformObject,
  })
  return rest
}

/** What a route says of its query is all there may be: what is not known is refused by name, never ignored. */
function demandKnownQuery({ schema }: RouteOptions): void {
  if (!schema?.tags) return
  const query = schema.querystring as z.ZodObject | undefined
  schema.querystring = (query ?? z.object({})).strict()
}

/** These have been the guard's, at whatever address. */
async function takeGuardsQuery(request: FastifyRequest): Promise<void> {
  if (!request.routeOptions.schema?.tags) return
  const query = request.query as { token?: unknown; view?: unknown }
  delete query.token
  delete query.view
}

/** A route that says of no body has no field to say anything with: `{"factor": 2}` meant another one. */
async function demandKnownBody(request: FastifyRequest): Promise<void> {
  const { schema } = request.routeOptions
  if (!schema?.tags || schema.body !== undefined) return
  const nothing = z.strictObject({}).nullish().safeParse(request.body)
  if (!nothing.success) throw new CodedError('http/invalid', inBody(nothing.error))
}

/** A program that names a type and sends nothing means nothing. */
function readJson(app: FastifyInstance) {
  const parse = app.getDefaultJsonParser('error', 'error')
  return (request: FastifyRequest, body: string, done: (error: Error | null, value?: unknown) => void) => {
    if (body.trim() === '') done(null, undefined)
    else parse(request, body, done)
  }
}
