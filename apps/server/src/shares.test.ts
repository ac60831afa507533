// A lab's view-only link: opens that lab for looking, on a server that asks for its token and on one that does not.
import { request } from 'node:http'
import { PROTOCOL_VERSION } from '@etherloom/protocol'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { tempDir } from '../test/server.ts'
import { serve } from './serve.ts'

const TOKEN = 'a-token-for-tests'
const owner = { headers: { authorization: `Bearer ${TOKEN}` } }

async function shared(options: Parameters<typeof serve>[0]) {
  const running = await serve({ port: 0, data: tempDir(), env: {}, print: () => {}, ...options })
  onTestFinished(() => running.close())
  const url = `http://127.0.0.1:${running.port}`
  const post = async (path: string) =>
    (await (await fetch(`${url}${path}`, { method: 'POST', ...owner })).json()) as Record<string, string>
  const { id } = await post('/api/labs')
  const other = await post('/api/labs')
  const { token, path } = await post(`/api/labs/${id}/share`)
  return { url, port: running.port, id: id!, other: other.id!, token: token!, path: path! }
}

/** A connection that says hello; what it is told can be waited for. */
async function look(address: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(address.replace('http', 'ws'), { headers })
  onTestFinished(() => socket.terminate())
  const heard: { type: string; code?: string }[] = []
  socket.on('message', (data) => heard.push(JSON.parse(data.toString())))
  const status = await new Promise<number | 'open'>((resolve) => {
    socket.on('open', () => resolve('open'))
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode!))
    socket.on('error', () => {})
  })
  const closed = new Promise<string>((resolve) => socket.on('close', (_code, reason) => resolve(reason.toString())))
  const hears = (type: string) => expect.poll(() => heard.find((message) => message.type === type)).toBeDefined()
  const say = (message: object) => socket.send(JSON.stringify(message))
  if (status === 'open')
    say({ type: 'hello', protocol: PROTOCOL_VERSION, client: 'a-client-for-tests', name: 'Eve', rev: null })
  return { status, heard, hears, say, closed }
}

const diff = { added: {}, updated: { 'lab:lab': [{ name: 'New lab' }, { name: 'Mine' }] }, removed: {} }

test('opens its lab and no other, for reading alone, where the server asks for a token', async () => {
  const { url, port, id, other, token, path } = await shared({ host: '0.0.0.0', token: TOKEN })
  expect(path).toBe(`/labs/${id}?view=${token}`)
  const page = await fetch(`${url}${path}`, { headers: { accept: 'text/html' } })
  expect(page.status).not.toBe(401)
  const cookie = page.headers.get('set-cookie')!
  expect(cookie).toMatch(new RegExp(`^etherloom-${port}-${id}=.*HttpOnly; SameSite=Strict`))

  for (const headers of [{ cookie: cookie.split(';')[0]! }, { authorization: `Bearer ${token}` }]) {
    const answer = async (path: string, method = 'GET') => {
      const response = await fetch(`${url}${path}`, { method, headers })
      return [response.status, response.ok ? null : ((await response.json()) as { code: string }).code]
    }
    expect(await answer(`/api/labs/${id}`)).toEqual([200, null])
    expect(await answer(`/api/labs/${id}/history`)).toEqual([200, null])
    for (const [path, method] of [
      [`/api/labs/${id}`, 'DELETE'],
      [`/api/labs/${id}`, 'PATCH'],
      [`/api/labs/${id}/run`, 'POST'],
      [`/api/labs/${id}/exec`, 'POST'],
      [`/api/labs/${id}/restore`, 'POST'],
      [`/api/labs/${id}/share`, 'DELETE'],
      [`/api/labs/${id}/duplicate`, 'POST'],
    ] as const)
      expect([path, method, await answer(path, method)]).toEqual([path, method, [403, 'lab/view-only']])
    for (const path of ['/api/labs', '/api/bin', `/api/labs/${other}`, '/api/health', `/api/labs/${id}0`])
      expect([path, await answer(path)]).toEqual([path, [401, 'http/token']])
    expect(await answer('/api/labs', 'POST')).toEqual([401, 'http/token'])
  }
  const wrong = await fetch(`${url}/api/labs/${id}?view=${token}x`)
  expect([wrong.status, ((await wrong.json()) as { code: string }).code]).toEqual([403, 'lab/not-shared'])
})

