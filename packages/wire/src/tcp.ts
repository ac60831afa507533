// TCP (RFC 9293): offsets and accessors of the header.
import { type Bytes, u16, u32 } from './bytes.ts'

export const SRC_PORT = 0
export const DST_PORT = 2
export const SEQ = 4
export const ACK_NUMBER = 8
export const OFFSET_FLAGS = 12
export const WINDOW = 14
export const CHECKSUM = 16
export const URGENT = 18
export const HEADER_LEN = 20

export const FIN = 0x01
export const SYN = 0x02
export const RST = 0x04
export const PSH = 0x08
export const ACK = 0x10
export const URG = 0x20
export const ECE = 0x40
export const CWR = 0x80
export const AE = 0x100

export const OPTION_END = 0
export const OPTION_NOP = 1
export const OPTION_MSS = 2
export const OPTION_WSCALE = 3
export const OPTION_SACK_OK = 4
export const OPTION_SACK = 5
export const OPTION_TIMESTAMPS = 8

export const srcPort = (b: Bytes, o: number): number => u16(b, o + SRC_PORT)
export const dstPort = (b: Bytes, o: number): number => u16(b, o + DST_PORT)
export const seq = (b: Bytes, o: number): number => u32(b, o + SEQ)
export const ackNumber = (b: Bytes, o: number): number => u32(b, o + ACK_NUMBER)
export const headerLen = (b: Bytes, o: number): number => (b[o + OFFSET_FLAGS] >>> 4) << 2
/** Nine bits: FIN to CWR, and AE (RFC 9768). */
export const flags = (b: Bytes, o: number): number => u16(b, o + OFFSET_FLAGS) & 0x1ff
export const window = (b: Bytes, o: number): number => u16(b, o + WINDOW)
export const checksum = (b: Bytes, o: number): number => u16(b, o + CHECKSUM)
export const urgent = (b: Bytes, o: number): number => u16(b, o + URGENT)
