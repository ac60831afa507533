// What the server does with labs as wholes, without a kernel: their history, copies, the bin, other programs' files.
import { readFileSync } from 'node:fs'
import { addNode, moveNodes, nodes, parse, ring, serialize, setFields } from '@etherloom/topology'
import { describe, expect, test } from 'vitest'
import { pingExample } from '../test/ping-example.ts'
import { startServer, type TestServer } from '../test/server.ts'
import { Tab } from '../test/tab.ts'

async function lab() {
  const server: TestServer = await startServer()
  const ask = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: unknown) => {
    const answer = await server.app.inject({
      method,
      url: `/api${url}`,
      ...(body === undefined
        ? {}
        : { payload: body as string | object, headers: { 'content-type': 'application/json' } }),
    })
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() }
  }
  const { id } = (await ask('POST', '/labs', serialize(pingExample()))).body
  const ada = await Tab.open(`${server.url.replace('http', 'ws')}/api/labs/${id}/ws`, 'ada')
  const draw = (name: string) =>
    ada.answer(ada.edit((doc) => addNode(doc, { kind: 'jail', role: 'pc', name, position: { x: 0, y: 0 } })))
  return { ...server, ask, id, ada, draw }
}

describe('history', () => {
  test('says what was done, by whom and when, a page at a time', async () => {
    const { ask, id, ada, draw } = await lab()
    for (const name of ['a', 'b', 'c']) await draw(name)
    await ada.answer(ada.ask('undo'))
    await ask('PATCH', `/labs/${id}`, { name: 'Renamed' })
    const { body } = await ask('GET', `/labs/${id}/history?limit=3`)
    expect(body.rev).toBe(5)
    expect(body.revisions).toMatchObject([
      { rev: 5, author: '', label: expect.stringContaining('name'), kind: 'op' },
      { rev: 4, author: ada.id, label: 'Undo Add c', kind: 'undo' },
      { rev: 3, author: ada.id, label: 'Add c' },
    ])
    expect(Math.abs(body.revisions[0].at - Date.now())).toBeLessThan(60_000)
    const rest = await ask('GET', `/labs/${id}/history?before=3`)
    expect(rest.body.revisions.map(({ rev }: { rev: number }) => rev)).toEqual([2, 1])
    expect((await ask('GET', `/labs/${id}/history?limit=0`)).body.code).toBe('http/invalid')
  })

  test('any revision can be looked at and gone back to; who is named may undo it, and everybody sees it', async () => {
    const { ask, id, ada, draw, url } = await lab()
    const ben = await Tab.open(`${url.replace('http', 'ws')}/api/labs/${id}/ws`, 'ben')
    const first = serialize(ada.doc!.document)
    await draw('a')
    await ada.answer(ada.edit((doc) => moveNodes(doc, { 'node:pc1': { x: 7, y: 7 } })))
    await ada.answer(ada.edit((doc) => setFields(doc, 'node:pc1', { name: 'client' })))
    const third = serialize(ada.doc!.document)
    expect((await ask('GET', `/labs/${id}/revisions/0`)).body).toEqual(JSON.parse(first))
    expect((await ask('GET', `/labs/${id}/revisions/0/changes`)).body.changes).toEqual([
      'pc a goes',
      'pc pc1: name client → pc1',
      '1 node moves',
    ])
    expect((await ask('POST', `/labs/${id}/restore`, { rev: 0, client: ada.id })).body).toEqual({ rev: 4 })
    await ben.until(() => serialize(ben.doc!.document) === first)
    await ada.until(() => serialize(ada.doc!.document) === first)
    await ada.answer(ada.ask('undo'))
    await ben.until(() => serialize(ben.doc!.document) === third)
    expect((await ask('POST', `/labs/${id}/restore`, { rev: 99 })).body.code).toBe('revision/not-found')
    expect((await ask('POST', `/labs/${id}/restore`, { rev: 3 })).body.code).toBe('op/empty')
  })

  test('reaches back over thousands of edits and a restart', async () => {
    const { ask, id, ada, draw } = await lab()
    await draw('early')
    for (let i = 0; i < 1200; i++) {
      ada.edit((doc) => moveNodes(doc, { 'node:pc1': { x: i, y: 0 } }))
      if (i % 150 === 149) await ada.until(() => ada.doc!.pending.length === 0)
    }
    await ada.until(() => ada.doc!.pending.length === 0)
    const { body } = await ask('GET', `/labs/${id}/revisions/1`)
    expect(Object.keys(body.nodes)).toContain('node:early')
    expect(body.layout['node:pc1'].x).toBe(0)
  })
})

describe('copies', () => {
  test('one, or one for each student, of the lab as it is now', async () => {
    const { ask, id, draw } = await lab()
    await draw('extra')
    expect((await ask('POST', `/labs/${id}/duplicate`, { name: 'Mine' })).body).toMatchObject([{ name: 'Mine' }])
    const { status, body } = await ask('POST', `/labs/${id}/duplicate`, { names: ['Ada Lovelace', ' Ben '] })
    expect([status, body.map(({ name }: { name: string }) => name)]).toEqual([
      201,
      ['Ada Lovelace – First ping', 'Ben – First ping'],
    ])
    const copy = parse(JSON.stringify((await ask('GET', `/labs/${body[1].id}`)).body))
    expect(copy.ok && nodes(copy.doc).some(({ name }) => name === 'extra')).toBe(true)
    for (const bad of [
      {},
      { name: 'x', names: ['y'] },
      { names: [] },
      { names: Array(201).fill('x') },
      { names: [''] },
    ])
      expect((await ask('POST', `/labs/${id}/duplicate`, bad)).body.code).toBe('http/invalid')
    const twice = await ask('POST', `/labs/${id}/duplicate`, { names: ['Ada', 'Ben', 'Ada '] })
    expect([twice.status, twice.body.message]).toEqual([400, expect.stringContaining('"Ada" is names/0 too')])
    expect(twice.body.message).toContain('names/2')
  })
})

