import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tempDir } from '../test/server.ts'
import { readAddress, removeAddress, writeAddress } from './address-file.ts'

test('a server says where it is until it ends', () => {
  const data = tempDir()
  expect(readAddress(data, {})).toBe(null)
  writeAddress(data, { url: 'http://127.0.0.1:4040', token: null })
  expect(readAddress(data, {})).toEqual({ url: 'http://127.0.0.1:4040', token: null })
  removeAddress(data)
  expect(readAddress(data, {})).toBe(null)
})

test.each(['', '{"url":"http://127', 'null', '[]', '{"url":5}'])('a file that says %j is as good as none', (text) => {
  const data = tempDir()
  writeFileSync(join(data, 'server.json'), text)
  expect(readAddress(data, {})).toBe(null)
})
