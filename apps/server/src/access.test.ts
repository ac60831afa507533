// A server that listens beyond this machine, and one whose labs are held small.
import { addNode, defaultLimits, emptyDocument, nodes, ring, serialize } from '@etherloom/topology'
import { describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { bundle } from '../test/bundle.ts'
import { pingExample } from '../test/ping-example.ts'
import { startServer, tempDir } from '../test/server.ts'
import { Tab } from '../test/tab.ts'
import { serve } from './serve.ts'

const TOKEN = 'a-token-for-tests'

async function server(options: Parameters<typeof serve>[0] = {}) {
  const printed: string[] = []
  const running = await serve({ port: 0, data: tempDir(), env: {}, print: (line) => printed.push(line), ...options })
  onTestFinished(() => running.close())
  return { ...running, url: `http://127.0.0.1:${running.port}`, printed: printed[0]! }
}

describe('a server for others', () => {
  test('makes up a token, prints it once, and asks for it everywhere', async () => {
    const { url, printed } = await server({ host: '0.0.0.0' })
    const token = /\/\?token=([\w-]{32}) /.exec(printed)?.[1]
    expect(token).toBeDefined()
    for (const path of ['/', '/api/health', '/api/labs', '/api/docs/', '/api/nosuch'])
      expect([path, (await fetch(`${url}${path}`)).status]).toEqual([path, 401])
    expect(await (await fetch(`${url}/api/health`)).json()).toMatchObject({ code: 'http/token' })
    const authorized = { headers: { authorization: `Bearer ${token}` } }
    expect((await fetch(`${url}/api/health`, authorized)).status).toBe(200)
    const wrong = { headers: { authorization: `Bearer ${token}x` } }
    expect((await fetch(`${url}/api/health`, wrong)).status).toBe(401)
  })

  test('asks a person for the token on a page of its own, which sends it nowhere else', async () => {
    const { url } = await server({ host: '0.0.0.0', token: TOKEN })
    const asked = (path: string) => fetch(`${url}${path}`, { headers: { accept: 'text/html' } })
    const page = await asked('/?a=%22%3E%3Cb')
    expect([page.status, page.headers.get('content-type')]).toEqual([401, 'text/html; charset=utf-8'])
    const policy = page.headers.get('content-security-policy')!
    for (const part of ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'"])
      expect(policy.split('; ')).toContain(part)
    const html = await page.text()
    expect(html).toMatch(/<form>.*name="a" value="&#34;&#62;&#60;b"/)
    expect(html).toMatch(/<label for="token">Token<\/label>.*<input id="token" name="token"/s)
    expect(html).not.toContain('role="alert"')
    expect(await (await asked('/?token=wrong')).text()).toMatch(
      /aria-invalid="true".*role="alert">That is not its token/s,
    )
    expect(await (await fetch(`${url}/`)).json()).toMatchObject({ code: 'http/token' })
  })

  test('gives a browser a cookie for the token in its address, and takes it out of the address', async () => {
    const { url, port } = await server({ host: '0.0.0.0', token: TOKEN })
    const first = await fetch(`${url}/labs/x?token=${TOKEN}&a=1`, {
      redirect: 'manual',
      headers: { accept: 'text/html,*/*' },
    })
    expect([first.status, first.headers.get('location')]).toEqual([302, '/labs/x?a=1'])
    const cookie = first.headers.get('set-cookie')!
    expect(cookie).toMatch(new RegExp(`^etherloom-${port}=.*HttpOnly; SameSite=Strict`))
    const headers = { cookie: cookie.split(';')[0]! }
    expect((await fetch(`${url}/api/labs`, { headers })).status).toBe(200)
    const opens = (options: object) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`${url.replace('http', 'ws')}/api/labs/x/ws`, options)
        socket.on('open', () => resolve('open'))
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode))
        socket.on('error', () => {})
        onTestFinished(() => socket.terminate())
      })
    expect([await opens({}), await opens({ headers })]).toEqual([401, 'open'])
  })

  test.each([
    ['evil.example', 403],
    ['evil.example:4040', 403],
    ['192.168.7.7:4040', 200],
    ['localhost:4040', 200],
    ['127.0.0.1:4040@evil.example', 403],
  ])('reached as %s answers %i', async (host, status) => {
    const { port } = await server({ host: '0.0.0.0', token: TOKEN })
    const { request } = await import('node:http')
    const answer = await new Promise((resolve) =>
      request({ port, host: '127.0.0.1', path: '/api/health', headers: { host, authorization: `Bearer ${TOKEN}` } })
        .on('response', (response) => resolve(response.resume().statusCode))
        .end(),
    )
    expect(answer).toBe(status)
  })
})

