// Which kind of picture bytes in base64 are, and how large it is; as much of it as a header tells.
export interface ImageInfo {
  readonly type: 'png' | 'gif' | 'jpeg'
  readonly width: number
  readonly height: number
}

/** Characters that hold every header looked at here. */
const HEAD = 64

export function imageInfo(base64: string): ImageInfo | null {
  const bytes = decode(base64.slice(0, HEAD))
  const u16 = (o: number) => (bytes[o] << 8) | bytes[o + 1]
  const begins = (text: string) => [...text].every((letter, i) => bytes[i] === letter.charCodeAt(0))
  if (begins('\x89PNG\r\n\x1a\n') && bytes.length >= 24)
    return sized('png', u16(16) * 65_536 + u16(18), u16(20) * 65_536 + u16(22))
  if ((begins('GIF87a') || begins('GIF89a')) && bytes.length >= 10)
    return sized('gif', bytes[6] | (bytes[7] << 8), bytes[8] | (bytes[9] << 8))
  // How large a JPEG is stands far from its beginning; IMUNES has none, so it need not be known.
  return begins('\xff\xd8\xff') ? { type: 'jpeg', width: 0, height: 0 } : null
}

const sized = (type: 'png' | 'gif', width: number, height: number): ImageInfo | null =>
  width > 0 && height > 0 ? { type, width, height } : null

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function decode(base64: string): number[] {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const letter of base64) {
    const sextet = ALPHABET.indexOf(letter)
    if (sextet < 0) break
    held = ((held << 6) | sextet) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes.push((held >> bits) & 0xff)
  }
  return bytes
}
