// The commands that talk to a running server, with a real one: a process of its own, found by its data folder.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCaptureFile } from '@etherloom/capture'
import { applyDiff, chain, serialize, setFields } from '@etherloom/topology'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BuiltCli, buildCli, Running } from '../../test/built.ts'
import { MemoryIo } from '../../test/memory-io.ts'
import { main } from '../cli.ts'

let cli: BuiltCli
let data: string
let server: Running
let url: string

beforeAll(async () => {
  cli = await buildCli({ worker: true })
  data = mkdtempSync(join(tmpdir(), 'etherloom-remote-'))
  server = new Running(process.execPath, [cli.program, 'serve', '--port', '0', '--data', data, '--log', 'info'])
  await server.until(/Etherloom is at http/)
  url = /http:\/\/127\.0\.0\.1:\d+/.exec(server.stdout)![0]
  const made = await fetch(`${url}/api/labs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: serialize(namedChain()),
  })
  expect(made.status, await made.text()).toBe(201)
}, 60_000)

afterAll(async () => {
  server.child.kill('SIGINT')
  await server.ended
  cli.remove()
  rmSync(data, { recursive: true })
})

const namedChain = () => {
  const document = chain(2)
  return applyDiff(document, setFields(document, 'lab:lab', { name: 'A chain' }).diff)
}

async function etherloom(command: string, ...words: string[]) {
  const io = new MemoryIo()
  const exit = await main([command, '--data', data, ...words], io)
  return { exit, stdout: io.stdout, stderr: io.stderr }
}

test('an address that is not ours is refused by name', async () => {
  const folder = join(data, 'other')
  const words = ['serve', '--port', '0', '--data', folder, '--host', '203.0.113.7']
  const other = new Running(process.execPath, [cli.program, ...words])
  expect(await other.ended).toMatchObject({
    exit: 2,
    stderr:
      "etherloom serve: --host: '203.0.113.7' is no address of this computer: write one of its own, or 0.0.0.0 for all of them\n",
  })
})

test('labs are listed, and named by any beginning of their names', async () => {
  const { exit, stdout } = await etherloom('ls')
  expect(exit).toBe(0)
  expect(stdout).toMatch(/A chain +stopped/)
  expect((await etherloom('ls', 'a ch')).stdout).toMatch(/^pc1-router1/m)
  expect(await etherloom('ls', 'A chian')).toMatchObject({
    exit: 2,
    stderr: "etherloom ls: there is no lab 'A chian': did you mean 'A chain'?\n",
  })
  expect(JSON.parse((await etherloom('ls', '--json')).stdout)).toContainEqual(
    expect.objectContaining({ name: 'A chain' }),
  )
})

test('started, asked, changed, captured, stopped', async () => {
  expect(await etherloom('exec', 'A chain', 'pc1', 'ping', '-c', '1', 'pc2')).toMatchObject({
    exit: 5,
    stderr: expect.stringContaining('the lab is not running: `etherloom start LAB` runs it'),
  })
  expect(await etherloom('start', 'A chain')).toMatchObject({ exit: 0, stderr: 'A chain runs\n' })
  expect((await etherloom('start', 'A chain')).stderr).toBe('A chain runs already\n')

  const ping = await etherloom('exec', 'A chain', 'pc1', 'ping', '-c', '2', '-i', '0.1', 'pc2')
  expect(ping).toMatchObject({ exit: 0, stdout: expect.stringContaining('2 packets received, 0.0% packet loss') })
  expect((await etherloom('exec', 'A chain', 'pc1', 'nosuch -h')).exit).toBe(1)

  const changed = await etherloom('link', 'A chain', 'pc1-router1', '--delay', '20ms', '--loss', '0')
  expect(changed.stdout).toContain('delay 20ms')
  const oneWay = await etherloom('link', 'A chain', 'pc1-router1', '--bandwidth', '5M', '--from', 'router1')
  expect(oneWay.stdout).toMatch(/pc1:eth0 → router1:eth0: delay 20ms\n.*: bandwidth 5M, delay 20ms/)
  const again = await etherloom('link', 'A chain', 'pc1-router1', '--delay', '20ms', '--up')
  expect(again).toMatchObject({ exit: 0, stdout: oneWay.stdout, stderr: '' })
  expect((await etherloom('ls', 'A chain')).stdout).toContain('delay 20ms → · ← bandwidth 5M, delay 20ms')
  expect((await etherloom('link', 'A chain', 'pc1-router1', '--down')).stdout).toContain('unplugged')
  expect((await etherloom('exec', '--for', '1s', 'A chain', 'pc1', 'ping', '-c', '1', 'pc2')).exit).toBe(1)
  expect((await etherloom('link', 'A chain', 'pc1-router1', '--up')).stdout).toContain('plugged in')

  const file = join(data, 'pings.pcapng')
  const capture = new Running(process.execPath, [
    ...[cli.program, 'capture', '--data', data, '-w', file, 'A chain', 'pc1-router1', 'icmp'],
  ])
  await capture.until(/capturing/)
  const lines = etherloom('capture', '-c', '4', 'A chain', 'pc1-router1', 'icmp')
  const three = join(data, 'three.pcapng')
  const counted = etherloom('capture', '-c', '3', '-w', three, 'A chain', 'pc1-router1', 'icmp')
  await etherloom('exec', '--for', '10s', 'A chain', 'pc1', 'ping', '-i', '0.1', '-c', '20', 'pc2')
  expect((await lines).stdout).toMatch(/^00:00:00\.000000 IP .* ICMP echo request/)
  expect((await lines).stdout.trim().split('\n')).toHaveLength(4)
  expect(await counted).toMatchObject({ exit: 0, stderr: 'capturing pc1-router1 until 3 frames or Ctrl-C\n' })
  expect(readCaptureFile(readFileSync(three))).toMatchObject({ error: null, frames: { length: 3 } })
  capture.child.kill('SIGINT')
  expect((await capture.ended).exit).toBe(0)
  const { frames, error } = readCaptureFile(readFileSync(file))
  expect(error).toBeNull()
  expect(frames.length).toBeGreaterThan(20)

  expect(await etherloom('stop', 'A chain')).toMatchObject({ exit: 0, stderr: 'A chain is stopped\n' })
}, 60_000)

test('Ctrl-C goes to the command, which says its last words', async () => {
  await etherloom('start', 'A chain', '--virtual', '--scale', '1')
  const ping = new Running(process.execPath, [cli.program, 'exec', '--server', url, 'A chain', 'pc1', 'ping', 'pc2'])
  await ping.until(/icmp_seq=0/)
  ping.child.kill('SIGINT')
  expect(await ping.ended).toMatchObject({ exit: 130, stdout: expect.stringContaining('packets transmitted') })
  await etherloom('stop', 'A chain')
}, 30_000)

test('who ends a command, or reads no more of it, is in its exit code', async () => {
  await etherloom('start', 'A chain', '--virtual', '--scale', '1')
  const words = ['exec', '--server', url, 'A chain', 'pc1', 'ping', '-i', '0.1', 'pc2']
  const ended = new Running(process.execPath, [cli.program, ...words])
  await ended.until(/icmp_seq=0/)
  ended.child.kill('SIGTERM')
  expect((await ended.ended).exit).toBe(143)
  const unread = new Running(process.execPath, [cli.program, ...words])
  await unread.until(/icmp_seq=0/)
  unread.child.stdout!.destroy()
  expect((await unread.ended).exit).toBe(141)
  const stopped = new Running(process.execPath, [cli.program, ...words])
  await stopped.until(/icmp_seq=0/)
  await etherloom('stop', 'A chain')
  const stderr = 'etherloom exec: the run ended before the command did\n'
  expect(await stopped.ended).toMatchObject({ exit: 1, stderr })
}, 30_000)

test.each([
  [['link', 'A chain'], 'the link is missing'],
  [['link', 'A chain', 'pc1-router1', '--delay', 'soon'], "--delay 'soon'"],
  [['link', 'A chain', 'pc1-router1', '--loss', '200'], "--loss '200': It is from 0 to 100 %."],
  [
    ['link', 'A chain', 'pc1-router1', '--mtu', '20'],
    "--mtu '20': It is 0 (as the interfaces), or 68 to 65,535 bytes.",
  ],
  [['link', 'A chain', 'nope'], "there is no link 'nope'"],
  [['link', 'A chain', 'pc1-router1', '--up', '--down'], 'exclude each other'],
  [['link', 'A chain', 'pc1-router1', '--delay', '1ms', '--from', 'pc2'], "'pc2' is no end"],
  [['link', 'A chain', 'pc1-pc2', '--up'], 'pc1-pc2'],
  [['start', 'A chain', '--scale', '2'], '--virtual'],
  [['capture', 'A chain', 'pc1-router1', 'hots', 'a'], 'hots'],
  [['exec', 'A chain', 'pc1'], 'the command is missing'],
  [['exec', 'A chain', 'pc1', ''], "write exec 'A chain' pc1 ping"],
  [['exec', '--for', '2h', 'A chain', 'pc1', 'x'], "--for: '2h' is longer than an hour: write 1h at most"],
  [['exec', 'A chain', 'pc1', 'x'.repeat(5000)], 'the command has 5000 characters: a console takes 4096 at most'],
  [['exec', 'A chain', 'nope', 'x'], "there is no node 'nope'"],
  [['exec', '', 'pc1', 'x'], 'the lab is missing'],
])('%j is refused in a line that names the place', async (argv, words) => {
  const [command, ...rest] = argv as [string, ...string[]]
  const { exit, stdout, stderr } = await etherloom(command, ...rest)
  expect([exit, stdout]).toEqual([2, ''])
  expect(stderr).toContain(words)
})

test.each([
  ['port abc', '     ^^^', "'abc' is no port: write 0 to 65535"],
  ['icmp and', '        ^', 'the filter ends where a condition is needed'],
  // The server alone knows who is called what.
  ['host pc1 and hots', '             ^^^^', "did you mean 'host'?"],
])('a mistake in the filter %j has a caret below it', async (filter, caret, words) => {
  const { exit, stdout, stderr } = await etherloom('capture', 'A chain', 'pc1-router1', filter)
  expect([exit, stdout]).toEqual([2, ''])
  const [shown, marks, message, rest] = stderr.split('\n')
  expect([shown, marks, rest]).toEqual([filter, caret, ''])
  expect(message).toMatch(/^etherloom capture: /)
  expect(message).toContain(words)
})

test.each([
  ['('.repeat(5000), 'the filter is too long: write 4096 characters at most'],
  ['not '.repeat(20_000), 'the filter is too long: write 4096 characters at most'],
  ['('.repeat(2000), 'nested too deep: nest parentheses and nots 100 deep at most'],
])('a filter without end is refused here', async (filter, words) => {
  const { exit, stderr } = await etherloom('capture', 'A chain', 'pc1-router1', filter)
  expect(exit).toBe(2)
  expect(stderr.split('\n').at(-2)).toBe(`etherloom capture: ${words}`)
})

test('the log is a line of JSON for each request, without tokens', async () => {
  await fetch(`${url}/api/health?token=secret-secret`)
  await server.until(/"url":"\/api\/health"/)
  // A frame without a mask, which no client may send (RFC 6455, 5.1): its fault, and told as that.
  const { port, host } = new URL(url)
  const broken = connect(Number(port), '127.0.0.1')
  const head = ['GET /api/labs/none/ws HTTP/1.1', `Host: ${host}`, 'Upgrade: websocket', 'Connection: Upgrade']
  const key = ['Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version: 13', '', '']
  broken.write([...head, ...key].join('\r\n'))
  broken.write(Buffer.from([0x81, 1, 65]))
  await server.until(/MASK must be set/)
  broken.destroy()
  expect(server.stderr).not.toContain('stack')
  const lines = server.stderr.trim().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ level: 'info', msg: expect.any(String) }),
  )
  expect(server.stderr).not.toContain('secret-secret')
})

test('where nobody listens is said, with what to do; who may read where the server is', async () => {
  const io = new MemoryIo()
  expect(await main(['ls', '--server', 'http://127.0.0.1:1'], io)).toBe(5)
  expect(io.stderr).toMatch(/no server at http:\/\/127\.0\.0\.1:1 .*`etherloom serve`/)
  // A folder without a server is not another's.
  const nowhere = new MemoryIo()
  expect(await main(['ls', '--data', '/nowhere/at all'], nowhere)).toBe(5)
  expect(nowhere.stderr).toBe(
    "etherloom ls: no server keeps its labs in /nowhere/at all: start one with `etherloom serve --data '/nowhere/at all'`\n",
  )
  expect(statSync(join(data, 'server.json')).mode & 0o777).toBe(0o600)
})