describe('limits', () => {
  const lab = async (url: string, file = serialize(pingExample())) =>
    ((await (await fetch(`${url}/api/labs`, json(file))).json()) as { id: string }).id
  const json = (body: string) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body })

  test('of nodes and links hold for files, and say how many there may be', async () => {
    const { url } = await server({ limits: { nodes: 3, links: 2 } })
    const refused = await fetch(`${url}/api/labs`, json(serialize(pingExample())))
    expect([refused.status, await refused.json()]).toMatchObject([
      413,
      {
        code: 'lab/too-large',
        message: 'The lab has 4 nodes; this server allows 3: split it, or start the server with a larger --max-nodes.',
      },
    ])
    expect((await fetch(`${url}/api/labs`, json(serialize(emptyDocument())))).status).toBe(201)
  })

  test('of nodes, raised, hold for files', async () => {
    const { url } = await server({ limits: { nodes: defaultLimits.nodes + 5 } })
    const file = JSON.parse(serialize(emptyDocument()))
    const hub = { kind: 'hub', role: null, parent: 'node:machine0' }
    for (let i = 0; i < defaultLimits.nodes + 6; i++) file.nodes[`node:h${i}`] = { ...hub, name: `h${i}` }
    const refused = await fetch(`${url}/api/labs`, json(JSON.stringify(file)))
    expect(await refused.json()).toMatchObject({ message: expect.stringContaining('a lab holds 100,005 at most') })
  })

  test('of links hold for files too', async () => {
    const { url } = await server({ limits: { links: 2 } })
    const refused = await fetch(`${url}/api/labs`, json(serialize(pingExample())))
    expect([refused.status, await refused.json()]).toMatchObject([
      413,
      {
        message: 'The lab has 3 links; this server allows 2: split it, or start the server with a larger --max-links.',
      },
    ])
  })

  test('of nodes hold for what is drawn: refused with the limit, and drawing goes on', async () => {
    const { url } = await server({ limits: { nodes: 2 } })
    const id = await lab(url, '')
    const tab = await Tab.open(`${url.replace('http', 'ws')}/api/labs/${id}/ws`, 'a')
    const place = () =>
      tab.edit((document) => addNode(document, { kind: 'jail', role: 'pc', position: { x: 0, y: 0 } }))
    for (let i = 0; i < 2; i++) expect((await tab.answer(place())).type).toBe('ack')
    expect(await tab.answer(place())).toMatchObject({
      type: 'refused',
      code: 'op/limit',
      message: 'Add pc3: a lab here holds 2 nodes at most (--max-nodes): delete some first.',
    })
    const other = await Tab.open(`${url.replace('http', 'ws')}/api/labs/${id}/ws`, 'b')
    expect(nodes(other.doc!.document).filter(({ kind }) => kind === 'jail')).toHaveLength(2)
  })

  test('of nodes hold for ready labs too', async () => {
    const { url } = await server({ limits: { nodes: 3 } })
    const refused = await fetch(`${url}/api/labs`, json(JSON.stringify({ gallery: 'ping-chain' })))
    expect([refused.status, await refused.json()]).toMatchObject([
      413,
      {
        code: 'lab/too-large',
        message: 'The lab has 5 nodes; this server allows 3: split it, or start the server with a larger --max-nodes.',
      },
    ])
  })

  test('of labs that run at once: the next is refused until one is stopped', async () => {
    const [worker] = (await bundle('src/worker.ts')) as [URL]
    const { url } = await startServer({ worker, kernels: { running: 1 } })
    const run = async (id: string, what = 'run') => {
      const answer = await fetch(`${url}/api/labs/${id}/${what}`, { method: 'POST' })
      return { status: answer.status, body: await answer.json() }
    }
    const [first, second] = [await lab(url), await lab(url)]
    expect((await run(first)).body).toMatchObject({ state: 'running' })
    expect((await run(second)).body).toMatchObject({
      code: 'run/too-many',
      message:
        '1 lab runs, as many as this server may run at once: stop one first, or start the server with a larger --max-running.',
    })
    await run(first, 'stop')
    expect((await run(second)).body).toMatchObject({ state: 'running' })
  })

  test('of memory: a lab that needs more is ended, says so, and the server goes on', async () => {
    const [worker] = (await bundle('src/worker.ts')) as [URL]
    const { url } = await startServer({ worker, kernels: { memoryMb: 32 } })
    const id = await lab(url, serialize(ring(4000)))
    const tab = await Tab.open(`${url.replace('http', 'ws')}/api/labs/${id}/ws`, 'a')
    await fetch(`${url}/api/labs/${id}/run`, { method: 'POST' })
    expect((await tab.hear('panic')).message).toBe(
      'The lab needed more than 32 MiB of memory and was ended: make it smaller, or start the server with a larger --max-memory.',
    )
    expect((await fetch(`${url}/api/health`)).status).toBe(200)
  })
})
