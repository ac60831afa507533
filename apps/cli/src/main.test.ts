// What only a real process shows: pipes, signals, exit codes, files that two runs leave behind.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chain, serialize, star } from '@etherloom/topology'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BuiltCli, buildCli, Running } from '../test/built.ts'

let cli: BuiltCli
let folder: string
beforeAll(async () => {
  cli = await buildCli()
  folder = mkdtempSync(join(tmpdir(), 'etherloom-process-'))
})
afterAll(() => {
  cli?.remove()
  rmSync(folder, { recursive: true })
})

const etherloom = (args: readonly string[], stdin = '') => new Running(process.execPath, [cli.program, ...args], stdin)

test('two virtual runs of one seed leave equal files and print the same', async () => {
  const once = async (name: string) => {
    const capture = `pc1-router1=${join(folder, name)}`
    const args = ['run', '-', '--seed', '7', '--exec', 'pc1: ping -c 3 10.0.14.20', '--capture', capture]
    const { exit, stdout, stderr } = await etherloom(args, serialize(chain(14))).ended
    expect([exit, stderr]).toEqual([0, ''])
    return { stdout: stdout.replace(name, ''), bytes: readFileSync(join(folder, name)) }
  }
  const [first, second] = [await once('one.pcapng'), await once('two.pcapng')]
  expect(second.stdout).toBe(first.stdout)
  expect(second.bytes.equals(first.bytes)).toBe(true)
})

test('a run starts without the server and what it needs', async () => {
  const program = readFileSync(cli.program, 'utf8')
  expect(program.match(/^import .* from "([^"]*)";$/gm)?.filter((line) => !line.includes('"node:'))).toEqual([])
  expect(program).not.toContain('fastify')
})

test('Ctrl-C ends a real-time run with its table and a finished capture', async () => {
  const file = join(folder, 'live.pcapng')
  const args = ['run', '-', '--real-time', '--exec', 'pc1: ping 10.0.0.21', '--capture', `pc1:eth0=${file}`]
  const run = etherloom(args, serialize(star(2)))
  await run.until(/64 bytes from/)
  run.child.kill('SIGINT')
  const { exit, stdout, stderr } = await run.ended
  expect([exit, stderr]).toEqual([130, ''])
  expect(stdout).toMatch(/packets transmitted/)
  expect(stdout).toMatch(/^FROM /m)
  expect(readFileSync(file).length).toBeGreaterThan(200)
})

test('a reader that goes away ends it without a word', async () => {
  const command = `("${process.execPath}" "${cli.program}" generate star 20000; echo "exit $?" >&2) | head -c 5`
  expect(await new Running('sh', ['-c', command]).ended).toEqual({ exit: 0, stdout: '{\n"fo', stderr: 'exit 141\n' })
})

test.skipIf(!existsSync('/dev/full')).each([
  ['generate chain 3', ''],
  ['run - --for 1ms', serialize(chain(1))],
  ['run - --for 1ms --json', serialize(chain(1))],
  ['validate -', serialize(chain(1))],
  ['convert - -', serialize(chain(1))],
  ['run --help', ''],
  ['completion bash', ''],
])('a full disk under standard output is one line with the mend: %s', async (line, stdin) => {
  const command = `"${process.execPath}" "${cli.program}" ${line} > /dev/full`
  expect(await new Running('sh', ['-c', command], stdin).ended).toEqual({
    exit: 5,
    stdout: '',
    stderr: 'etherloom: cannot write standard output: the disk is full: make room, or write elsewhere\n',
  })
})

test.each([
  ['/dev/zero', '', '/dev/zero is longer than 128 MiB'],
  ['-', ' < /dev/zero', 'standard input is longer than 128 MiB'],
])('what has no end is read to the limit and refused: %s%s', async (file, from, words) => {
  const command = `"${process.execPath}" "${cli.program}" validate ${file}${from}`
  const { exit, stdout, stderr } = await new Running('sh', ['-c', command]).ended
  expect([exit, stdout]).toEqual([3, ''])
  expect(stderr).toMatch(/^[^\n]+\n$/)
  expect(stderr).toContain(words)
})

test('bad input is one line, without a stack trace', async () => {
  const { exit, stdout, stderr } = await etherloom(['run', '-', '--for', '1s'], '{"format": ').ended
  expect([exit, stdout]).toEqual([3, ''])
  expect(stderr).toMatch(/^etherloom run: standard input:1: [^\n]+\n$/)
})

test('serve says where it is, answers there, and ends on a signal with everything on disk', async () => {
  const server = etherloom(['serve', '--port', '0', '--data', join(folder, 'labs')])
  await server.until(/http:\/\/127\.0\.0\.1:\d+/)
  const url = /http:\/\/[\d.:]+/.exec(server.stdout)![0]
  expect(await (await fetch(`${url}/api/health`)).json()).toMatchObject({ ok: true })

  const second = await etherloom(['serve', '--port', '0', '--data', join(folder, 'labs')]).ended
  expect(second.exit).toBe(5)
  expect(second.stderr).toMatch(/^etherloom serve: [^\n]+\n$/)

  server.child.kill('SIGTERM')
  expect(await server.ended).toMatchObject({ exit: 0 })
})
