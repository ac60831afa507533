// Running a lab and reading its links without a page, with a real kernel in its thread.
import { type CaptureFile, readCaptureFile } from '@etherloom/capture'
import { MAX_READERS } from '@etherloom/protocol'
import { serialize } from '@etherloom/topology'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { bundle } from '../test/bundle.ts'
import { pingExample } from '../test/ping-example.ts'
import { startServer } from '../test/server.ts'
import { Tab } from '../test/tab.ts'

let worker: URL
beforeAll(async () => {
  ;[worker] = (await bundle('src/worker.ts')) as [URL]
})

interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks into is its own affair
  body: any
}

async function lab() {
  const server = await startServer({ worker })
  const ask = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await fetch(`${server.url}/api/labs${path}`, {
      method,
      ...(body === undefined
        ? {}
        : {
            headers: { 'content-type': 'application/json' },
            body: typeof body === 'string' ? body : JSON.stringify(body),
          }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
  }
  const { id } = (await ask('POST', '', serialize(pingExample()))).body
  const mine = (method: string, path = '', body?: unknown) => ask(method, `/${id}${path}`, body)
  return { ...server, id, ask, mine, ws: `${server.url.replace('http', 'ws')}/api/labs/${id}/ws` }
}

describe('a run', () => {
  test('is started, paused, resumed and stopped, and each answer says how it stands', async () => {
    const { mine, ask } = await lab()
    expect((await mine('GET', '/run')).body).toMatchObject({ state: 'stopped', message: null })
    expect((await mine('POST', '/run')).body).toMatchObject({ state: 'running', clock: 'real', message: null })
    expect((await ask('GET', '')).body).toMatchObject([{ run: 'running', clients: 0 }])
    expect(await mine('POST', '/run', { clock: 'virtual' })).toMatchObject({
      status: 409,
      body: { code: 'run/running' },
    })
    expect((await mine('POST', '/pause')).body.state).toBe('paused')
    expect((await mine('POST', '/step')).body.state).toBe('paused')
    expect((await mine('POST', '/scale', { factor: 2 })).body.code).toBe('run/real-time')
    expect((await mine('POST', '/resume', '')).body.state).toBe('running')
    expect((await mine('POST', '/stop')).body.state).toBe('stopped')
    expect(await mine('POST', '/pause')).toMatchObject({ status: 409, body: { code: 'run/not-running' } })
  })

  test('a command answers with what it printed and its exit status', async () => {
    const { mine } = await lab()
    const exec = (node: string, line: string, more = {}) => mine('POST', '/exec', { node, line, ...more })
    expect(await exec('pc1', 'ping -c 1 pc2')).toMatchObject({ status: 409, body: { code: 'run/not-running' } })
    await mine('POST', '/run')
    const ping = await exec('pc1', 'ping -c 1 pc2')
    expect(ping.body).toMatchObject({ exit: 0, timedOut: false, skipped: 0 })
    expect(ping.body.output).toContain('1 packets received')
    expect((await exec('node:pc1', 'nosuch')).body.exit).not.toBe(0)
    const forever = await exec('pc1', 'ping pc2', { timeoutMs: 300 })
    expect(forever.body).toMatchObject({ timedOut: true, output: expect.stringContaining('packets transmitted') })
    expect(await exec('switch1', 'ls')).toMatchObject({ status: 409, body: { code: 'node/no-console' } })
    expect(await exec('pc3', 'ls')).toMatchObject({
      status: 404,
      body: { message: expect.stringContaining('did you mean') },
    })
  })

  test('a session that is busy is refused, and the command in it goes on', async () => {
    const { mine } = await lab()
    await mine('POST', '/run')
    const asked = { node: 'pc1', line: 'ping pc2', session: 'my-session' }
    const first = mine('POST', '/exec', asked)
    await expect.poll(async () => (await mine('POST', '/exec', asked)).body).toMatchObject({ code: 'console/running' })
    await mine('POST', '/interrupt', { session: 'my-session' })
    expect((await first).body).toMatchObject({ timedOut: false, exit: expect.any(Number) })
  })

  test('a command may be read as it prints, and ends when its reader leaves', async () => {
    const { mine, url, id } = await lab()
    await mine('POST', '/run')
    const leave = new AbortController()
    const stream = async (line: string, signal?: AbortSignal) =>
      fetch(`${url}/api/labs/${id}/exec`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
        body: JSON.stringify({ node: 'pc1', line }),
        signal: signal ?? null,
      })
    const lines = (await (await stream('ping -c 3 -i 0.5 pc2')).text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.at(-1)).toEqual({ exit: 0, timedOut: false, skipped: 0 })
    expect(lines.length).toBeGreaterThan(2)
    const endless = await stream('ping pc2', leave.signal)
    await endless.body!.getReader().read()
    leave.abort()
    // Thirty-two at once are too many only while they run.
    for (let i = 0; i < 40; i++) {
      const { status } = await mine('POST', '/exec', { node: 'pc1', line: 'hostname' })
      expect(status).toBe(200)
    }
  })
})

describe('links', () => {
  test('say what they are set to, and what they carried', async () => {
    const { mine } = await lab()
    const links = (await mine('GET', '/links')).body
    expect(links.map(({ name }: { name: string }) => name)).toEqual(['pc1-switch1', 'router1-pc2', 'switch1-router1'])
    expect(links[0]).toMatchObject({ a: 'pc1:eth0', up: true, ab: { settings: { delayUs: 0 }, counters: null } })
    await mine('POST', '/run')
    await mine('POST', '/exec', { node: 'pc1', line: 'ping -c 3 -i 0.01 pc2' })
    const link = (await mine('GET', '/links/switch1-pc1')).body
    expect(link.ab.counters.packets).toBeGreaterThanOrEqual(4)
    expect(link.ab.counters.drops).toEqual({})
    expect((await mine('GET', '/links/pc1-pc2')).body.code).toBe('link/not-found')
  })

  test('are changed by name, for everybody, and what is not named stays', async () => {
    const { mine, ws } = await lab()
    const ada = await Tab.open(ws, 'ada')
    const changed = await mine('POST', '/links/pc1-switch1', {
      both: { delayUs: 5000 },
      ab: { lossPercent: 1 },
      client: ada.id,
    })
    expect(changed.body.ab.settings).toMatchObject({ delayUs: 5000, lossPercent: 1, bandwidthBps: 0 })
    expect(changed.body.ba.settings).toMatchObject({ delayUs: 5000, lossPercent: 0 })
    expect(await ada.hear('op')).toMatchObject({ undo: expect.stringContaining('pc1–switch1') })
    await ada.answer(ada.ask('undo'))
    expect((await mine('POST', '/links/pc1:eth0', { up: false })).body).toMatchObject({
      up: false,
      ab: { settings: { delayUs: 0 } },
    })
    expect((await mine('POST', '/links/pc1:eth0', { up: false })).body.code).toBe('op/empty')
    for (const [body, words] of [
      [{ both: { delayUs: -1 } }, /^body, both\/delayUs: /],
      [{ speed: 9 }, /^body: .*speed/],
      [{}, /name something to change/],
      ['{', /JSON/],
      ['[1]', /^body: /],
    ] as const) {
      const { status, body: refused } = await mine('POST', '/links/pc1:eth0', body)
      expect([status, refused.code, refused.message]).toEqual([400, 'http/invalid', expect.stringMatching(words)])
    }
  })
})

describe('a live capture', () => {
  test('is a pcapng file that goes on until the lab stops', async () => {
    const { mine, url, id } = await lab()
    const address = `${url}/api/labs/${id}/links/pc1-switch1/capture.pcapng`
    expect((await fetch(address)).status).toBe(409)
    await mine('POST', '/run')
    expect(await (await fetch(`${address}?filter=icmp+and`)).json()).toMatchObject({ code: 'capture/filter' })
    const all = (await fetch(address)).arrayBuffer()
    const icmp = (await fetch(`${address}?filter=icmp+and+host+pc1`)).arrayBuffer()
    await mine('POST', '/exec', { node: 'pc1', line: 'ping -c 3 -i 0.01 pc2' })
    await mine('POST', '/exec', { node: 'pc2', line: 'ping -c 5 -i 0.1 pc2' })
    await mine('POST', '/stop')
    const whole = readCaptureFile(new Uint8Array(await all))
    expect(readCaptureFile(new Uint8Array(await icmp)).frames).toHaveLength(6)
    expect(whole.frames.length).toBeGreaterThanOrEqual(8)
    expect(whole.interfaces).toMatchObject([{ name: 'pc1:eth0', received: whole.frames.length, dropped: 0 }])
    expect(Math.abs(whole.frames[0]!.seconds - Date.now() / 1000)).toBeLessThan(60)
  })

  test('has so many readers at once, and room again when one has gone', async () => {
    const { mine, url, id } = await lab()
    const address = `${url}/api/labs/${id}/links/pc1-switch1/capture.pcapng`
    await mine('POST', '/run')
    const reading = Array.from({ length: MAX_READERS }, () => new AbortController())
    await Promise.all(reading.map(({ signal }) => fetch(address, { signal })))
    const more = await fetch(address)
    expect([more.status, await more.json()]).toEqual([
      429,
      expect.objectContaining({ code: 'capture/too-many-readers' }),
    ])
    reading[0]!.abort()
    await vi.waitFor(async () => expect((await fetch(address)).status).toBe(200))
    await mine('POST', '/stop')
  })

  test('leaves out and counts what a reader does not take, and is whole wherever it is cut', async () => {
    const { mine, url, id } = await lab()
    // As fast as it can: the ping's twenty seconds are nothing to wait for.
    await mine('POST', '/run', { clock: 'virtual', scale: 0 })
    const reader = (await fetch(`${url}/api/labs/${id}/links/pc1-switch1/capture.pcapng`)).body!.getReader()
    await mine('POST', '/exec', { node: 'pc1', line: 'ping -c 20000 -i 0.001 -s 1400 pc2' })
    await mine('POST', '/stop')
    const pieces: Uint8Array[] = []
    for (let next = await reader.read(); !next.done; next = await reader.read()) pieces.push(next.value)
    const bytes = new Uint8Array(Buffer.concat(pieces))
    const file = readCaptureFile(bytes)
    const [{ received, dropped }] = file.interfaces as [CaptureFile['interfaces'][0]]
    expect(file.error).toBeNull()
    expect(dropped).toBeGreaterThan(1000)
    expect(file.frames.length + dropped!).toBe(received)
    const cut = readCaptureFile(bytes.subarray(0, bytes.length / 2))
    expect(cut.interfaces).toHaveLength(1)
    expect(cut.frames).toEqual(file.frames.slice(0, cut.frames.length))
    expect(cut.frames.length).toBeGreaterThan(100)
  })
})

test('health says how the server does', async () => {
  const { url, mine, ws } = await lab()
  await mine('POST', '/run')
  await Tab.open(ws, 'ada')
  expect(await (await fetch(`${url}/api/health`)).json()).toMatchObject({
    ok: true,
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    labs: 1,
    open: 1,
    running: 1,
    clients: 1,
    uptimeSeconds: expect.any(Number),
    memoryBytes: expect.any(Number),
  })
})
