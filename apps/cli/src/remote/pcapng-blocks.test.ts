import { expect, test } from 'vitest'
import { INTERFACE, joined, PACKET, SECTION, untilFrame, wholeBlocks } from './pcapng-blocks.ts'

function block(type: number, body: number): Uint8Array {
  const bytes = new Uint8Array(12 + body)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, type, true)
  view.setUint32(4, bytes.length, true)
  view.setUint32(8 + body, bytes.length, true)
  return bytes
}

const file = joined([
  block(SECTION, 16),
  block(INTERFACE, 8),
  block(PACKET, 20),
  block(PACKET, 64),
  block(PACKET, 20),
  block(5, 12),
])

async function* cut(into: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += into) yield file.subarray(at, at + into)
}

test.each([1, 7, 33, 1000])('a stream in pieces of %i bytes ends with the frame wanted, whole', async (into) => {
  const kept: Uint8Array[] = []
  for await (const bytes of untilFrame(2, cut(into))) kept.push(bytes)
  const types = wholeBlocks(joined(kept)).map(({ type }) => type)
  expect(types).toEqual([SECTION, INTERFACE, PACKET, PACKET])
  expect(joined(kept)).toEqual(file.subarray(0, joined(kept).length))
})

test('a stream that ends before is kept as it came', async () => {
  const kept: Uint8Array[] = []
  for await (const bytes of untilFrame(9, cut(10))) kept.push(bytes)
  expect(joined(kept)).toEqual(file)
})
