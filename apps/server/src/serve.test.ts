import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { addNode, moveNodes, type NodeId, nodes } from '@etherloom/topology'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { bundle } from '../test/bundle.ts'
import { tempDir } from '../test/server.ts'
import { Tab } from '../test/tab.ts'
import { serve } from './serve.ts'

let main: string
beforeAll(async () => {
  main = fileURLToPath((await bundle('test/serve-main.ts', 'src/worker.ts', 'src/lab-worker.ts'))[0]!)
})

interface Started {
  process: ChildProcess
  /** Of the lab that was there first. */
  socket: string
  stdout: () => string
  ended: Promise<number | NodeJS.Signals | null>
}

async function start(data: string, port = 0): Promise<Started> {
  const child = spawn(process.execPath, [main, data, String(port)], { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let out = ''
  let err = ''
  child.stderr.on('data', (text) => (err += text))
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.on('exit', (code, signal) => resolve(signal ?? code)),
  )
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (text) => {
      out += text
      const found = /http:\/\/\S+/.exec(out)?.[0]
      if (found) resolve(found)
    })
    void ended.then(() => reject(new Error(err)))
  })
  const [lab] = (await (await fetch(`${url}/api/labs`)).json()) as { id: string }[]
  const { id } = lab ?? ((await made(url)) as { id: string })
  return { process: child, socket: `${url.replace('http', 'ws')}/api/labs/${id}/ws`, stdout: () => out, ended }
}

async function made(url: string): Promise<unknown> {
  const body = JSON.stringify({ gallery: 'ping-chain' })
  const headers = { 'content-type': 'application/json' }
  return (await fetch(`${url}/api/labs`, { method: 'POST', headers, body })).json()
}

const place = (name: string) => (doc: Parameters<typeof addNode>[0]) =>
  addNode(doc, { kind: 'jail', role: 'pc', name, position: { x: 0, y: 0 } })
const names = (tab: Tab) => new Set(nodes(tab.doc!.document).map((node) => node.name))

test('every acknowledged edit survives kill -9, again and again', async () => {
  const data = tempDir()
  const acked = new Set<string>()
  let server = await start(data)
  const tab = await Tab.open(server.socket, 'ada')
  for (let life = 0; life < 8; life++) {
    const sent = new Map<number, string>()
    const add = (name: string) => sent.set(tab.edit(place(name)), name)
    for (let i = 0; i < 40; i++) add(`n${life}-${i}`)
    const dead = 5 + life * 3
    await tab.until(() => tab.doc!.pending.length <= 40 - dead)
    for (let i = 40; i < 60; i++) add(`n${life}-${i}`)
    server.process.kill('SIGKILL')
    await server.ended
    await tab.until(() => tab.closed !== null)
    for (const message of tab.got)
      if (message.type === 'ack' && sent.has(message.seq)) acked.add(sent.get(message.seq)!)
    server = await start(data)
    // A tab that knows nothing sees what is on disk.
    const fresh = await Tab.open(server.socket, `life${life}`)
    const there = names(fresh)
    expect([...acked].filter((name) => !there.has(name))).toEqual([])
    await fresh.close()
    await tab.reopen(server.socket)
    await tab.until(() => tab.doc!.pending.length === 0)
    for (const name of sent.values()) acked.add(name)
  }
  expect(acked.size).toBe(8 * 60)
  expect([...acked].filter((name) => !names(tab).has(name))).toEqual([])
}, 60_000)

test('a new folder has a gallery, a lab of which runs, and its ping is answered', async () => {
  const server = await start(tempDir())
  const tab = await Tab.open(server.socket, 'ada')
  tab.say({ type: 'watch', records: 'all' })
  tab.say({ type: 'run/start', clock: 'real' })
  await tab.hear('run', ({ run }) => run.state === 'running')
  tab.say({ type: 'console', session: 's', node: 'node:pc1', line: 'ping -c 2 pc2' })
  expect(await tab.hear('output', ({ exit }) => exit !== null)).toMatchObject({ exit: 0 })
  expect(tab.got.map((m) => (m.type === 'output' ? m.text : '')).join('')).toMatch(/2 packets received/)
  await tab.until(() => tab.decoded().some((frame) => frame.kind === 'counters'))
  const moved = tab.edit((doc) => moveNodes(doc, { ['node:pc1' as NodeId]: { x: 9, y: 9 } }))
  expect(await tab.answer(moved)).toMatchObject({ type: 'ack' })
  tab.say({ type: 'run/stop' })
  await tab.hear('run', ({ run }) => run.state === 'stopped')
})

describe('the process', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'ends cleanly on %s while a lab runs, and the folder is free',
    async (signal) => {
      const data = tempDir()
      const server = await start(data)
      const tab = await Tab.open(server.socket, 'ada')
      tab.say({ type: 'run/start', clock: 'virtual' })
      await tab.hear('run', ({ run }) => run.state === 'running')
      tab.edit(place('last'))
      await tab.until(() => tab.doc!.pending.length === 0)
      server.process.kill(signal)
      expect(await server.ended).toBe(0)
      await tab.until(() => tab.closed !== null)
      expect([tab.closed, tab.got.at(-1)]).toMatchObject([{ code: 4000 }, { type: 'error', code: 'room/closed' }])
      const again = await Tab.open((await start(data)).socket, 'ben')
      expect(names(again)).toContain('last')
    },
  )

  test('prints one line with its address', async () => {
    const server = await start(tempDir())
    expect(server.stdout()).toMatch(/^Etherloom is at http:\/\/127\.0\.0\.1:\d+ .*\n$/)
  })

  test('is the only one in its folder', async () => {
    const data = tempDir()
    await start(data)
    await expect(start(data)).rejects.toThrow(`Another Etherloom server is using ${data}`)
  })
})

describe('the port', () => {
  const quiet = () => {
    const lines: string[] = []
    return { lines, print: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) }
  }

  test('is the next free one when it is taken, and that is said', async () => {
    const other = createServer()
    const taken = await new Promise<number>((resolve) =>
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
    )
    onTestFinished(() => void other.close())
    const { lines, ...say } = quiet()
    const server = await serve({ port: taken, data: tempDir(), env: {}, ...say })
    onTestFinished(() => server.close())
    expect(server.port).toBeGreaterThan(taken)
    expect(lines).toEqual([
      // Run from its sources it has no thread for labs.
      expect.stringContaining('lab-worker.mjs is missing'),
      `Port ${taken} is taken; this is ${server.port}.`,
      `Etherloom is at http://127.0.0.1:${server.port}   labs in ${server.data}`,
    ])
  })

  test('is taken from PORT, and answers on loopback alone', async () => {
    const { lines: _, ...say } = quiet()
    const server = await serve({ data: tempDir(), env: { PORT: '0' }, ...say })
    onTestFinished(() => server.close())
    expect(await (await fetch(`${server.url}/api/health`)).json()).toMatchObject({ ok: true, labs: 0 })
    expect(server.url).toContain('127.0.0.1')
  })
})
