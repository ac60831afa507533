// ARP for IPv4 over Ethernet (RFC 826). Other hardware or protocol types are refused by `check`.
import { hostOrder, memoryOrder } from './address.ts'
import { type Bytes, put16, put32, u16, u32 } from './bytes.ts'
import { DROP_BAD_HEADER, DROP_NONE, DROP_RUNT } from './drop.ts'
import { dst as macAt, putMac, TYPE_IPV4 } from './ethernet.ts'

export const HARDWARE = 0
export const PROTOCOL = 2
export const HARDWARE_LEN = 4
export const PROTOCOL_LEN = 5
export const OP = 6
export const SENDER_MAC = 8
export const SENDER_IP = 14
export const TARGET_MAC = 18
export const TARGET_IP = 24
export const LEN = 28

export const HARDWARE_ETHERNET = 1
export const OP_REQUEST = 1
export const OP_REPLY = 2

export const op = (b: Bytes, o: number): number => u16(b, o + OP)
export const senderMac = (b: Bytes, o: number): number => macAt(b, o + SENDER_MAC)
export const senderIp = (b: Bytes, o: number): number => memoryOrder(u32(b, o + SENDER_IP))
export const targetMac = (b: Bytes, o: number): number => macAt(b, o + TARGET_MAC)
export const targetIp = (b: Bytes, o: number): number => memoryOrder(u32(b, o + TARGET_IP))

export function check(b: Bytes, o: number, end: number): number {
  if (end - o < LEN) return DROP_RUNT
  const ours =
    u16(b, o + HARDWARE) === HARDWARE_ETHERNET &&
    u16(b, o + PROTOCOL) === TYPE_IPV4 &&
    b[o + HARDWARE_LEN] === 6 &&
    b[o + PROTOCOL_LEN] === 4
  return ours ? DROP_NONE : DROP_BAD_HEADER
}

/** MACs as 48-bit values, addresses in memory order (see address.ts). */
export interface Arp {
  op: number
  senderMac: number
  senderIp: number
  targetMac: number
  targetIp: number
}

export const parse = (b: Bytes, o: number): Arp => ({
  op: op(b, o),
  senderMac: senderMac(b, o),
  senderIp: senderIp(b, o),
  targetMac: targetMac(b, o),
  targetIp: targetIp(b, o),
})

export function emit(b: Bytes, o: number, a: Arp): void {
  put16(b, o + HARDWARE, HARDWARE_ETHERNET)
  put16(b, o + PROTOCOL, TYPE_IPV4)
  b[o + HARDWARE_LEN] = 6
  b[o + PROTOCOL_LEN] = 4
  put16(b, o + OP, a.op)
  putMac(b, o + SENDER_MAC, a.senderMac)
  put32(b, o + SENDER_IP, hostOrder(a.senderIp))
  putMac(b, o + TARGET_MAC, a.targetMac)
  put32(b, o + TARGET_IP, hostOrder(a.targetIp))
}
