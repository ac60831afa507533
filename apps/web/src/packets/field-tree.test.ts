import { dissect } from '@etherloom/capture'
import { fromHex } from '@etherloom/wire'
import { expect, test } from 'vitest'
import { fieldAtByte, fieldRows } from './field-tree.ts'

const UDP = fromHex(
  '0200000000020200000000010800 4500 0020 0000 0000 4011 66cb 0a000001 0a000002 9c40 1388 000c 0000 01020304'.replaceAll(
    ' ',
    '',
  ),
)
const { layers } = dissect(UDP, 0, UDP.length, UDP.length)

test('layers are open, what is in them closed, until somebody opens it', () => {
  const closed = fieldRows(layers, new Map())
  expect(closed.filter(({ depth }) => depth === 0).map(({ field }) => field.name)).toEqual([
    'Ethernet II',
    'Internet Protocol Version 4',
    'User Datagram Protocol',
    'Data',
  ])
  expect(closed.some(({ field }) => field.name === "Don't fragment")).toBe(false)
  const opened = fieldRows(layers, new Map([['/Internet Protocol Version 4/Flags', true]]))
  expect(opened.find(({ field }) => field.name === "Don't fragment")).toMatchObject({ depth: 2, open: null })
})

test('a byte belongs to the smallest field around it', () => {
  expect(fieldAtByte(layers, 22)?.path).toBe('/Internet Protocol Version 4/Time to Live')
  expect(fieldAtByte(layers, 36)?.path).toBe('/User Datagram Protocol/Destination Port')
  expect(fieldAtByte(layers, UDP.length)).toBeNull()
})

test('rows have names of their own', () => {
  const paths = fieldRows(layers, new Map()).map(({ path }) => path)
  expect(new Set(paths).size).toBe(paths.length)
})
