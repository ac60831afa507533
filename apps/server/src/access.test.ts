// A server that listens beyond this machine, and one whose labs are held small.
import { emptyDocument, serialize } from '@etherloom/topology'
import { describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { pingExample } from '../test/ping-example.ts'
import { tempDir } from '../test/server.ts'
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
  const json = (body: string) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body })

  test('of nodes and links hold for files, and say how many there may be', async () => {
    const { url } = await server({ limits: { nodes: 3, links: 2 } })
    const refused = await fetch(`${url}/api/labs`, json(serialize(pingExample())))
    expect([refused.status, await refused.json()]).toMatchObject([
      413,
      { code: 'lab/too-large', message: 'The lab has 5 nodes; this server allows 3.' },
    ])
    expect((await fetch(`${url}/api/labs`, json(serialize(emptyDocument())))).status).toBe(201)
  })
})
