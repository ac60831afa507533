// ICMPv6 (RFC 4443), neighbor discovery (RFC 4861) and multicast listener discovery (RFC 2710, RFC 3810).
import { type Bytes, u16 } from './bytes.ts'

export const TYPE = 0
export const CODE = 1
export const CHECKSUM = 2
export const ID = 4
export const SEQ = 6
export const MTU = 4
export const HEADER_LEN = 8
/** Target of a neighbor solicitation, advertisement or redirect; group of a listener message. */
export const TARGET = 8

export const UNREACHABLE = 1
export const PACKET_TOO_BIG = 2
export const TIME_EXCEEDED = 3
export const PARAMETER_PROBLEM = 4
export const ECHO_REQUEST = 128
export const ECHO_REPLY = 129
export const LISTENER_QUERY = 130
export const LISTENER_REPORT = 131
export const LISTENER_DONE = 132
export const ROUTER_SOLICITATION = 133
export const ROUTER_ADVERTISEMENT = 134
export const NEIGHBOR_SOLICITATION = 135
export const NEIGHBOR_ADVERTISEMENT = 136
export const REDIRECT = 137
export const LISTENER_REPORT_V2 = 143

/** Flags of a neighbor advertisement, in the byte at ID. */
export const FLAG_ROUTER = 0x80
export const FLAG_SOLICITED = 0x40
export const FLAG_OVERRIDE = 0x20

export const OPTION_SOURCE_MAC = 1
export const OPTION_TARGET_MAC = 2
export const OPTION_PREFIX = 3
export const OPTION_MTU = 5

export const type = (b: Bytes, o: number): number => b[o + TYPE]
export const code = (b: Bytes, o: number): number => b[o + CODE]
export const id = (b: Bytes, o: number): number => u16(b, o + ID)
export const seq = (b: Bytes, o: number): number => u16(b, o + SEQ)
/** Types below 128 are errors and quote the packet they are about (RFC 4443 §2.1). */
export const isError = (t: number): boolean => t < 128
