import { on, once } from 'node:events'
import {
  decodeFrame,
  errorCodes,
  MAX_MESSAGE_VALUES,
  PROTOCOL_VERSION,
  partHeader,
  type ServerMessage,
} from '@etherloom/protocol'
import { addNode, emptyDiff, moveNodes, type NodeId, nodes, ring, serialize } from '@etherloom/topology'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startServer } from '../../test/server.ts'
import { Tab } from '../../test/tab.ts'

const place = (name: string) => (doc: Parameters<typeof addNode>[0]) =>
  addNode(doc, { kind: 'jail', role: 'pc', name, position: { x: 0, y: 0 } })
const names = (tab: Tab) =>
  nodes(tab.doc!.document)
    .map((node) => node.name)
    .sort()

/** How a socket ended: the HTTP status of a refused upgrade, or the close code and reason. */
function end(
  url: string,
  options: { headers?: Record<string, string> } = {},
  speak = (_: WebSocket) => {},
): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, options)
    socket.on('open', () => speak(socket))
    socket.on('unexpected-response', (_request, response) => {
      let body = ''
      response.on('data', (data) => (body += data))
      response.on('end', () => resolve(`${response.statusCode} ${JSON.parse(body).code}`))
    })
    socket.on('error', () => {})
    socket.on('close', (code, reason) => resolve(`${code} ${reason}`))
  })
}

/** What somebody who opens a lab is told first, and in how many binary frames it came. */
async function greeting(url: string): Promise<{ welcome: ServerMessage; parts: number; longest: number }> {
  const socket = new WebSocket(url)
  const parts: Uint8Array[] = []
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL_VERSION, client: 'eve-at-work', name: '', rev: null }))
  try {
    for await (const [data, binary] of on(socket, 'message') as AsyncIterable<[Buffer, boolean]>) {
      const decoded = binary ? decodeFrame(data) : null
      const part = decoded?.ok && decoded.frame.kind === 'part' ? decoded.frame : { last: true, text: data }
      if (binary) parts.push(part.text)
      if (!part.last) continue
      const text = binary ? Buffer.concat(parts) : data
      const longest = Math.max(0, ...parts.map(({ length }) => length))
      return { welcome: JSON.parse(String(text)) as ServerMessage, parts: parts.length, longest }
    }
    throw new Error('nothing was said')
  } finally {
    socket.close()
  }
}

test('a long greeting comes in parts a browser takes one at a time, a short one in one text', async () => {
  const { app, url, lab } = await startServer()
  const small = await greeting(await lab())
  expect(small).toMatchObject({ parts: 0, welcome: { type: 'welcome' } })
  const drawing = ring(3000)
  const made = await app.inject({ method: 'POST', url: '/api/labs', body: JSON.parse(serialize(drawing)) })
  const { id } = made.json()
  const { welcome, parts, longest } = await greeting(`${url.replace('http', 'ws')}/api/labs/${id}/ws`)
  expect(welcome).toMatchObject({ type: 'welcome', lab: id })
  expect(welcome).toHaveProperty('records.length', drawing.records.size)
  expect(parts).toBeGreaterThan(10)
  expect(longest).toBeLessThan(256 * 1024)
})

