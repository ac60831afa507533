// Ethernet II (RFC 894, IEEE 802.3): 14 bytes, no FCS anywhere in this product.
import { type Bytes, put16, u16, u32 } from './bytes.ts'
import { DROP_NONE, DROP_RUNT } from './drop.ts'

export const DST = 0
export const SRC = 6
export const TYPE = 12
export const HEADER_LEN = 14
/** Smallest frame without FCS that a real wire carries. */
export const MIN_LEN = 60

export const TYPE_IPV4 = 0x0800
export const TYPE_ARP = 0x0806
export const TYPE_VLAN = 0x8100
export const TYPE_IPV6 = 0x86dd

const mac = (b: Bytes, o: number) => u16(b, o) * 2 ** 32 + u32(b, o + 2)
export const dst = (b: Bytes, o: number): number => mac(b, o + DST)
export const src = (b: Bytes, o: number): number => mac(b, o + SRC)
export const type = (b: Bytes, o: number): number => u16(b, o + TYPE)

export const check = (_b: Bytes, o: number, end: number): number => (end - o < HEADER_LEN ? DROP_RUNT : DROP_NONE)

/** Addresses as 48-bit values (see address.ts). */
export interface Ethernet {
  dst: number
  src: number
  type: number
}

export const parse = (b: Bytes, o: number): Ethernet => ({ dst: dst(b, o), src: src(b, o), type: type(b, o) })

export function putMac(b: Bytes, o: number, value: number): void {
  put16(b, o, Math.floor(value / 2 ** 32))
  put16(b, o + 2, Math.floor(value / 2 ** 16) & 0xffff)
  put16(b, o + 4, value % 2 ** 16)
}

export function emit(b: Bytes, o: number, e: Ethernet): void {
  putMac(b, o + DST, e.dst)
  putMac(b, o + SRC, e.src)
  put16(b, o + TYPE, e.type)
}
