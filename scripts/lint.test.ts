// The kernel's lint rules, each shown to fire where it must and to keep quiet where it must not: the examples are written
// into a temporary tree with this repository's own configuration, and Biome is run over all of them once.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'etherloom-lint-'))
const found = new Map<string, string[]>()
const examples = new Map<string, string>()

function example(path: string, code: string): string {
  examples.set(path, `${code}\n`)
  return path
}

beforeAll(() => {
  for (const name of ['biome.json', 'lint', '.gitignore'])
    cpSync(join(root, name), join(folder, name), { recursive: true })
  for (const [path, code] of examples) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), code)
  }
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
  const args = [biome, 'lint', '--reporter=json', '--max-diagnostics=none']
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  const report = JSON.parse(stdout || `{"diagnostics":[],"error":${JSON.stringify(stderr)}}`)
  expect(report.error).toBeUndefined()
  for (const diagnostic of report.diagnostics) {
    const path = String(diagnostic.location.path?.file ?? diagnostic.location.path).replaceAll('\\', '/')
    found.set(path, [...(found.get(path) ?? []), JSON.stringify(diagnostic)])
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const said = (path: string) => (found.get(path) ?? []).join('\n')

describe('in the kernel ranks', () => {
  test.each(
    [
      ['Date', 'export const now = Date.now()'],
      ['performance', 'export const now = performance.now()'],
      ['setTimeout', 'setTimeout(() => {}, 1)'],
      ['setInterval', 'setInterval(() => {}, 1)'],
      ['setImmediate', 'setImmediate(() => {})'],
      ['queueMicrotask', 'queueMicrotask(() => {})'],
      ['Promise', 'export const done = Promise.resolve()'],
      ['console', 'console.log(1)'],
      ['globalThis', 'export const now = globalThis.Date'],
    ].map(([name, code]) => [name, example(`packages/kern/src/global-${name}.ts`, code)]),
  )('%s is an error', (name, path) => expect(said(path)).toContain(`the global variable ${name}`))

  test.each([
    example('packages/net/src/chance-call.ts', 'export const die = Math.random()'),
    example('packages/net/src/chance-name.ts', 'export const { random } = Math'),
    example('packages/net/src/chance-string.ts', "export const die = Math['random']()"),
  ])('chance comes from the seed: %s', (path) => expect(said(path)).toContain('Math.random in the kernel'))

  test.each([
    example('packages/shell/src/async-function.ts', 'export async function f() {}'),
    example('packages/shell/src/async-arrow.ts', 'export const f = async () => 1'),
    example('packages/shell/src/async-expression.ts', 'export const f = async function g() { return 1 }'),
    example('packages/shell/src/async-method.ts', 'export class K { async f() {} }'),
    example('packages/shell/src/async-generator.ts', 'export class K { static async *f() { yield 1 } }'),
    example('packages/shell/src/async-member.ts', 'export const o = { async f() {} }'),
    example('packages/shell/src/await-top.ts', 'export const x = await import("./async-member.ts")'),
  ])('nothing is asynchronous: %s', (path) => expect(said(path)).toContain('async or await in the kernel'))

  const plain = example(
    'packages/shell/src/plain.ts',
    "export function* f() {\n  yield Math.floor(1.5)\n}\nexport const word = 'async'",
  )
  test('a generator, Math.floor and the word async in a string are fine', () => expect(said(plain)).toBe(''))
})

describe('elsewhere', () => {
  const port = example('packages/experiment/src/local-port.ts', 'export async function close(): Promise<void> {}')
  const timer = example('packages/experiment/src/port-conformance.ts', 'setTimeout(() => {}, 1)')
  test("the experiment's port may be asynchronous", () => expect(said(port)).toBe(''))
  test("the experiment's port has no timers either", () =>
    expect(said(timer)).toContain('the global variable setTimeout'))

  const later = 'export const later = async () => Promise.resolve(Math.random())'
  test.each([
    example('packages/kern/src/clock.test.ts', later),
    example('packages/room/src/room.ts', later),
    example('apps/server/src/app.ts', later),
  ])('%s is no kernel code', (path) => expect(said(path)).toBe(''))
})