test('opens no other lab, however its address is written', async () => {
  const { url, port, id, other, token } = await shared({ host: '0.0.0.0', token: TOKEN })
  const cookie = `etherloom-${port}-${id}=${token}`
  const asked = (path: string) =>
    new Promise((resolve) =>
      request({ port, path, headers: { cookie } })
        .on('response', (response) => resolve(response.resume().statusCode))
        .end(),
    )
  for (const path of ['/api/labs', `/api/labs/${other}`, '/api/bin'])
    for (const written of [path, path.replace('api', '%61pi'), `http://127.0.0.1:${port}${path}`, `//x${path}`])
      expect([written, await asked(written)]).not.toEqual([written, 200])
  expect(await asked(`/%61pi/labs/${id}`)).toBe(200)
  const socket = await look(`${url}/%61pi/labs/${other}/ws`, { cookie })
  expect(socket.status).toBe(401)
})

test('its socket takes no edit, also without ?view in the address, and ends when the link is taken back', async () => {
  const { url, id, other, token } = await shared({ host: '0.0.0.0', token: TOKEN })
  const headers = { authorization: `Bearer ${token}` }
  expect((await look(`${url}/api/labs/${other}/ws`, headers)).status).toBe(401)
  const eve = await look(`${url}/api/labs/${id}/ws`, headers)
  await eve.hears('welcome')
  eve.say({ type: 'op', seq: 1, label: 'Rename', diff })
  await eve.hears('refused')
  expect(eve.heard.find(({ type }) => type === 'refused')).toMatchObject({ code: 'lab/view-only' })
  expect((await fetch(`${url}/api/labs/${id}/share`, { method: 'DELETE', ...owner })).status).toBe(204)
  expect(await eve.closed).toBe('lab/not-shared')
  expect((await look(`${url}/api/labs/${id}/ws?view=${token}`)).status).toBe(403)
  const again = await fetch(`${url}/api/labs/${id}/share`, { method: 'POST', ...owner })
  expect(((await again.json()) as { token: string }).token).not.toBe(token)
})

test('works on a server for this machine alone, until it is taken back', async () => {
  const { url, id, token } = await shared({})
  const eve = await look(`${url}/api/labs/${id}/ws?view=${token}`)
  await eve.hears('welcome')
  eve.say({ type: 'run/stop' })
  await eve.hears('error')
  expect(eve.heard.at(-1)).toMatchObject({ code: 'lab/view-only' })
  await fetch(`${url}/api/labs/${id}/share`, { method: 'DELETE' })
  expect(await eve.closed).toBe('lab/not-shared')
  expect(await (await look(`${url}/api/labs/${id}/ws?view=${token}`)).closed).toBe('lab/not-shared')
})

test('of a lab that was deleted says so, and opens it again when it is back', async () => {
  const { url, id, token } = await shared({ host: '0.0.0.0', token: TOKEN })
  const eve = await look(`${url}/api/labs/${id}/ws?view=${token}`)
  await eve.hears('welcome')
  await fetch(`${url}/api/labs/${id}`, { method: 'DELETE', ...owner })
  // The next connection tells why.
  expect(await eve.closed).toBe('room/closed')
  const answer = await fetch(`${url}/api/labs/${id}?view=${token}`)
  expect([answer.status, await answer.json()]).toEqual([410, expect.objectContaining({ code: 'lab/deleted' })])
  expect(await (await look(`${url}/api/labs/${id}/ws?view=${token}`)).closed).toBe('lab/deleted')
  await fetch(`${url}/api/labs/${id}/undelete`, { method: 'POST', ...owner })
  const back = await look(`${url}/api/labs/${id}/ws?view=${token}`)
  await back.hears('welcome')
})
