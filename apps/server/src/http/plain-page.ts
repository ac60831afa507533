// What a browser is shown in place of the page itself: why nothing else is here, and what to do about it. Whoever meets one may
// not have the page's own files, so it is whole by itself: no script, no picture, one style, dark or light as the system is.
import { type ErrorCode, errorCodes } from '@etherloom/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { tokenIn, withoutToken } from './guard.ts'

interface Words {
  readonly title: string
  /** Paragraphs. */
  readonly text: readonly string[]
}

/** What the browser shows to a person; a program is answered with the code. */
const isForPerson = ({ method, headers }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') &&
  headers.upgrade === undefined &&
  Boolean(headers.accept?.includes('text/html'))

const refusals: { readonly [code in ErrorCode]?: Words } = {
  'http/token': {
    title: 'This Etherloom asks for its token',
    text: [
      'It can be reached from other computers, so it opens for those who have its token.',
      'The token was printed where the server was started, at the end of its address: what follows “?token=”.',
    ],
  },
  'lab/not-shared': {
    title: 'This link no longer opens the lab',
    text: [
      'It was a link to look at one lab, and it was taken back, or the lab was deleted. Ask whoever sent it for a new one.',
    ],
  },
  'http/host': {
    title: 'This server does not answer to that name',
    text: [
      'It answers to 127.0.0.1 and localhost, so that a page from elsewhere cannot pretend to be it. Open it under one of these.',
      'To reach it from other computers, start it with --host and the name or address by which they call it.',
    ],
  },
  'http/origin': {
    title: 'Pages from elsewhere may not open this',
    text: [
      'Etherloom stands by itself in a tab: it is not shown inside other pages. Open its address in a tab of its own.',
    ],
  },
  'http/not-found': {
    title: 'There is no page here',
    text: ['Nothing is at this address. Labs are at addresses such as /labs/4c84f2c62249e937.'],
  },
}

/** The page for that refusal; null when it has none and is told to people as it is to programs. */
export function plainPage(request: FastifyRequest, reply: FastifyReply, code: ErrorCode): FastifyReply | null {
  const words = refusals[code]
  if (words === undefined || !isForPerson(request)) return null
  const asksToken = code === 'http/token'
  const rest = asksToken ? tokenForm(request.url) : code === 'http/not-found' ? HOME : ''
  // No script at all, and a form that leads back here and nowhere else.
  const policy = `default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action ${asksToken ? "'self'" : "'none'"}; frame-ancestors 'none'`
  return reply
    .code(errorCodes[code].status)
    .header('content-security-policy', policy)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(document(words, rest))
}

/** Without an action it asks for this same address, with the token in it, which the guard takes out again. */
function tokenForm(url: string): string {
  const given = tokenIn(url)
  const [, query = ''] = withoutToken(url).split('?')
  const kept = [...new URLSearchParams(query)].map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  )
  const wrong = given !== null
  const error = wrong
    ? `<p class="error" id="error" role="alert">${given === '' ? 'Write the token first.' : 'That is not its token. It may have been started anew since, with another one.'}</p>`
    : ''
  return `<form>${kept.join('')}
<label for="token">Token</label>
<div class="row"><input id="token" name="token" type="password" autocomplete="current-password" spellcheck="false" required autofocus${wrong ? ' aria-invalid="true" aria-describedby="error"' : ''}>
<button>Open</button></div>${error}</form>
<p class="faint">This browser remembers it. Somebody who was sent a link to look at one lab needs none.</p>`
}

const HOME = '<p><a class="button" href="/">All labs and the gallery</a></p>'

const STYLE = `
:root { color-scheme: light dark; --bg: #eef1f4; --panel: #fbfcfd; --line: #dbe1e8; --field: #8492a3; --text: #17202b; --dim: #56616f; --accent: #0b5fc0; --on-accent: #fff; --bad: #c22f2f }
@media (prefers-color-scheme: dark) { :root { --bg: #0d1014; --panel: #14181d; --line: #252c35; --field: #5c6875; --text: #dde4ec; --dim: #97a3b1; --accent: #5eb1ff; --on-accent: #06131f; --bad: #ff7b72 } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--bg); color: var(--text); font: 14px/1.5 system-ui, sans-serif }
main { width: 100%; max-width: 28rem; padding: 1.75rem; border: 1px solid var(--line); border-radius: 12px; background: var(--panel) }
svg { display: block; margin-bottom: 1rem }
h1 { margin: 0 0 .5rem; font-size: 18px; line-height: 1.35 }
p { margin: .5rem 0 0; color: var(--dim); overflow-wrap: anywhere }
form { margin-top: 1.25rem }
label { display: block; margin-bottom: .25rem; font-weight: 600 }
.row { display: flex; gap: .5rem }
input { flex: 1; min-width: 0; height: 36px; padding: 0 .625rem; border: 1px solid var(--field); border-radius: 6px; background: var(--bg); color: inherit; font: 14px ui-monospace, monospace }
input[aria-invalid] { border-color: var(--bad) }
button, .button { display: inline-block; height: 36px; padding: 0 1rem; border: 0; border-radius: 6px; background: var(--accent); color: var(--on-accent); font: 600 14px/36px system-ui, sans-serif; text-decoration: none; cursor: pointer }
.button { margin-top: .75rem }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.error { color: var(--bad) }
.faint { margin-top: 1.25rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 13px }`

/** The sign of the page, which lies behind the guard itself. */
const SIGN = `<svg width="36" height="36" viewBox="0 0 32 32" fill="none" stroke-linecap="round" stroke-width="2.6" aria-hidden="true">
<rect width="32" height="32" rx="7" fill="#12161c"/>
<path d="M8 10.5h4.5a3.5 3.5 0 0 1 3.5 3.5v4a3.5 3.5 0 0 0 3.5 3.5H24" stroke="#5eb1ff"/>
<path d="M8 21.5h4.5M24 10.5h-4.5" stroke="#e8a94c"/>
</svg>`

const document = ({ title, text }: Words, rest: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Etherloom</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${SIGN}
<h1>${title}</h1>
${text.map((each) => `<p>${each}</p>`).join('\n')}
${rest}
</main>
</body>
</html>
`

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
