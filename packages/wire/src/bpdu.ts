// Bridge protocol data units of IEEE 802.1D-2004, clause 9: STP's configuration and topology change, and RSTP's own. In an
// 802.3 frame: after the addresses a length instead of a type, then the LLC header 42 42 03. Offsets are from the BPDU's start.
import { type Bytes, put16, put32, u16, u32 } from './bytes.ts'
import { DROP_BAD_BPDU, DROP_NONE } from './drop.ts'
import { HEADER_LEN, putMac, TYPE } from './ethernet.ts'

/** 01:80:c2:00:00:00, the bridge group address. */
export const GROUP = 0x0180c2000000
export const LLC_LEN = 3
const LLC_SAP = 0x42
const LLC_UI = 0x03

export const PROTOCOL_ID = 0
export const VERSION = 2
export const BPDU_TYPE = 3
export const FLAGS = 4
export const ROOT_ID = 5
export const ROOT_COST = 13
export const BRIDGE_ID = 17
export const PORT_ID = 25
export const MESSAGE_AGE = 27
export const MAX_AGE = 29
export const HELLO_TIME = 31
export const FORWARD_DELAY = 33
export const VERSION_1_LENGTH = 35

export const TCN_LEN = 4
export const CONFIG_LEN = 35
export const RST_LEN = 36

export const TYPE_CONFIG = 0x00
export const TYPE_RST = 0x02
export const TYPE_TCN = 0x80
export const VERSION_STP = 0
export const VERSION_RSTP = 2

export const FLAG_TC = 0x01
export const FLAG_PROPOSAL = 0x02
export const FLAG_ROLE = 0x0c
export const FLAG_LEARNING = 0x10
export const FLAG_FORWARDING = 0x20
export const FLAG_AGREEMENT = 0x40
export const FLAG_TC_ACK = 0x80

/** In FLAG_ROLE, shifted down. */
export const ROLE_UNKNOWN = 0
export const ROLE_ALTERNATE_OR_BACKUP = 1
export const ROLE_ROOT = 2
export const ROLE_DESIGNATED = 3

/** Times on the wire are in units of 1/256 s. */
export const TIME_UNIT = 256

/**
 * The root a bridge believes in, what it costs to get there, and who says so. Identifiers are 16 lower-case hex digits, four of
 * priority and twelve of MAC address, so that comparing texts compares identifiers.
 */
export interface Bpdu {
  type: number
  flags: number
  rootId: string
  rootCost: number
  bridgeId: string
  portId: number
  /** In seconds. */
  messageAge: number
  maxAge: number
  helloTime: number
  forwardDelay: number
}

/** 9.3.4: whether a received BPDU may be looked at. `o` and `end` are those of the BPDU. */
export function check(b: Bytes, o: number, end: number): number {
  if (end - o < TCN_LEN || u16(b, o + PROTOCOL_ID) !== 0) return DROP_BAD_BPDU
  const type = b[o + BPDU_TYPE]
  if (type === TYPE_TCN) return DROP_NONE
  if (type === TYPE_RST) return end - o >= RST_LEN && b[o + VERSION] >= VERSION_RSTP ? DROP_NONE : DROP_BAD_BPDU
  const fresh = end - o >= CONFIG_LEN && u16(b, o + MESSAGE_AGE) < u16(b, o + MAX_AGE)
  return type === TYPE_CONFIG && fresh ? DROP_NONE : DROP_BAD_BPDU
}

/** Where the BPDU of a frame begins and ends, or null when it is none. */
export function locate(b: Bytes, o: number, end: number): { at: number; end: number } | null {
  const llc = o + HEADER_LEN
  if (end - llc < LLC_LEN || b[llc] !== LLC_SAP || b[llc + 1] !== LLC_SAP || b[llc + 2] !== LLC_UI) return null
  const length = u16(b, o + TYPE)
  if (length < LLC_LEN || llc + length > end) return null
  return { at: llc + LLC_LEN, end: llc + length }
}

