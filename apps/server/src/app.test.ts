import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { MAX_LAB_VALUES } from '@etherloom/protocol'
import { emptyDocument, parse, serialize } from '@etherloom/topology'
import { describe, expect, test } from 'vitest'
import { startServer, tempDir } from '../test/server.ts'

const json = (value: unknown) => ({
  headers: { 'content-type': 'application/json' },
  payload: typeof value === 'string' ? value : JSON.stringify(value),
})

describe('labs over REST', () => {
  test('an empty one, a named one, and one from a file', async () => {
    const { app } = await startServer()
    expect((await app.inject({ method: 'POST', url: '/api/labs' })).json()).toMatchObject({ name: 'untitled' })
    const made = await app.inject({ method: 'POST', url: '/api/labs', ...json({ name: 'Campus' }) })
    expect([made.statusCode, made.headers.location]).toEqual([201, `/api/labs/${made.json().id}`])
    const file = await app.inject({
      method: 'POST',
      url: '/api/labs',
      ...json(serialize(emptyDocument('From a file'))),
    })
    const list = (await app.inject('/api/labs')).json() as { name: string }[]
    expect(list.map(({ name }) => name).sort()).toEqual(['Campus', 'From a file', 'untitled'])
    const exported = await app.inject(`${file.headers.location}?download`)
    expect(exported.body).toBe(serialize(emptyDocument('From a file')))
    expect(exported.headers['content-disposition']).toContain('filename="From a file.json"')
    expect(parse(exported.body).ok).toBe(true)
  })

  test('renaming is an operation like any other, and who deletes can bring back', async () => {
    const { app } = await startServer()
    const { id } = (await app.inject({ method: 'POST', url: '/api/labs' })).json()
    const renamed = await app.inject({ method: 'PATCH', url: `/api/labs/${id}`, ...json({ name: 'Café' }) })
    expect(renamed.json()).toMatchObject({ id, name: 'Café' })
    const exported = await app.inject(`/api/labs/${id}?download`)
    expect(exported.json()).toMatchObject({ lab: { name: 'Café' } })
    expect(exported.headers['content-disposition']).toBe(
      `attachment; filename="Caf_.json"; filename*=UTF-8''Caf%C3%A9.json`,
    )
    expect((await app.inject({ method: 'DELETE', url: `/api/labs/${id}` })).statusCode).toBe(204)
    expect((await app.inject(`/api/labs/${id}`)).json()).toMatchObject({ code: 'lab/deleted' })
  })

  test.each([
    ['no JSON', '{', 400, 'lab/malformed', /line 1: .*\?$/],
    ['another format', '{"nodes":[]}', 400, 'lab/malformed', /not an Etherloom lab/],
    [
      'a wrong field',
      serialize(emptyDocument()).replace('"role": "host"', '"role": "chef"'),
      400,
      'lab/malformed',
      /^nodes\/node:machine0\/role, line \d+: /,
    ],
    ['a later version', '{"format":"etherloom","version":99}', 400, 'lab/malformed', /version/],
    ['something enormous', `"${'x'.repeat(65 * 1024 * 1024)}"`, 413, 'http/too-big', /larger than the 64 MiB/],
  ])('%s is refused with a code and the place', async (_what, payload, status, code, words) => {
    const { app } = await startServer()
    const answer = await app.inject({ method: 'POST', url: '/api/labs', ...json(payload) })
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
    expect(answer.json().message).toMatch(words)
    expect((await app.inject('/api/labs')).json()).toEqual([])
  })

  test.each([
    ['GET', '/api/labs/nosuch', 404, 'lab/not-found'],
    ['DELETE', '/api/labs/nosuch', 404, 'lab/not-found'],
    ['GET', '/api/labs/nosuch/share', 404, 'lab/not-found'],
    ['GET', '/api/nosuch', 404, 'http/not-found'],
    ['PUT', '/api/labs', 404, 'http/not-found'],
    ['GET', '/', 404, 'http/not-found'],
    ['GET', '/api/labs/%ff', 404, 'http/not-found'],
    ['GET', `/api/labs/${'x'.repeat(1000)}`, 404, 'http/not-found'],
  ] as const)('%s %s: %i %s', async (method, url, status, code) => {
    const { app } = await startServer()
    const answer = await app.inject({ method, url })
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
  })

  test.each([
    ['no HTTP', '\0\x01 garbage\r\n\r\n', '400 Bad Request', 'That is no HTTP request.'],
    [
      'endless headers',
      `GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`,
      '431 Request Header Fields Too Large',
      'The headers are too long.',
    ],
  ] as const)('%s is refused with a code, too', async (_what, said, status, message) => {
    const { url } = await startServer()
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write(said)
    let answer = ''
    for await (const bytes of socket) answer += String(bytes)
    const [head, body] = answer.split('\r\n\r\n')
    expect(head!.split('\r\n')[0]).toBe(`HTTP/1.1 ${status}`)
    expect(JSON.parse(body!)).toEqual({ code: 'http/invalid', message })
  })

  test.each([
    ['PATCH', '', { name: '' }, 'body, name: it must have at least 1 character'],
    ['PATCH', '', { name: ' \u3000' }, 'body, name: it must have at least 1 character'],
    ['PATCH', '', { name: 'a\u202eb' }, 'body, name: a name cannot hold the invisible character U+202E'],
    ['PATCH', '', {}, 'body, name: it is missing'],
    ['PATCH', '', { name: 'a', colour: 1 }, 'body: "colour" is no field here'],
    ['PATCH', '', 5, 'body: it must be an object'],
    ['POST', '/pause', { until: 5 }, 'body: "until" is no field here'],
    ['POST', '/step', [], 'body: it must be an object'],
    ['DELETE', '', { force: true }, 'body: "force" is no field here'],
    [
      'POST',
      '/duplicate',
      { names: ['Ada', '\u2066Ben'] },
      'body, names/1: a name cannot hold the invisible character U+2066',
    ],
    ['POST', '/run', { clock: 'sun' }, 'body, clock: it must be one of "virtual", "real"'],
    ['POST', '/scale', { factor: 'fast' }, 'body, factor: it must be 0, or it must be a number'],
    ['POST', '/restore', { rev: 1.5 }, 'body, rev: it must be a whole number'],
    ['POST', '/links/x', { ab: { lossPercent: 200 } }, 'body, ab/lossPercent: it must be at most 100'],
    ['GET', '/history?limit=0', undefined, 'query, limit: it must be at least 1'],
    ['GET', '/revisions/x', undefined, 'address, rev: it must be a number'],
    ['GET', '/history?limt=5', undefined, 'query: "limt" is no field here'],
    ['GET', '?format=json&pretty', undefined, 'query: "pretty" is no field here'],
    ['POST', '/duplicate?name=b', { name: 'a' }, 'query: "name" is no field here'],
    ['GET', '/links?filter=icmp', undefined, 'query: "filter" is no field here'],
    ['DELETE', '?force', undefined, 'query: "force" is no field here'],
  ] as const)('%s /api/labs/ID%s with %j says what it must be', async (method, path, payload, message) => {
    const { app } = await startServer()
    const { id } = (await app.inject({ method: 'POST', url: '/api/labs' })).json()
    const body = payload === undefined ? {} : json(JSON.stringify(payload))
    const answer = await app.inject({ method, url: `/api/labs/${id}${path}`, ...body })
    expect([answer.statusCode, answer.json()]).toEqual([400, { code: 'http/invalid', message }])
  })

  test.each(['format', 'peers_ifaces'])('a file of millions of values is refused unread (%s)', async (key) => {
    const { app, logged } = await startServer()
    const payload = `{"${key}":"etherloom","nodes":[${'{},'.repeat(MAX_LAB_VALUES)}{}]}`
    const answer = await app.inject({ method: 'POST', url: '/api/labs', ...json(payload) })
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'lab/malformed'])
    expect(answer.json().message).toContain(`more than ${MAX_LAB_VALUES.toLocaleString('en')} values`)
    expect(logged).toEqual([])
  })

  test("what the guard asks for may be in any address, and is no part of the request's own query", async () => {
    const { app } = await startServer()
    for (const url of ['/api/labs?token=x', '/api/health?view=x', '/api/gallery?view'])
      expect([url, (await app.inject(url)).statusCode]).toEqual([url, 200])
    expect((await app.inject('/api/labs?sort=name')).json()).toMatchObject({
      message: 'query: "sort" is no field here',
    })
  })

  test('a lab is called nothing that hides how it is called, whichever way it comes', async () => {
    const { app } = await startServer()
    const named = serialize(emptyDocument('seen\u202enees'))
    const asFile = await app.inject({ method: 'POST', url: '/api/labs', ...json(named) })
    expect(asFile.json()).toMatchObject({ code: 'lab/malformed', message: expect.stringContaining('U+202E') })
    const asWish = await app.inject({ method: 'POST', url: '/api/labs', ...json('{"name":"bell\\u0007"}') })
    expect(asWish.json()).toMatchObject({ code: 'http/invalid', message: expect.stringContaining('U+0007') })
    expect((await app.inject('/api/labs')).json()).toEqual([])
  })

  test('a body of another kind is refused', async () => {
    const { app } = await startServer()
    const answer = await app.inject({
      method: 'POST',
      url: '/api/labs',
      headers: { 'content-type': 'application/xml' },
      payload: '<lab/>',
    })
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'http/invalid'])
  })
})

