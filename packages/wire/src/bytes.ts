// Big-endian reads and writes over (bytes, offset), for control paths, dissectors and tests.
export type Bytes = Uint8Array

export const u8 = (b: Bytes, o: number): number => b[o]
export const u16 = (b: Bytes, o: number): number => (b[o] << 8) | b[o + 1]
export const u32 = (b: Bytes, o: number): number => ((b[o] << 24) | (b[o + 1] << 16) | (b[o + 2] << 8) | b[o + 3]) >>> 0

export function put16(b: Bytes, o: number, v: number): void {
  b[o] = v >>> 8
  b[o + 1] = v
}

export function put32(b: Bytes, o: number, v: number): void {
  b[o] = v >>> 24
  b[o + 1] = v >>> 16
  b[o + 2] = v >>> 8
  b[o + 3] = v
}

/** Swaps the two bytes of a 16-bit word: network order to value and back on a little-endian view. */
export const swap16 = (v: number): number => ((v & 0xff) << 8) | ((v >>> 8) & 0xff)

/** Lower-case hex without separators. */
export function toHex(b: Bytes): string {
  let s = ''
  for (const byte of b) s += (byte < 16 ? '0' : '') + byte.toString(16)
  return s
}

/** Bytes of a hex text; blanks and newlines between digits are ignored. */
export function fromHex(text: string): Bytes {
  const digits = text.replace(/\s+/g, '')
  if (digits.length % 2 !== 0 || /[^0-9a-fA-F]/.test(digits))
    throw new Error(`'${text.slice(0, 40)}' is not hex: write two digits 0-9 a-f for each byte`)
  const b = new Uint8Array(digits.length / 2)
  for (let i = 0; i < b.length; i++) b[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16)
  return b
}
