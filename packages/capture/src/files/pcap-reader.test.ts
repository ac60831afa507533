import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCaptureFile } from './read-capture-file.ts'

function pcap(
  magic: number,
  little: boolean,
  records: [seconds: number, ticks: number, bytes: number[], len: number][],
) {
  const size = records.reduce((sum, [, , bytes]) => sum + 16 + bytes.length, 24)
  const out = new Uint8Array(size)
  const view = new DataView(out.buffer)
  view.setUint32(0, magic, little)
  view.setUint16(4, 2, little)
  view.setUint16(6, 4, little)
  view.setUint32(16, 128, little)
  view.setUint32(20, 1, little)
  let at = 24
  for (const [seconds, ticks, bytes, len] of records) {
    view.setUint32(at, seconds, little)
    view.setUint32(at + 4, ticks, little)
    view.setUint32(at + 8, bytes.length, little)
    view.setUint32(at + 12, len, little)
    out.set(bytes, at + 16)
    at += 16 + bytes.length
  }
  return out
}

describe('pcap', () => {
  test.each([
    ['microseconds, little-endian', 0xa1b2c3d4, true, 250_000],
    ['microseconds, big-endian', 0xa1b2c3d4, false, 250_000],
    ['nanoseconds, little-endian', 0xa1b23c4d, true, 250_000_000],
    ['nanoseconds, big-endian', 0xa1b23c4d, false, 250_000_000],
  ])('%s', (_, magic, little, quarter) => {
    const file = readCaptureFile(
      pcap(magic, little, [
        [7, quarter, [1, 2, 3], 60],
        [8, 0, [], 5],
      ]),
    )
    expect(file.error).toBeNull()
    expect(file.interfaces).toMatchObject([{ linkType: 1, snaplen: 128 }])
    expect(file.frames).toMatchObject([
      { seconds: 7, nanos: 250_000_000, offset: 40, caplen: 3, len: 60 },
      { seconds: 8, nanos: 0, caplen: 0, len: 5 },
    ])
  })

  test('cut off: what came before is kept, and where it ends is said', () => {
    const whole = pcap(0xa1b2c3d4, true, [
      [1, 0, [1, 2, 3], 3],
      [2, 0, [4, 5, 6], 3],
    ])
    const file = readCaptureFile(whole.subarray(0, whole.length - 1))
    expect(file.frames).toHaveLength(1)
    expect(file.error).toEqual({ offset: 51, error: 'a record of 3 bytes runs beyond the end of the file' })
  })

  test('what is no capture file says so', () => {
    expect(readCaptureFile(Uint8Array.of(1, 2)).error?.error).toContain('neither a pcapng nor a pcap')
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readCaptureFile(bytes)))
  })
})
