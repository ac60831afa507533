// A pcapng stream as lines for people. What arrives is cut anywhere; a block is read when all of it is here. The blocks that
// describe the section and its interfaces are kept, so that each batch of packets is a small capture file of its own.
import { type CapturedFrame, printLine, readCaptureFile } from '@etherloom/capture'
import { INTERFACE, joined, SECTION, wholeBlocks } from './pcapng-blocks.ts'

export class FrameLines {
  private described: Uint8Array = new Uint8Array(0)
  private rest: Uint8Array = new Uint8Array(0)
  private first: CapturedFrame | null = null

  /** The lines of the frames that are now complete. Throws when the stream is no pcapng of ours. */
  push(bytes: Uint8Array): string[] {
    const all = joined([this.rest, bytes])
    const blocks = wholeBlocks(all)
    const end = blocks.at(-1)?.end ?? 0
    const file = readCaptureFile(joined([this.described, all.subarray(0, end)]))
    if (file.error !== null && end > 0) throw new Error(`the server sent a damaged capture: ${file.error.error}`)
    const describing = blocks.filter(({ type }) => type === SECTION || type === INTERFACE)
    this.described = joined([this.described, ...describing.map((block) => all.subarray(block.begin, block.end))])
    this.rest = all.slice(end)
    return file.frames.flatMap((frame) => this.lines(file.bytes, frame))
  }

  private lines(bytes: Uint8Array, frame: CapturedFrame): string[] {
    this.first ??= frame
    const { seconds, nanos, dropped, offset, caplen, len } = frame
    const sinceFirst = (seconds - this.first.seconds) * 1e9 + nanos - this.first.nanos
    const line = printLine(Math.max(0, sinceFirst), bytes, offset, caplen, len)
    return dropped > 0 ? [`(${dropped} frames were left out: they came faster than they were read)`, line] : [line]
  }
}
