// The Internet checksum (RFC 1071). A ones-complement sum does not care in which order the two bytes of a word are
// added, as long as all are added alike and the result is stored alike (RFC 1071 §2 (B)): so a little-endian 16-bit view
// can be summed and stored without swapping a byte.
import type { Bytes } from './bytes.ts'

/** Folds a sum to 16 bits. Right for sums below 2^32. */
export function fold(sum: number): number {
  let s = (sum & 0xffff) + (sum >>> 16)
  s = (s & 0xffff) + (s >>> 16)
  return s
}

/** Sum of `len` bytes in network order, not complemented, folded; `sum` carries on from another range of even length. */
export function sumBytes(b: Bytes, o: number, len: number, sum = 0): number {
  let s = sum
  const even = o + (len & ~1)
  for (let i = o; i < even; i += 2) {
    s += (b[i] << 8) | b[i + 1]
    if (s > 0x7fff0000) s = fold(s)
  }
  if (len & 1) s += b[even] << 8
  return fold(s)
}

/** The checksum field's value, in network order, over `len` bytes whose own checksum field is zero. */
export const checksum = (b: Bytes, o: number, len: number, sum = 0): number => ~sumBytes(b, o, len, sum) & 0xffff

/**
 * Sum of `len` bytes starting at word `i` of a little-endian view: the datapath's fast sum over even offsets. The result
 * is in memory order; store its complement in the same view.
 */
export function sumWords(w: Uint16Array, i: number, len: number, sum = 0): number {
  // 32,767 words of 0xffff stay below 2^31, so that the sum remains a small integer; a frame has at most 32,768 words.
  let s = fold(sum)
  const words = len >>> 1
  const quads = i + (words & ~3)
  const end = i + words
  let k = i
  for (; k < quads; k += 4) s += w[k] + w[k + 1] + w[k + 2] + w[k + 3]
  for (; k < end; k++) s += w[k]
  if (len & 1) s += w[end] & 0xff
  return fold(s)
}

/** Sum of the TCP/UDP pseudo-header (RFC 768) in network order; addresses as 32-bit values in network order. */
export function sumPseudoHeader(src: number, dst: number, protocol: number, len: number): number {
  return fold((src >>> 16) + (src & 0xffff) + (dst >>> 16) + (dst & 0xffff) + protocol + len)
}
