// The server as a value: every route, nothing listening. `serve` listens; tests inject.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ExperimentPort } from '@etherloom/experiment/port'
import { MAX_MESSAGE_BYTES } from '@etherloom/protocol'
import { defaultLimits, type LabLimits } from '@etherloom/topology'
import fastifyStatic from '@fastify/static'
import fastifyWebsocket from '@fastify/websocket'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { WebSocket } from 'ws'
import { Gallery } from './gallery.ts'
import { installCaptureRoute } from './http/capture-route.ts'
import { CodedSocket } from './http/coded-socket.ts'
import { installCopiesRoutes } from './http/copies-routes.ts'
import { installDocs } from './http/docs-page.ts'
import { installErrors, refuse, refuseUnread } from './http/errors.ts'
import { installExecRoute } from './http/exec-route.ts'
import { installGalleryRoutes } from './http/gallery-routes.ts'
import {
  type Access,
  askedBy,
  LOOPBACK_ONLY,
  labOfPage,
  type OpensLab,
  passage,
  securityHeaders,
  tokenCookie,
  tokenIn,
  viewCookie,
  withoutToken,
} from './http/guard.ts'
import { installHealthRoute } from './http/health-route.ts'
import { installHistoryRoutes } from './http/history-routes.ts'
import { installLabsRoutes } from './http/labs-routes.ts'
import { installLinksRoutes } from './http/links-routes.ts'
import { Lobby, type LobbyLimits } from './http/lobby.ts'
import { plainPage } from './http/plain-page.ts'
import { installRecordingsRoutes } from './http/recordings-routes.ts'
import { installRest } from './http/rest.ts'
import { installRunRoutes } from './http/run-routes.ts'
import { installShareRoutes } from './http/share-routes.ts'
import { installSocketRoute, SOCKET_ROUTE } from './http/socket-route.ts'
import { Labs } from './labs.ts'
import { type LogLevel, loggerOf } from './log.ts'
import { Recordings } from './recordings/recordings.ts'
import { type LabThread, LocalLabThread } from './replicas/lab-thread.ts'
import { Shares } from './shares.ts'
import { Store } from './store/store.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Came by a lab's view-only link, without the server's token. */
    viewer: boolean
  }
}

export interface AppOptions {
  /** Data folder; made when it is not there. */
  data: string
  /** The built page; null when there is none, as in tests. */
  web: string | null
  /** A kernel for a run of this lab. */
  openPort: (lab: string) => ExperimentPort
  /** A thread for heavy work with labs; it is done in this one unless given. */
  openThread?: () => LabThread
  /** Where it listens and what it asks for; this machine alone, and nothing, unless said. */
  access?: Access
  limits?: LabLimits
  /** Connections that say nothing; the protocol's own limits unless said. */
  lobby?: LobbyLimits
  /** For people; into the structured log instead when there is one. */
  log?: (text: string) => void
  /** Writes a structured log from this level on; none unless said. */
  logLevel?: LogLevel
}

const BODY_LIMIT = 64 * 1024
const CLOSE_MS = 500

