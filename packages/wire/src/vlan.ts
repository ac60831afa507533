// IEEE 802.1Q tag: four bytes between the source address and the type. Offsets are from the TPID's end, that is from the
// first byte after an Ethernet type of TYPE_VLAN or TYPE_QINQ.
import { type Bytes, u16 } from './bytes.ts'

export const TCI = 0
export const TYPE = 2
export const TAG_LEN = 4

/** IEEE 802.1ad: the outer tag of two. */
export const TYPE_QINQ = 0x88a8

export const id = (b: Bytes, o: number): number => u16(b, o + TCI) & 0x0fff
export const priority = (b: Bytes, o: number): number => b[o + TCI] >>> 5
export const dropEligible = (b: Bytes, o: number): number => (b[o + TCI] >>> 4) & 1
export const type = (b: Bytes, o: number): number => u16(b, o + TYPE)
