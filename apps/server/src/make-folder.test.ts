import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeFolder } from './make-folder.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'etherloom-folder-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('makes every folder on the way, and minds none that is there', () => {
  const path = join(folder, 'a', 'b', 'c')
  makeFolder(path)
  makeFolder(path)
  makeFolder(join(path, '..', 'd'))
  expect(statSync(path).isDirectory()).toBe(true)
  expect(existsSync(join(folder, 'a', 'b', 'd'))).toBe(true)
})

test('a file in the way is said', () => {
  writeFileSync(join(folder, 'file'), '')
  expect(() => makeFolder(join(folder, 'file'))).toThrow('EEXIST')
  expect(() => makeFolder(join(folder, 'file', 'below'))).toThrow('ENOTDIR')
})

test.skipIf(!existsSync('/proc/self'))('where no folder can be made, it ends', () => {
  expect(() => makeFolder('/proc/etherloom/labs')).toThrow(/ENOENT|EACCES|EPERM/)
})