/** Says nothing but that it is one. */
export const topologyChange: Readonly<Bpdu> = {
  type: TYPE_TCN,
  flags: 0,
  rootId: '',
  rootCost: 0,
  bridgeId: '',
  portId: 0,
  messageAge: 0,
  maxAge: 0,
  helloTime: 0,
  forwardDelay: 0,
}

/** `check` must have said yes. */
export function parse(b: Bytes, o: number): Readonly<Bpdu> {
  const type = b[o + BPDU_TYPE]
  if (type === TYPE_TCN) return topologyChange
  return {
    type,
    flags: b[o + FLAGS],
    rootId: bridgeId(b, o + ROOT_ID),
    rootCost: u32(b, o + ROOT_COST),
    bridgeId: bridgeId(b, o + BRIDGE_ID),
    portId: u16(b, o + PORT_ID),
    messageAge: u16(b, o + MESSAGE_AGE) / TIME_UNIT,
    maxAge: u16(b, o + MAX_AGE) / TIME_UNIT,
    helloTime: u16(b, o + HELLO_TIME) / TIME_UNIT,
    forwardDelay: u16(b, o + FORWARD_DELAY) / TIME_UNIT,
  }
}

export const lengthOf = (type: number): number =>
  type === TYPE_TCN ? TCN_LEN : type === TYPE_CONFIG ? CONFIG_LEN : RST_LEN

/** Writes a whole frame, without its padding; answers with its length. */
export function emitFrame(b: Bytes, o: number, srcMac: number, bpdu: Bpdu): number {
  const length = LLC_LEN + lengthOf(bpdu.type)
  putMac(b, o, GROUP)
  putMac(b, o + 6, srcMac)
  put16(b, o + TYPE, length)
  b[o + HEADER_LEN] = LLC_SAP
  b[o + HEADER_LEN + 1] = LLC_SAP
  b[o + HEADER_LEN + 2] = LLC_UI
  emit(b, o + HEADER_LEN + LLC_LEN, bpdu)
  return HEADER_LEN + length
}

export function emit(b: Bytes, o: number, bpdu: Bpdu): void {
  put16(b, o + PROTOCOL_ID, 0)
  b[o + VERSION] = bpdu.type === TYPE_RST ? VERSION_RSTP : VERSION_STP
  b[o + BPDU_TYPE] = bpdu.type
  if (bpdu.type === TYPE_TCN) return
  b[o + FLAGS] = bpdu.flags
  putBridgeId(b, o + ROOT_ID, bpdu.rootId)
  put32(b, o + ROOT_COST, bpdu.rootCost)
  putBridgeId(b, o + BRIDGE_ID, bpdu.bridgeId)
  put16(b, o + PORT_ID, bpdu.portId)
  put16(b, o + MESSAGE_AGE, bpdu.messageAge * TIME_UNIT)
  put16(b, o + MAX_AGE, bpdu.maxAge * TIME_UNIT)
  put16(b, o + HELLO_TIME, bpdu.helloTime * TIME_UNIT)
  put16(b, o + FORWARD_DELAY, bpdu.forwardDelay * TIME_UNIT)
  if (bpdu.type === TYPE_RST) b[o + VERSION_1_LENGTH] = 0
}

/** An identifier from a priority (its lower twelve bits are 0 here) and a MAC address. */
export const makeBridgeId = (priority: number, mac: number): string =>
  priority.toString(16).padStart(4, '0') + mac.toString(16).padStart(12, '0')

/** The part of an identifier that says which bridge it is, whatever its priority. */
export const addressOf = (id: string): string => id.slice(4)

function bridgeId(b: Bytes, o: number): string {
  let id = ''
  for (let i = 0; i < 8; i++) id += b[o + i].toString(16).padStart(2, '0')
  return id
}

function putBridgeId(b: Bytes, o: number, id: string): void {
  for (let i = 0; i < 8; i++) b[o + i] = Number.parseInt(id.slice(2 * i, 2 * i + 2), 16)
}