describe('the page', () => {
  test('is served at every address it may have made up, but not under /api', async () => {
    const web = join(tempDir(), 'dist')
    mkdirSync(join(web, 'assets'), { recursive: true })
    writeFileSync(join(web, 'index.html'), '<title>Etherloom</title>')
    writeFileSync(join(web, 'assets', 'main-1a2b.js'), 'void 0')
    const { app } = await startServer({ web })
    const { id } = (await app.inject({ method: 'POST', url: '/api/labs' })).json()
    for (const url of ['/', `/labs/${id}`, `/labs/${id}/?view`, '/index.html'])
      expect(await app.inject(url)).toMatchObject({ statusCode: 200, body: '<title>Etherloom</title>' })
    // What watches a server over asks for the head alone.
    expect(await app.inject({ method: 'HEAD', url: '/' })).toMatchObject({ statusCode: 200, body: '' })
    for (const url of ['/labs/nosuch', '/labs/nosuch?view=x'])
      expect(await app.inject(url)).toMatchObject({ statusCode: 404, body: '<title>Etherloom</title>' })
    const script = await app.inject('/assets/main-1a2b.js')
    expect(script.headers['content-type']).toContain('javascript')
    expect(script.headers['cache-control'], 'kept: a worker starts while the server is away').toContain('immutable')
    expect((await app.inject('/api/x')).json()).toMatchObject({ code: 'http/not-found' })
    expect((await app.inject(`/api/labs/${id}/ws`)).json()).toMatchObject({ code: 'http/not-found' })
    // A script of an earlier version is gone, and is not the page instead.
    expect((await app.inject('/assets/main-0000.js')).json()).toMatchObject({ code: 'http/not-found' })
    const lost = await app.inject({ url: '/nosuch', headers: { accept: 'text/html' } })
    expect([lost.statusCode, lost.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
    expect(lost.body).toContain('There is no page here')
    expect((await app.inject('/..%2f..%2fetc/passwd')).body).not.toContain('root:')
  })

  test('may run its own scripts and be framed by nobody', async () => {
    const { app } = await startServer()
    const { headers } = await app.inject('/api/health')
    expect(headers['content-security-policy']).toContain("script-src 'self';")
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' })
  })
})

describe('who may talk to the server', () => {
  const own = { host: '127.0.0.1:4040' }
  test.each([
    [{ host: '127.0.0.1:4040' }, 200],
    [{ host: 'localhost:4040' }, 200],
    [{ host: '[::1]:4040' }, 200],
    [{ host: 'evil.example:4040' }, 403],
    [{ host: '127.0.0.1.evil.example' }, 403],
    [{ host: 'localhost.evil.example' }, 403],
    [{ host: '127.0.0.1:4040@evil.example' }, 403],
    [{ ...own, origin: 'http://127.0.0.1:4040' }, 200],
    [{ ...own, origin: 'http://evil.example' }, 403],
    [{ ...own, origin: 'http://localhost:4040' }, 403],
    [{ ...own, origin: 'http://127.0.0.1:5000' }, 403],
    [{ ...own, origin: 'https://127.0.0.1:4040' }, 403],
    [{ ...own, origin: 'null' }, 403],
    [{ ...own, 'sec-fetch-site': 'same-origin' }, 200],
    [{ ...own, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }, 403],
    [{ ...own, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }, 200],
    [{ ...own, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }, 403],
  ])('%j: %i', async (headers, status) => {
    const { app } = await startServer()
    const answer = await app.inject({ url: '/api/health', headers })
    expect(answer.statusCode).toBe(status)
    if (status === 403) expect(answer.json().code).toMatch(/^http\/(host|origin)$/)
  })
})
