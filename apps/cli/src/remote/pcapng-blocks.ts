// A pcapng stream as the blocks it is made of. What arrives is cut anywhere; a block is one when all of it is here.
export const SECTION = 0x0a0d0d0a
export const INTERFACE = 1
export const PACKET = 6
const SHORTEST = 12

export interface Block {
  readonly type: number
  readonly begin: number
  readonly end: number
}

/** The blocks of which all is here. Throws when this is no pcapng of ours. */
export function wholeBlocks(bytes: Uint8Array): Block[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const blocks: Block[] = []
  for (let begin = 0; begin + SHORTEST <= bytes.length; ) {
    const length = view.getUint32(begin + 4, true)
    if (length < SHORTEST || length % 4 !== 0)
      throw new Error(`the server sent a damaged capture: a block of ${length} bytes`)
    if (begin + length > bytes.length) break
    blocks.push({ type: view.getUint32(begin, true), begin, end: begin + length })
    begin += length
  }
  return blocks
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** The stream up to its nth frame, which is a whole file too. */
export async function* untilFrame(nth: number, stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array(0)
  let frames = 0
  for await (const bytes of stream) {
    const all = joined([rest, bytes])
    let end = 0
    for (const block of wholeBlocks(all)) {
      end = block.end
      if (block.type === PACKET && ++frames === nth) break
    }
    if (end > 0) yield all.slice(0, end)
    if (frames === nth) return
    rest = all.slice(end)
  }
}
