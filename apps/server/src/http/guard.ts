// Who may talk to this server at all: programs of this machine, and pages this server itself has served. The port is open to
// every page in every browser of the machine, so three checks stand before everything else:
//
//   Host      must be a loopback name. A foreign name that resolves to 127.0.0.1 (DNS rebinding) still says its own here.
//   Origin    when there is one, must be exactly the page's own: http:// and that Host. A WebSocket has no same-origin policy.
//   Sec-Fetch-Site   a foreign page's <img> or <script> sends no Origin; it may link here and nothing else.
import type { IncomingHttpHeaders } from 'node:http'
import type { ErrorCode } from '@etherloom/protocol'

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i

/** The code of the refusal, or null for who may pass. */
export function whyRefused(method: string, headers: IncomingHttpHeaders): ErrorCode | null {
  const { host, origin } = headers
  if (host === undefined || !LOOPBACK.test(host)) return 'http/host'
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) return 'http/origin'
  const site = headers['sec-fetch-site']
  const foreign = site === 'cross-site' || site === 'same-site'
  const followsLink =
    method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  return foreign && !followsLink ? 'http/origin' : null
}

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
