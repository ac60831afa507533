// Who may talk to this server at all. Usually: programs of this machine, and pages this server itself has served. The port is
// open to every page in every browser of the machine, so checks stand before everything else:
//
//   Host      must be a loopback name, or one under which the server was told to be reached. A foreign name that resolves to
//             this machine (DNS rebinding) still says its own here; addresses in digits cannot be rebound.
//   Origin    when there is one, must be exactly the page's own: http:// and that Host. A WebSocket has no same-origin policy.
//   Sec-Fetch-Site   a foreign page's <img> or <script> sends no Origin; it may link here and nothing else.
//   Token     asked for when the server listens beyond this machine: in a cookie, a header, or once in the address.
//   Link      instead of the token, a lab's view-only link opens that lab alone, and nothing but GET.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import { hostname } from 'node:os'
import type { ErrorCode } from '@etherloom/protocol'
import type { FastifyRequest } from 'fastify'

/** Where the server listens, and what it asks for. */
export interface Access {
  /** An address or a name; a wildcard is every address of this machine. */
  readonly host: string
  /** Null asks for none. */
  readonly token: string | null
}

export const LOOPBACK_ONLY: Access = { host: '127.0.0.1', token: null }
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])$/i
const WILDCARDS = ['0.0.0.0', '::']

export const isLoopback = (host: string): boolean => LOOPBACK.test(host.includes(':') ? `[${host}]` : host)
export const isWildcard = (host: string): boolean => WILDCARDS.includes(host)

/** The code of the refusal; or who passes: an owner of everything here, or somebody who has a lab's view-only link. */
export type Passage = { readonly refused: ErrorCode } | { readonly as: 'owner' | 'viewer' }

/** A request, as it is judged. */
export interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  /** Of the REST interface, or the socket. */
  readonly isApi: boolean
  /** The lab it is about. */
  readonly lab: string | null
}

/** What it is about is the router's word: an address may be written in many ways (`/%61pi/labs`, `http://host/api/labs`). */
export function askedBy({ method, url, headers, routeOptions, params }: FastifyRequest): Asked {
  const route = routeOptions.url
  if (route === undefined) return { method, url, headers, isApi: url.startsWith('/api/'), lab: labOfPage(url) }
  const lab = route.startsWith('/api/labs/:id') ? (params as { id: string }).id : null
  return { method, url, headers, isApi: route.startsWith('/api/'), lab }
}

/** The lab that a page's address is of. */
export const labOfPage = (url: string): string | null => /^\/labs\/([^/?]+)\/?(\?|$)/.exec(url)?.[1] ?? null

/** Whether this token is that lab's. */
export type OpensLab = (lab: string, given: string) => boolean

export function passage(asked: Asked, access: Access, opens: OpensLab): Passage {
  const foreign = whyForeign(asked, access)
  if (foreign !== null) return { refused: foreign }
  if (access.token === null || hasToken(asked, access.token)) return { as: 'owner' }
  const refused = whyNotViewer(asked, opens)
  return refused === null ? { as: 'viewer' } : { refused }
}

function whyForeign({ method, headers }: Asked, access: Access): ErrorCode | null {
  const { host, origin } = headers
  if (host === undefined || !isOwnName(host, access)) return 'http/host'
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) return 'http/origin'
  const site = headers['sec-fetch-site']
  const foreign = site === 'cross-site' || site === 'same-site'
  const followsLink =
    method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  return foreign && !followsLink ? 'http/origin' : null
}

/** The token of a view-only link; empty for `?view` alone, null without. */
const viewTokenIn = (url: string): string | null => new URLSearchParams(url.split('?')[1] ?? '').get('view')

/** One lab is looked at, with the files of the page; everything else is the owner's. */
function whyNotViewer({ method, url, headers, isApi, lab }: Asked, opens: OpensLab): ErrorCode | null {
  const isReading = method === 'GET' || method === 'HEAD'
  if (lab === null) {
    const isPage = isReading && !isApi
    return isPage && viewCookies(headers).some(([of, token]) => opens(of, token)) ? null : 'http/token'
  }
  const given = [
    viewTokenIn(url),
    bearer(headers),
    ...viewCookies(headers).map(([of, token]) => (of === lab ? token : null)),
  ]
  if (!given.some((token) => token && opens(lab, token))) return viewTokenIn(url) ? 'lab/not-shared' : 'http/token'
  return isReading ? null : 'lab/view-only'
}

/** One for each lab whose link was opened in this browser. */
function viewCookies(headers: IncomingHttpHeaders): (readonly [lab: string, token: string])[] {
  const prefix = `${cookieName(headers)}-`
  const given = (headers.cookie ?? '').split(/;\s*/).filter((each) => each.startsWith(prefix))
  return given.map((each) => {
    const [lab = '', token = ''] = each.slice(prefix.length).split('=')
    return [lab, token] as const
  })
}

/** For the answer to a view-only link: the page's own files carry no token in their address. */
export function viewCookie({ url, headers, isApi, lab }: Asked, opens: OpensLab): string | null {
  const token = viewTokenIn(url)
  if (isApi || lab === null || !token || !opens(lab, token)) return null
  return `${cookieName(headers)}-${lab}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000`
}

function isOwnName(host: string, access: Access): boolean {
  const name = /^(\[[^\]]*\]|[^:]*)(:\d{1,5})?$/.exec(host)?.[1]?.toLowerCase()
  if (name === undefined) return false
  if (LOOPBACK.test(name)) return true
  if (access.token === null) return false
  const bare = name.replace(/^\[|\]$/g, '')
  if (bare === access.host.toLowerCase()) return true
  const own = hostname().toLowerCase()
  return isWildcard(access.host) && (isIP(bare) !== 0 || bare === own || bare === `${own}.local`)
}

const bearer = (headers: IncomingHttpHeaders): string | undefined =>
  /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]

function hasToken({ url, headers }: Asked, token: string): boolean {
  const cookie = headers.cookie
    ?.split(/;\s*/)
    .find((each) => each.startsWith(`${cookieName(headers)}=`))
    ?.slice(cookieName(headers).length + 1)
  return [bearer(headers), cookie, tokenIn(url)].some(
    (given) => given !== undefined && given !== null && isSame(given, token),
  )
}

/** The token an address carries, or null. */
export const tokenIn = (url: string): string | null => new URLSearchParams(url.split('?')[1] ?? '').get('token')

/** Cookies know no ports: two servers on one machine must not take each other's. */
const cookieName = ({ host }: IncomingHttpHeaders): string => `etherloom-${/:(\d+)$/.exec(host ?? '')?.[1] ?? '80'}`

/** For the answer to an address that carried the token: from then on the browser brings it by itself. */
export const tokenCookie = (headers: IncomingHttpHeaders, token: string): string =>
  `${cookieName(headers)}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000`

/** The address without the server's token, to be seen in the browser and its history. */
export const withoutToken = (url: string): string => without(url, 'token')
/** The address without any token, to be written down. */
export const withoutTokens = (url: string): string => without(url, 'token', 'view')

function without(url: string, ...names: string[]): string {
  const [path, query = ''] = url.split('?')
  const rest = new URLSearchParams(query)
  for (const name of names) rest.delete(name)
  return rest.size === 0 ? path! : `${path}?${rest}`
}

/** Takes as long whatever is the same. */
export const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))
const digest = (text: string) => createHash('sha256').update(text).digest()

/** Styles are inline because React Flow and the component kit place things with style attributes; scripts never are. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export const securityHeaders = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const