describe('two browsers on one lab', () => {
  test('stay in step, undo their own work, and see it on disk', async () => {
    const { app, lab } = await startServer()
    const url = await lab()
    const ada = await Tab.open(url, 'ada')
    const ben = await Tab.open(url, 'ben')
    expect(await ada.answer(ada.edit(place('pc1')))).toMatchObject({ type: 'ack', rev: 1 })
    await ben.hear('op')
    await ben.answer(ben.edit(place('pc2')))
    await ada.hear('op', (op) => op.rev === 2)
    await ada.answer(ada.ask('undo'))
    await ben.hear('op', (op) => op.label === 'Undo Add pc1')
    expect(names(ada)).toEqual(['global', 'pc2'])
    expect(ben.doc!.document).toEqual(ada.doc!.document)
    await ada.answer(ada.ask('redo'))
    const id = url.split('/').at(-2)
    expect(Object.keys((await app.inject(`/api/labs/${id}`)).json().nodes)).toContain('node:pc1')
  })

  test('many edits at once from both end in the same document', async () => {
    const { lab } = await startServer()
    const url = await lab()
    const ada = await Tab.open(url, 'ada')
    const ben = await Tab.open(url, 'ben')
    const seqs = [ada, ben].map((tab) => {
      let last = 0
      for (let i = 0; i < 60; i++) last = tab.edit(place(`${tab.id}${i}`))
      return last
    })
    await Promise.all([ada.answer(seqs[0]!), ben.answer(seqs[1]!)])
    await Promise.all([ada, ben].map((tab) => tab.until(() => tab.doc!.rev === 120)))
    expect(names(ada)).toHaveLength(121)
    expect(ada.doc!.document).toEqual(ben.doc!.document)
  })

  test('one that was away is told what it missed, and what it did meanwhile is done', async () => {
    const { lab } = await startServer()
    const url = await lab()
    const ada = await Tab.open(url, 'ada')
    const ben = await Tab.open(url, 'ben')
    await ada.answer(ada.edit(place('pc1')))
    await ada.close()
    ada.doc!.propose(place('offline')(ada.doc!.document))
    await ben.until(() => ben.doc!.rev === 1)
    await ben.answer(ben.edit(place('pc2')))
    await ada.reopen()
    expect(await ada.hear('resumed')).toMatchObject({ rev: 2, ops: [{ rev: 2 }] })
    await ada.until(() => ada.doc!.pending.length === 0)
    expect(names(ada)).toEqual(['global', 'offline', 'pc1', 'pc2'])
  })
})

