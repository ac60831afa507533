import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BinaryFrame, COUNTER_ROW, decodeFrame, encodeCapture, encodeCounters, partHeader } from './frames.ts'

test('counters come back as they were sent, from any offset in a larger buffer', () => {
  const values = Float64Array.of(3, 1e6, 6.4e7, 2, 5, 0)
  const bytes = encodeCounters(1.5e9, values)
  const shifted = new Uint8Array(bytes.length + 3)
  shifted.set(bytes, 3)
  expect(decodeFrame(shifted.subarray(3))).toEqual({ ok: true, frame: { kind: 'counters', ns: 1.5e9, values } })
})

test('a capture chunk carries how many frames this client was too slow for', () => {
  const chunk = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0)
  expect(decodeFrame(encodeCapture(7, chunk))).toEqual({ ok: true, frame: { kind: 'capture', skipped: 7, chunk } })
})

test('a part of a long message says whether it is the last', () => {
  const part = (last: boolean) => Uint8Array.of(...partHeader(last), 0x7b, 0xc3)
  for (const last of [false, true])
    expect(decodeFrame(part(last))).toEqual({
      ok: true,
      frame: { kind: 'part', last, text: Uint8Array.of(0x7b, 0xc3) },
    })
})

test('the layout is the documented one', () => {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
  expect(hex(encodeCounters(1, new Float64Array(0)))).toBe('0100000000000000000000000000f03f')
  expect(hex(encodeCapture(258, Uint8Array.of(9)))).toBe('020000000201000009')
  expect(hex(partHeader(true))).toBe('0301')
})

test.each([
  ['nothing', []],
  ['an unknown kind', [9, 0, 0]],
  ['half a counter row', [...encodeCounters(0, new Float64Array(COUNTER_ROW)).slice(0, 40)]],
  ['a part that does not say whether it is the last', [3]],
  ['a part that is neither last nor not', [3, 2, 0x7b]],
  ['a capture without a chunk', [2, 0, 0, 0, 0, 0, 0, 0]],
])('%s is refused with a code', (_name, bytes) => {
  expect(decodeFrame(Uint8Array.from(bytes))).toMatchObject({ ok: false, code: 'frame/invalid' })
})

test('no bytes make the decoder throw, and whatever it accepts encodes to the same frame', () => {
  const anyBytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.uint8Array({ maxLength: 200 }).map((rest) => Uint8Array.of(1 + (rest.length % 3), ...rest)),
  )
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      const decoded = decodeFrame(bytes)
      if (!decoded.ok) return
      expect(decodeFrame(encoded(decoded.frame))).toEqual(decoded)
    }),
    { numRuns: 2000 },
  )
})

function encoded(frame: BinaryFrame): Uint8Array {
  if (frame.kind === 'counters') return encodeCounters(frame.ns, frame.values)
  if (frame.kind === 'capture') return encodeCapture(frame.skipped, frame.chunk)
  return Uint8Array.of(...partHeader(frame.last), ...frame.text)
}
