// Multicast listener discovery: version 1 (RFC 2710) and 2 (RFC 3810), behind the ICMPv6 header.
import { type Bytes, put16, u16 } from './bytes.ts'
import { type In6Addr, in6At, putIn6 } from './in6.ts'

/** Of queries, and of reports and done messages of version 1. */
export const MAX_RESPONSE = 4
export const GROUP = 8
export const V1_LEN = 24
/** A longer query is of version 2 (RFC 3810 §8.1). */
export const V2_QUERY_LEN = 28
export const QRV = 24
export const SOURCES = 26

/** A report of version 2: number of records, then the records. */
export const RECORDS = 6
export const REPORT_LEN = 8
export const RECORD_LEN = 20

export const MODE_IS_INCLUDE = 1
export const MODE_IS_EXCLUDE = 2
export const CHANGE_TO_INCLUDE = 3
export const CHANGE_TO_EXCLUDE = 4

export const group = (b: Bytes, o: number): In6Addr => in6At(b, o + GROUP)

/** Milliseconds a listener may take to answer. Version 2 has a floating-point form from 32,768 on (RFC 3810 §5.1.3). */
export function maxResponseMs(b: Bytes, o: number, len: number): number {
  const code = u16(b, o + MAX_RESPONSE)
  if (len < V2_QUERY_LEN || code < 0x8000) return code
  return ((code & 0xfff) | 0x1000) << (((code >>> 12) & 7) + 3)
}

/** A record without sources: all of this stack's memberships are for any source. */
export function putRecord(b: Bytes, o: number, type: number, to: In6Addr): void {
  b[o] = type
  b[o + 1] = 0
  put16(b, o + 2, 0)
  putIn6(b, o + 4, to)
}

export const recordType = (b: Bytes, o: number): number => b[o]
export const recordGroup = (b: Bytes, o: number): In6Addr => in6At(b, o + 4)
/** Bytes of the record at `o`. */
export const recordLen = (b: Bytes, o: number): number => RECORD_LEN + 16 * u16(b, o + 2) + 4 * b[o + 1]
