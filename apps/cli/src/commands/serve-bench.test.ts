// serve and bench as far as they need no server and no benchmark of ours.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MemoryIo } from '../../test/memory-io.ts'
import { main } from '../cli.ts'

let programs: string
beforeEach(() => {
  programs = mkdtempSync(join(tmpdir(), 'etherloom-programs-'))
  writeFileSync(join(programs, 'bench-forward.mjs'), `console.log('forward', ...process.argv.slice(2), process.pid)`)
  writeFileSync(join(programs, 'bench-switch.mjs'), `console.error('no peer'); process.exit(3)`)
  writeFileSync(join(programs, 'worker.mjs'), '')
})
afterEach(() => rmSync(programs, { recursive: true }))

async function etherloom(...argv: string[]) {
  const io = new MemoryIo({ programs })
  return { exit: await main(argv, io), stdout: io.stdout, stderr: io.stderr }
}

test('benchmarks are what was built, each in a process of its own', async () => {
  expect(await etherloom('bench', '--list')).toEqual({ exit: 0, stdout: 'forward\nswitch\n', stderr: '' })
  const { exit, stdout } = await etherloom('bench', 'forward', 'forward', '--peers', '--json')
  expect(exit).toBe(0)
  const pids = [...stdout.matchAll(/^forward --peers --json (\d+)$/gm)].map(([, pid]) => pid)
  expect(new Set(pids).size).toBe(2)
})

test('a benchmark that fails makes bench fail, with its own words', async () => {
  expect(await etherloom('bench', 'switch')).toEqual({ exit: 1, stdout: '', stderr: 'no peer\n' })
})

test('an unknown name is refused before anything is measured', async () => {
  expect(await etherloom('bench', 'forward', 'forwrad')).toEqual({
    exit: 2,
    stdout: '',
    stderr: "etherloom bench: there is no benchmark 'forwrad': did you mean 'forward'?\n",
  })
  expect((await etherloom('bench', 'nothing')).stderr).toContain('there are forward, switch')
})

test.each([
  [['--port', '80000'], "--port: '80000' is not a port: write a number from 0 to 65535; 0 takes any free one"],
  [['--port', 'http'], "--port: 'http' is not a port: write a number from 0 to 65535; 0 takes any free one"],
  [['labs'], "'labs' is one word too many: `etherloom serve --help` says how it is called"],
])('serve %j is refused', async (argv, words) => {
  expect(await etherloom('serve', ...argv)).toEqual({ exit: 2, stdout: '', stderr: `etherloom serve: ${words}\n` })
})