describe('what is refused, and nobody else notices', () => {
  test('garbage', async () => {
    const { lab, logged } = await startServer()
    const url = await lab()
    const ben = await Tab.open(url, 'ben')
    const ada = await Tab.open(url, 'ada')
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
        const heard = ada.got.length
        ada.socket.send(text)
        await ada.until(() => ada.got.length > heard)
        expect(ada.got.at(-1)).toMatchObject({ type: 'error', code: expect.stringMatching(/^message\//) })
      }),
      { numRuns: 50 },
    )
    ada.socket.send(Uint8Array.of(1, 2, 3))
    await ada.hear('error', (error) => error.code === 'message/not-text')
    ada.say({
      type: 'op',
      seq: 1,
      label: 'Nonsense',
      diff: { ...emptyDiff, updated: { 'node:x': [{ a: 1 }, { a: 2 }] } },
    })
    expect(await ada.answer(1)).toMatchObject({ type: 'refused', code: 'op/conflict' })
    ada.socket.send('{"type":"op","seq":2,"label":"No diff"}')
    expect(await ada.answer(2)).toMatchObject({ type: 'refused', code: 'message/invalid' })
    expect([ada.closed, logged]).toEqual([null, []])
    expect(await ben.answer(ben.edit(place('pc1')))).toMatchObject({ type: 'ack', rev: 1 })
    expect(ben.got.filter((m) => m.type === 'error')).toEqual([])
  })

  test('a page of another version, a message before hello, a lab that is not there', async () => {
    const { lab, url } = await startServer()
    const socket = await lab()
    const errors: string[] = []
    const say = (text: string) => (ws: WebSocket) => {
      ws.on('message', (data) => errors.push(JSON.parse(String(data)).code))
      ws.send(text)
    }
    expect(await end(socket, {}, say('{"type":"undo","seq":1}'))).toBe('4000 client/hello-first')
    expect(errors).toEqual(['client/hello-first'])
    expect(await end(`${url.replace('http', 'ws')}/api/labs/nosuch/ws`, {}, () => {})).toBe('4000 lab/not-found')
    await end(socket, {}, (ws) => {
      say('{"type":"hello","protocol":0,"client":"tab-0000","name":"","rev":null}')(ws)
      ws.on('message', () => ws.close(1000))
    })
    expect(errors).toContain('message/protocol')
  })

  test('a giant message, bytes that are no text, frames that are no frames', async () => {
    const { lab } = await startServer()
    const url = await lab()
    const ben = await Tab.open(url, 'ben')
    const said: string[] = []
    const after = (speak: (socket: WebSocket) => void) => (ws: WebSocket) => {
      ws.on('message', (data) => said.push(JSON.parse(String(data)).message))
      speak(ws)
    }
    const giant = 'x'.repeat(60 * 1024 * 1024)
    expect(
      await end(
        url,
        {},
        after((ws) => ws.send(giant)),
      ),
    ).toBe('1009 message/too-big')
    const noText = Buffer.from([0xff, 0xfe])
    expect(
      await end(
        url,
        {},
        after((ws) => ws.send(noText, { binary: false })),
      ),
    ).toBe('1007 message/not-utf8')
    expect(said).toEqual([errorCodes['message/too-big'].words, errorCodes['message/not-utf8'].words])
    // @ts-expect-error -- ws keeps the TCP socket to itself, and this is what a broken client would do with it.
    expect(await end(url, {}, (ws) => ws._socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff])))).toBe(
      '1002 message/not-a-frame',
    )
    expect(await ben.answer(ben.edit(place('pc1')))).toMatchObject({ type: 'ack' })
  })

  test('a message in more frames than anybody needs', async () => {
    const { lab } = await startServer()
    const parts = (ws: WebSocket) => {
      for (let i = 0; i < 20_000; i++) ws.send('', { fin: false })
    }
    expect(await end(await lab(), {}, parts)).toBe('1008 message/too-many-frames')
  })

  test('a message in parts is heard when the last is here; parts without end are refused, and what they took is given back', async () => {
    const { lab } = await startServer()
    const ada = await Tab.open(await lab(), 'ada')
    const part = (last: boolean, text: Uint8Array | string) => Buffer.concat([partHeader(last), Buffer.from(text)])
    const undo = Buffer.from('{"type":"undo","seq":1,"ü":0}')
    // Through the middle of a letter.
    const cut = undo.indexOf(0xc3) + 1
    ada.socket.send(part(false, undo.subarray(0, cut)))
    ada.say({ type: 'undo', seq: 2 })
    ada.socket.send(part(true, undo.subarray(cut)))
    await ada.hear('error', ({ message }) => message.includes('"ü" is no field here'))
    const large = (ws: WebSocket) => {
      ws.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL_VERSION, client: 'tab-large', name: '', rev: null }))
      for (let i = 0; i < 17; i++) ws.send(part(false, 'x'.repeat(1024 * 1024)))
    }
    expect(await end(await lab(), {}, large)).toBe('4000 message/too-big')
    const many = (ws: WebSocket) => {
      for (let i = 0; i < 257; i++) ws.send(part(false, ''))
    }
    expect(await end(await lab(), {}, many)).toBe('4000 message/too-many-frames')
    const noText = (ws: WebSocket) => {
      ws.send(part(false, '{"type":"name","name":"'))
      ws.send(part(true, Uint8Array.of(0xff, 0xfe, 0x22, 0x7d)))
    }
    expect(await end(await lab(), {}, noText)).toBe('4000 message/not-utf8')
  })

  test('a message of millions of values, which is not read, and the connection goes on', async () => {
    const { lab } = await startServer()
    const ada = await Tab.open(await lab(), 'ada')
    ada.socket.send(`{"type":"op","seq":1,"label":"x","diff":[${'{},'.repeat(MAX_MESSAGE_VALUES)}{}]}`)
    expect(await ada.answer(1)).toMatchObject({ type: 'refused', code: 'message/too-many-values' })
    ada.say({ type: 'undo', seq: 2 })
    expect(await ada.answer(2)).toMatchObject({ type: 'refused', code: 'undo/nothing' })
  })

  test('thousands of pings at once: the last is answered, and the connection goes on', async () => {
    const { lab } = await startServer()
    const url = await lab()
    const [ada, ben] = [await Tab.open(url, 'ada'), await Tab.open(url, 'ben')]
    const answered = new Promise<void>((resolve) =>
      ada.socket.on('pong', (data) => String(data) === 'the last' && resolve()),
    )
    for (let i = 0; i < 5000; i++) ada.socket.ping(`${i}`)
    ada.socket.ping('the last')
    await answered
    expect(await ada.answer(ada.edit(place('pc1')))).toMatchObject({ type: 'ack' })
    await ben.hear('op')
    expect([ada.closed, ben.closed]).toEqual([null, null])
  })

  test('who says nothing is sent away, with the reason', async () => {
    const { lab } = await startServer({ lobby: { strangers: 9, helloMs: 1 } })
    expect(await end(await lab())).toBe('4000 client/hello-first')
  })

  test('who says much before hello is sent away before it is kept, with the reason', async () => {
    const { lab } = await startServer({ lobby: { strangers: 9, helloMs: 600_000 } })
    const url = await lab()
    const much = (socket: WebSocket) => socket.send(Buffer.alloc(15 * 1024 * 1024, ' ').toString())
    expect(await end(url, {}, much)).toBe('4000 client/hello-first')
    const ada = await Tab.open(url, 'ada')
    expect(await ada.answer(ada.edit(place('pc1')))).toMatchObject({ type: 'ack' })
  })

  test('many who say nothing keep others out only until they do', async () => {
    const { lab } = await startServer({ lobby: { strangers: 2, helloMs: 600_000 } })
    const url = await lab()
    const ada = await Tab.open(url, 'ada')
    const silent = [new WebSocket(url), new WebSocket(url)]
    await Promise.all(silent.map((socket) => once(socket, 'open')))
    expect(await end(url)).toBe('4000 client/too-many')
    expect(await ada.answer(ada.edit(place('pc1')))).toMatchObject({ type: 'ack' })
    const hello = { type: 'hello', protocol: PROTOCOL_VERSION, client: 'tab-late', name: '', rev: null }
    silent[0]!.send(JSON.stringify(hello))
    await once(silent[0]!, 'message')
    const ben = await Tab.open(url, 'ben')
    expect(names(ben)).toContain('pc1')
  })

  test('an upgrade from a foreign page, or by a foreign name', async () => {
    const { lab } = await startServer()
    const url = await lab()
    const host = new URL(url).host
    expect(await end(url, { headers: { origin: 'http://evil.example' } })).toBe('403 http/origin')
    expect(await end(url, { headers: { origin: 'null' } })).toBe('403 http/origin')
    expect(await end(url, { headers: { host: 'evil.example' } })).toBe('403 http/host')
    // What is there for requests, and the lab's own with its slash written as an escape.
    for (const path of ['/nosuch', '', '/links', '%2fws'])
      expect([path, await end(url.replace('/ws', path))]).toEqual([path, '404 http/not-found'])
    expect(await end(url, { headers: { origin: `http://${host}` } }, (ws) => ws.close(1000))).toMatch(/^1000/)
  })

  test('a socket opened and cut, again and again', async () => {
    const { lab, logged } = await startServer()
    const url = await lab()
    const ben = await Tab.open(url, 'ben')
    for (let i = 0; i < 20; i++) {
      const tab = await Tab.open(url, `t${i}`)
      tab.edit(place(`n${i}`))
      tab.socket.terminate()
    }
    await ben.until(() => ben.got.findLast((m) => m.type === 'peers')?.peers.length === 1)
    expect([logged, ben.closed]).toEqual([[], null])
  })
})

test('a lab that is removed lets its clients go, with the reason', async () => {
  const { app, lab } = await startServer()
  const url = await lab()
  const ada = await Tab.open(url, 'ada')
  await ada.answer(ada.edit(place('pc1')))
  await app.inject({ method: 'DELETE', url: `/api/labs/${url.split('/').at(-2)}` })
  await ada.until(() => ada.closed !== null)
  expect(ada.closed).toEqual({ code: 4000, reason: 'room/closed' })
})

test('without a kernel the lab can still be drawn, and says why it does not run', async () => {
  const { lab } = await startServer()
  const ada = await Tab.open(await lab(), 'ada')
  ada.say({ type: 'run/start', clock: 'virtual' })
  const run = await ada.hear('run', ({ run }) => run.state === 'stopped')
  expect(run.run.message).toBe('this test has no kernel')
  await ada.answer(ada.edit(place('pc1')))
  const moved = ada.edit((doc) => moveNodes(doc, { ['node:pc1' as NodeId]: { x: 5, y: 5 } }))
  expect(await ada.answer(moved)).toMatchObject({ type: 'ack' })
})
