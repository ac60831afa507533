// ICMPv6 (RFC 4443), neighbor discovery (RFC 4861) and multicast listener discovery (RFC 2710, RFC 3810).
import { type Bytes, put16, put32, u16, u32 } from './bytes.ts'
import { sumBytes } from './checksum.ts'
import { DROP_BAD_CHECKSUM, DROP_NONE, DROP_RUNT } from './drop.ts'
import { NEXT_ICMP6, sumPseudoHeader } from './ipv6.ts'

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

/** Codes of UNREACHABLE. */
export const CODE_NO_ROUTE = 0
export const CODE_ADMIN = 1
export const CODE_SCOPE = 2
export const CODE_ADDRESS = 3
export const CODE_PORT = 4
export const CODE_REJECT = 6
/** Codes of TIME_EXCEEDED. */
export const CODE_HOP_LIMIT = 0
export const CODE_REASSEMBLY = 1
/** Codes of PARAMETER_PROBLEM; the pointer is in the field at ID. */
export const CODE_BAD_FIELD = 0
export const CODE_NEXT_HEADER = 1
export const CODE_OPTION = 2
/** RFC 7112: the first fragment has not all headers. */
export const CODE_HEADER_CHAIN = 3

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
/** MTU of PACKET_TOO_BIG, pointer of PARAMETER_PROBLEM, 0 of the other errors. */
export const parameter = (b: Bytes, o: number): number => u32(b, o + MTU)

/** `ip` is the offset of the IPv6 header, whose addresses the checksum covers. */
export function check(b: Bytes, o: number, end: number, ip: number): number {
  if (end - o < HEADER_LEN) return DROP_RUNT
  const sum = sumBytes(b, o, end - o, sumPseudoHeader(b, ip, NEXT_ICMP6, end - o))
  return sum === 0xffff ? DROP_NONE : DROP_BAD_CHECKSUM
}

export interface Icmp6 {
  type: number
  code: number
  /** The word behind the checksum: id and sequence, MTU, pointer, flags. */
  parameter: number
}

/** Writes type, code, parameter and an empty checksum. */
export function put(b: Bytes, o: number, h: Icmp6): void {
  b[o + TYPE] = h.type
  b[o + CODE] = h.code
  put16(b, o + CHECKSUM, 0)
  put32(b, o + MTU, h.parameter)
}

/** Writes the header and the checksum over header and payload, which must be in place, as the IPv6 header at `ip` must. */
export function emit(b: Bytes, o: number, end: number, ip: number, h: Icmp6): void {
  put(b, o, h)
  put16(b, o + CHECKSUM, ~sumBytes(b, o, end - o, sumPseudoHeader(b, ip, NEXT_ICMP6, end - o)) & 0xffff)
}