describe('a deleted lab', () => {
  test('can be brought back with its history, until it is gone for good', async () => {
    const { ask, id, ada, draw } = await lab()
    await draw('a')
    expect((await ask('DELETE', `/labs/${id}`)).status).toBe(204)
    await ada.until(() => ada.closed !== null)
    expect((await ask('GET', '/labs')).body).toEqual([])
    expect(await ask('GET', `/labs/${id}`)).toMatchObject({ status: 410, body: { code: 'lab/deleted' } })
    const [deleted] = (await ask('GET', '/bin')).body
    expect(deleted).toMatchObject({ id, name: 'First ping' })
    expect(deleted.goneAt - deleted.deleted).toBe(30 * 24 * 3600 * 1000)
    expect((await ask('POST', `/labs/${id}/undelete`)).body).toMatchObject({ id, name: 'First ping' })
    expect((await ask('GET', `/labs/${id}/history`)).body.revisions).toHaveLength(1)
    expect((await ask('POST', `/labs/${id}/undelete`)).body.code).toBe('lab/not-deleted')
    expect((await ask('DELETE', `/bin/${id}`)).body.code).toBe('lab/not-deleted')
    await ask('DELETE', `/labs/${id}`)
    expect((await ask('DELETE', `/bin/${id}`)).status).toBe(204)
    expect(await ask('GET', `/labs/${id}`)).toMatchObject({ status: 404, body: { code: 'lab/not-found' } })
  })
})

describe('files of other programs', () => {
  const sample = () => readFileSync(new URL('../test/two-pcs.imn', import.meta.url), 'utf8')

  test('are imported though an editor wrote a byte order mark before them', async () => {
    const { app } = await lab()
    for (const payload of [`\ufeff${sample()}`, `\ufeff${serialize(ring(3))}`]) {
      const made = await app.inject({
        method: 'POST',
        url: '/api/labs',
        headers: { 'content-type': 'text/plain' },
        payload,
      })
      expect(made.statusCode, made.body).toBe(201)
    }
  })

  test('are imported though Windows wrote them as UTF-16', async () => {
    const { app } = await lab()
    for (const text of [`\ufeff${sample()}`, serialize(ring(3)), `\ufeff${serialize(ring(3))}`])
      for (const payload of [Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()]) {
        const headers = { 'content-type': 'text/plain' }
        const made = await app.inject({ method: 'POST', url: '/api/labs', headers, payload })
        expect(made.statusCode, made.body).toBe(201)
      }
  })

  test('that are of no lab are told so, and are not taken for the wish for an empty one', async () => {
    const { app } = await lab()
    const refusal = async (payload: string): Promise<string> => {
      const headers = { 'content-type': 'text/plain' }
      const answer = await app.inject({ method: 'POST', url: '/api/labs?name=x', headers, payload })
      expect(answer.statusCode, answer.body).toBe(400)
      return answer.json().message
    }
    expect(await refusal(' \n')).toContain('the file is empty')
    expect(await refusal('{}')).toContain('not an Etherloom lab')
    expect(await refusal('{"name": "a theme"}')).toContain('not an Etherloom lab')
    expect(await refusal('{"name": "a-package", "version": "1.0.0"}')).toContain('not an Etherloom lab')
  })

  test('are imported with a report of what was not carried, and exported with one', async () => {
    const { app, ask } = await lab()
    const made = await app.inject({
      method: 'POST',
      url: '/api/labs?name=From%20IMUNES',
      headers: { 'content-type': 'text/plain' },
      payload: sample(),
    })
    expect(made.json()).toMatchObject({ name: 'From IMUNES', format: 'imn', losses: expect.any(Array) })
    const text = await app.inject(`/api/labs/${made.json().id}?format=imn&download`)
    expect(text.headers['content-disposition']).toContain('From IMUNES.imn')
    const again = await app.inject({
      method: 'POST',
      url: '/api/labs',
      headers: { 'content-type': 'text/plain' },
      payload: text.body,
    })
    expect([again.statusCode, again.json().format]).toEqual([201, 'imn'])
    const losses = (await ask('GET', `/labs/${made.json().id}/losses?format=imn`)).body
    for (const loss of losses) expect(loss).toMatchObject({ what: expect.any(String), count: expect.any(Number) })
  })

  test('that are broken are refused with the place', async () => {
    const { app } = await lab()
    const answer = await app.inject({
      method: 'POST',
      url: '/api/labs',
      headers: { 'content-type': 'text/plain' },
      payload: sample().replace('nodes {n0 n1}', 'nodes {n0 n7}'),
    })
    expect([answer.statusCode, answer.json()]).toMatchObject([
      400,
      { code: 'lab/malformed', message: expect.stringMatching(/line \d+/) },
    ])
  })
})
