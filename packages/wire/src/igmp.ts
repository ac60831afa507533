// Group membership of IPv4: versions 1 (RFC 1112), 2 (RFC 2236) and 3 (RFC 3376), behind the IPv4 header.
import { hostOrder, memoryOrder } from './address.ts'
import { type Bytes, put16, put32, u16, u32 } from './bytes.ts'

export const TYPE = 0
/** Of queries, in tenths of a second; 0 in version 1. */
export const MAX_RESPONSE = 1
export const CHECKSUM = 2
export const GROUP = 4
/** Every message of versions 1 and 2. */
export const LEN = 8
/** A query that is at least so long is of version 3 (RFC 3376 §7.1); between the two it is void. */
export const V3_QUERY_LEN = 12
export const QRV = 8
export const SOURCES = 10

export const QUERY = 0x11
export const REPORT_V1 = 0x12
export const REPORT_V2 = 0x16
export const LEAVE = 0x17
export const REPORT_V3 = 0x22

/** A report of version 3: number of records, then the records. */
export const RECORDS = 6
export const REPORT_LEN = 8
export const RECORD_LEN = 8

export const MODE_IS_INCLUDE = 1
export const MODE_IS_EXCLUDE = 2
export const CHANGE_TO_INCLUDE = 3
export const CHANGE_TO_EXCLUDE = 4

export const type = (b: Bytes, o: number): number => b[o]
export const group = (b: Bytes, o: number): number => memoryOrder(u32(b, o + GROUP))

/** Milliseconds a member may take to answer. Version 3 has a floating-point form from 128 on (RFC 3376 §4.1.1). */
export function maxResponseMs(b: Bytes, o: number, len: number): number {
  const code = b[o + MAX_RESPONSE]
  if (len < V3_QUERY_LEN || code < 128) return code * 100
  return (((code & 15) | 16) << (((code >>> 4) & 7) + 3)) * 100
}

/** A record without sources: all of this stack's memberships are for any source. */
export function putRecord(b: Bytes, o: number, recordType: number, to: number): void {
  b[o] = recordType
  b[o + 1] = 0
  put16(b, o + 2, 0)
  put32(b, o + 4, hostOrder(to))
}

export const recordType = (b: Bytes, o: number): number => b[o]
export const recordGroup = (b: Bytes, o: number): number => memoryOrder(u32(b, o + 4))
/** Bytes of the record at `o`. */
export const recordLen = (b: Bytes, o: number): number => RECORD_LEN + 4 * u16(b, o + 2) + 4 * b[o + 1]