/** Throws `store/locked` when another server uses the folder. `app.close()` ends every run and lets go of it. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { logLevel } = options
  const log = logLevel === undefined ? (options.log ?? (() => {})) : (text: string) => app.log.warn(text)
  const store = new Store(options.data)
  const gallery = new Gallery()
  const { openPort, limits = defaultLimits, access = LOOPBACK_ONLY } = options
  const openThread = options.openThread ?? (() => new LocalLabThread())
  const recordings = new Recordings(options.data)
  const labs = new Labs({ store, recordings, openPort, openThread, limits, log })
  const shares = new Shares(labs)
  const opens: OpensLab = (lab, given) => shares.opens(lab, given)
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    ...(logLevel === undefined ? {} : { logger: loggerOf(logLevel) }),
    forceCloseConnections: true,
    // An address with a bad escape, or longer than any of ours: Fastify's own answers have another shape.
    frameworkErrors: (_error, request, reply) => nothingHere(request, reply),
    clientErrorHandler: refuseUnread,
  })
  app.decorateRequest('viewer', false)
  // Before the guard: a refused upgrade leaves a bare socket behind, which this plugin then destroys.
  await app.register(fastifyWebsocket, {
    // What a client sends that is no frame is not our failure, and its end is told (coded-socket.ts) before the socket goes.
    errorHandler: ({ message }, _socket, request) => request.log.info(`WebSocket: ${message}`),
    options: {
      maxPayload: MAX_MESSAGE_BYTES,
      perMessageDeflate: false,
      autoPong: false,
      // The plugin's types ask for all of `ws`, which itself asks for a class.
      WebSocket: CodedSocket as never,
    },
    // The rooms tell their clients why; the plugin's own way would hang up on them first.
    preClose: () => labs.close().then(() => hangUp(app.websocketServer.clients)),
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders)
    const asked = askedBy(request)
    const who = passage(asked, access, opens)
    if ('refused' in who) return plainPage(request, reply, who.refused) ?? refuse(reply, who.refused)
    // The plugin's own answers to either are an empty page, and a connection that ends without a word.
    if (request.ws !== (request.routeOptions.url === SOCKET_ROUTE)) return nothingHere(request, reply)
    request.viewer = who.as === 'viewer'
    const cookie = request.viewer ? viewCookie(asked, opens) : null
    if (cookie !== null) reply.header('set-cookie', cookie)
    if (access.token === null || tokenIn(request.url) === null) return
    reply.header('set-cookie', tokenCookie(request.headers, access.token))
    if (request.headers.accept?.includes('text/html')) return reply.redirect(withoutToken(request.url))
  })
  installErrors(app, log)
  const rest = await installRest(app)
  installHealthRoute(rest, labs)
  await installLabsRoutes(rest, labs, gallery)
  installGalleryRoutes(rest, gallery)
  installCopiesRoutes(rest, labs)
  installHistoryRoutes(rest, labs)
  installRunRoutes(rest, labs)
  installExecRoute(rest, labs)
  installLinksRoutes(rest, labs)
  installCaptureRoute(rest, labs)
  installRecordingsRoutes(rest, labs)
  installShareRoutes(rest, shares)
  installSocketRoute(app, labs, shares, new Lobby(options.lobby), log)
  await installDocs(app)
  await installPage(app, options.web, labs)
  app.addHook('onClose', () => store.close())
  return app
}

/** Who does not answer a close frame soon is cut off: `ws` itself would wait half a minute. */
async function hangUp(clients: Set<WebSocket>): Promise<void> {
  for (const client of clients) client.close()
  for (let waited = 0; clients.size > 0 && waited < CLOSE_MS; waited += 10) await sleep(10)
  for (const client of clients) client.terminate()
}

const FIRST_PAGE = /^\/(index\.html)?(\?|$)/

/** The page's files, and the page itself for every address it may have made up. */
async function installPage(app: FastifyInstance, web: string | null, labs: Labs): Promise<void> {
  const built = web !== null && existsSync(web)
  if (built) {
    // What is in `assets` has another name when it is another file: a browser that keeps it starts
    // a worker without asking here, which a page that has lost its connection cannot.
    await app.register(fastifyStatic, {
      root: join(web, 'assets'),
      prefix: '/assets/',
      wildcard: false,
      index: false,
      decorateReply: false,
      maxAge: '1y',
      immutable: true,
    })
    await app.register(fastifyStatic, { root: web, wildcard: false, index: false, globIgnore: ['assets/**'] })
  }
  app.setNotFoundHandler((request, reply) => {
    const isPage = (request.method === 'GET' || request.method === 'HEAD') && request.headers.upgrade === undefined
    const lab = isPage ? labOfPage(request.url) : null
    if (built && isPage && (lab !== null || FIRST_PAGE.test(request.url))) {
      // The page itself says that there is none, and what there is.
      if (lab !== null && labs.store.find(lab) === null) reply.code(404)
      return reply.header('cache-control', 'no-cache').sendFile('index.html')
    }
    return nothingHere(request, reply)
  })
}

function nothingHere(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const page = request.url.startsWith('/api/') ? null : plainPage(request, reply, 'http/not-found')
  return page ?? refuse(reply, 'http/not-found')
}
