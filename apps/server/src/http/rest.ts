// The REST interface as a whole: how bodies are read and answers written, and its description. The description is OpenAPI,
// made from the routes' own schemas; /api/docs shows it with Swagger UI, whose files this server has itself.

import type { IncomingMessage, ServerResponse } from 'node:http'
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

/** The server as routes with zod schemas see it. */
export type Rest = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>

export const VERSION: string = manifest.version
const DOCS = '/api/docs'

/** Dark or light as the page is: what was chosen there, or the system's. */
const DOCS_THEME = `const dark = matchMedia('(prefers-color-scheme: dark)')
const follow = () => document.documentElement.classList.toggle('dark-mode', (localStorage.getItem('etherloom.theme') ?? (dark.matches ? 'dark' : 'light')) === 'dark')
dark.addEventListener('change', follow)
follow()`

/** What Swagger UI writes in colours that are hard to read. */
const DOCS_STYLE = `html.dark-mode, html.dark-mode body { background: #1c2022 }
.swagger-ui .opblock .opblock-summary-method { color: #06131f; text-shadow: none }
.swagger-ui .info .title small { background: #4a5563 }
.swagger-ui .info .title small.version-stamp { background: #89bf04 }
.swagger-ui .info .title small.version-stamp pre { color: #06131f }
.swagger-ui .btn.execute { background: #0b5fc0; border-color: #0b5fc0 }
html:not(.dark-mode) .swagger-ui .btn.cancel { color: #b02020; border-color: #b02020 }
html:not(.dark-mode) .swagger-ui .parameter__in { color: #56616f }
html:not(.dark-mode) .swagger-ui .info .url, html:not(.dark-mode) .swagger-ui .info a { color: #0b5fc0 }`

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

/** A program that names a type and sends nothing means nothing. */
function readJson(app: FastifyInstance) {
  const parse = app.getDefaultJsonParser('error', 'error')
  return (request: FastifyRequest, body: string, done: (error: Error | null, value?: unknown) => void) => {
    if (body.trim() === '') done(null, undefined)
    else parse(request, body, done)
  }
}

/** To be called after every route. Loaded here: nothing but a server needs it, and it comes with files of its own. */
export async function installDocs(app: FastifyInstance): Promise<void> {
  const { default: swaggerUi } = await import('@fastify/swagger-ui')
  await app.register(swaggerUi, {
    routePrefix: DOCS,
    theme: {
      title: 'Etherloom REST',
      js: [{ filename: 'theme.js', content: DOCS_THEME }],
      css: [{ filename: 'theme.css', content: DOCS_STYLE }],
    },
    uiConfig: { layout: 'BaseLayout', defaultModelsExpandDepth: -1, tryItOutEnabled: true },
  })
}
