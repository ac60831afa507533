// Captured frames to many clients at once: nobody waits for who does not read, and all together get no more than can be passed on.
import { type ChunkReader, ChunkWriter, isFormatError, readChunk } from '@etherloom/capture'
import { type BinaryFrame, decodeFrame, FORWARD_BURST, FORWARD_PER_SECOND, MAX_CLIENTS } from '@etherloom/protocol'
import { expect, test } from 'vitest'
import { Client, Member } from './client.ts'
import { FanOut } from './fan-out.ts'

const LINK = 'link:a'
const FRAME = 1000

class Reader {
  readonly client: Client
  frames = 0
  leftOut = 0
  buffered = 0

  constructor(n: number, reads = true) {
    const transport = {
      send: () => {},
      sendBinary: (bytes: Uint8Array) => {
        if (!reads) this.buffered += bytes.length
        const decoded = decodeFrame(bytes)
        const frame = (decoded as { frame: BinaryFrame }).frame
        if (frame.kind !== 'capture') return
        const chunk = readChunk(frame.chunk)
        if (isFormatError(chunk)) throw new Error('a damaged chunk')
        this.leftOut += frame.skipped + (chunk as ChunkReader).lost
        this.frames += chunk.count
      },
      bufferedAmount: () => this.buffered,
      close: () => {},
    }
    this.client = new Client(new Member(`client-${n}`, []), `c${n}`, 0, transport, false)
    this.client.live.add(LINK)
  }
}

function setUp(readers: readonly Reader[]) {
  let nowMs = 0
  const skippedFor = new Set<string>()
  const fanOut = new FanOut(
    (client) => skippedFor.add(client.id),
    () => nowMs,
  )
  fanOut.setSlots([[LINK, 0, 1]])
  let chunk: Uint8Array | null = null
  const writer = new ChunkWriter((made) => {
    chunk = made
  })
  const bytes = new Uint8Array(FRAME)
  return {
    skippedFor,
    /** So many frames pass, as one chunk. */
    pass: (count: number) => {
      for (let i = 0; i < count; i++) writer.frame(i, 0, bytes, 0, FRAME, FRAME)
      writer.flush()
      fanOut.frames(
        readers.map(({ client }) => client),
        [],
        chunk!,
      )
      writer.returned()
    },
    /** Counters come, ten times a second. */
    tick: (ms: number) => {
      nowMs += ms
      fanOut.counters(
        readers.map(({ client }) => client),
        nowMs * 1e6,
        new Float64Array(),
      )
    },
  }
}

test('64 clients of which one never reads: the others get everything, and it is left out and counted, not waited for', () => {
  const readers = Array.from({ length: MAX_CLIENTS }, (_, i) => new Reader(i, i !== 7))
  const { pass, tick, skippedFor } = setUp(readers)
  for (let round = 0; round < 100; round++) {
    pass(20)
    tick(100)
  }
  for (const [i, reader] of readers.entries()) if (i !== 7) expect([reader.frames, reader.leftOut]).toEqual([2000, 0])
  const sleeper = readers[7]!
  expect(sleeper.frames + sleeper.leftOut + sleeper.client.skipped).toBe(2000)
  expect(sleeper.client.skipped).toBeGreaterThan(500)
  expect(sleeper.buffered, 'what waits for it is bounded').toBeLessThan(2 * 1024 * 1024)
  expect([...skippedFor]).toEqual(['client-7'])
})

test('more than can be passed on to all is left out in turn, and each is told exactly how much', () => {
  const readers = Array.from({ length: 10 }, (_, i) => new Reader(i))
  const { pass, tick } = setUp(readers)
  const rounds = 400
  for (let round = 0; round < rounds; round++) {
    pass(200)
    tick(5)
  }
  tick(100)
  const sent = readers.map(({ frames }) => frames)
  for (const { frames, leftOut } of readers) expect(frames + leftOut).toBe(rounds * 200)
  const bytes = sent.reduce((sum, frames) => sum + frames * FRAME, 0)
  expect(bytes).toBeLessThanOrEqual(FORWARD_BURST + (FORWARD_PER_SECOND * rounds * 5) / 1000)
  expect(Math.min(...sent), 'everybody has a turn').toBeGreaterThan(Math.max(...sent) * 0.8)
})
