import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PcapWriter } from './pcap-writer.ts'
import { readCaptureFile } from './read-capture-file.ts'

const frame = fc.record({
  ns: fc.nat({ max: 2 ** 31 }).map((n) => n * 1009),
  bytes: fc.uint8Array({ maxLength: 3000 }),
  cut: fc.nat({ max: 100 }),
})
const start = fc.bigInt({ min: 0n, max: 2_000_000_000_000_000_000n })

test('what is written is read again, to the nanosecond, in however many pieces it was taken', () => {
  fc.assert(
    fc.property(start, fc.array(frame, { maxLength: 60 }), fc.boolean(), (startNs, frames, often) => {
      const writer = new PcapWriter(startNs)
      const pieces: Uint8Array[] = []
      for (const { ns, bytes, cut } of frames) {
        writer.packet(ns, bytes, 0, bytes.length, bytes.length + cut)
        if (often) pieces.push(writer.take())
      }
      pieces.push(writer.take())
      expect(writer.pending).toBe(0)
      const file = readCaptureFile(new Uint8Array(Buffer.concat(pieces)))
      expect(file.error).toBeNull()
      expect(file.interfaces).toMatchObject([{ linkType: 1 }])
      expect(
        file.frames.map(({ seconds, nanos, offset, caplen, len }) => ({
          ns: BigInt(seconds) * 1_000_000_000n + BigInt(nanos) - startNs,
          bytes: file.bytes.slice(offset, offset + caplen),
          cut: len - caplen,
        })),
      ).toEqual(frames.map(({ ns, ...rest }) => ({ ns: BigInt(ns), ...rest })))
    }),
  )
})
