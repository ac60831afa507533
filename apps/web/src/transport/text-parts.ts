// A long text put into bytes a part at a time: all of it at once would be felt.
import type { InParts } from '@etherloom/topology'

/** Characters that are put into bytes and sent without being felt. */
export const A_PART = 128 * 1024

export interface TextPart {
  readonly text: string
  readonly from: number
  readonly to: number
}

export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = []
  for (let from = 0; from < text.length; ) {
    let to = Math.min(from + A_PART, text.length)
    // Both halves of a letter beyond U+FFFF stay together.
    if (to < text.length && isHighSurrogate(text.charCodeAt(to - 1))) to--
    parts.push({ text, from, to })
    from = to
  }
  return parts
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff

const encoder = new TextEncoder()

export const encoded = ({ text, from, to }: TextPart): Uint8Array<ArrayBuffer> => encoder.encode(text.slice(from, to))

/** All of it in UTF-8. */
export function* blobInParts(text: string): InParts<Blob> {
  const bytes: Uint8Array<ArrayBuffer>[] = []
  for (const part of textParts(text)) {
    bytes.push(encoded(part))
    yield
  }
  return new Blob(bytes)
}
