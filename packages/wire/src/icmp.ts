// ICMP (RFC 792). The second word of the header means id and sequence for echo, next-hop MTU for "needs fragmentation"
// (RFC 1191), and nothing for the other errors.
import { type Bytes, put16, u16 } from './bytes.ts'
import { checksum as internetChecksum, sumBytes } from './checksum.ts'
import { DROP_BAD_CHECKSUM, DROP_NONE, DROP_RUNT } from './drop.ts'

export const TYPE = 0
export const CODE = 1
export const CHECKSUM = 2
export const ID = 4
export const SEQ = 6
export const NEXT_MTU = 6
export const HEADER_LEN = 8

export const ECHO_REPLY = 0
export const UNREACHABLE = 3
export const REDIRECT = 5
export const ECHO_REQUEST = 8
export const TIME_EXCEEDED = 11
export const PARAMETER_PROBLEM = 12

export const CODE_NET = 0
export const CODE_HOST = 1
export const CODE_PROTOCOL = 2
export const CODE_PORT = 3
export const CODE_NEEDS_FRAG = 4

/** RFC 792: an error quotes the header and 8 bytes of what it is about. */
export const QUOTE_PAYLOAD = 8

export const type = (b: Bytes, o: number): number => b[o + TYPE]
export const code = (b: Bytes, o: number): number => b[o + CODE]
export const id = (b: Bytes, o: number): number => u16(b, o + ID)
export const seq = (b: Bytes, o: number): number => u16(b, o + SEQ)

/** Errors are never answered by errors (RFC 1122 §3.2.2). */
export const isError = (t: number): boolean =>
  t === UNREACHABLE || t === REDIRECT || t === TIME_EXCEEDED || t === PARAMETER_PROBLEM || t === 4

export function check(b: Bytes, o: number, end: number): number {
  if (end - o < HEADER_LEN) return DROP_RUNT
  return sumBytes(b, o, end - o) === 0xffff ? DROP_NONE : DROP_BAD_CHECKSUM
}

export interface Icmp {
  type: number
  code: number
  id: number
  seq: number
}

export const parse = (b: Bytes, o: number): Icmp => ({
  type: type(b, o),
  code: code(b, o),
  id: id(b, o),
  seq: seq(b, o),
})

/** Writes the header and the checksum over header and payload; the payload must be in place up to `end`. */
export function emit(b: Bytes, o: number, end: number, h: Icmp): void {
  b[o + TYPE] = h.type
  b[o + CODE] = h.code
  put16(b, o + CHECKSUM, 0)
  put16(b, o + ID, h.id)
  put16(b, o + SEQ, h.seq)
  put16(b, o + CHECKSUM, internetChecksum(b, o, end - o))
}
