// Spanning tree: what bridges tell each other of their root, and a rapid one also what a port is to be.
import { type Bytes, bpdu, formatMac, u16, u32 } from '@etherloom/wire'
import type { Dissection, HeaderField } from './dissection.ts'
import { hex } from './names.ts'

const HEADER_LEN = bpdu.TCN_LEN
const HEADER: readonly HeaderField[] = [
  { name: 'Protocol Identifier', at: bpdu.PROTOCOL_ID, size: 2, text: (b, o) => hex(u16(b, o + bpdu.PROTOCOL_ID), 4) },
  { name: 'Protocol Version Identifier', at: bpdu.VERSION, size: 1, text: (b, o) => version(b[o + bpdu.VERSION]) },
  { name: 'BPDU Type', at: bpdu.BPDU_TYPE, size: 1, text: (b, o) => typeWords(b[o + bpdu.BPDU_TYPE]) },
]

const isSet = (flag: number) => (b: Bytes, o: number) => ((b[o + bpdu.FLAGS] & flag) !== 0 ? 'Yes' : 'No')
const roles = ['Unknown', 'Alternate or Backup', 'Root', 'Designated']
const role = (b: Bytes, o: number): string => roles[(b[o + bpdu.FLAGS] & bpdu.FLAG_ROLE) >> 2]
const seconds = (at: number) => (b: Bytes, o: number) => `${u16(b, o + at) / bpdu.TIME_UNIT} s`

const WHOLE: readonly HeaderField[] = [
  ...HEADER,
  {
    name: 'BPDU flags',
    at: bpdu.FLAGS,
    size: 1,
    text: (b, o) => hex(b[o + bpdu.FLAGS], 2),
    bits: [
      { name: 'Topology Change Acknowledgment', text: isSet(bpdu.FLAG_TC_ACK) },
      { name: 'Agreement', text: isSet(bpdu.FLAG_AGREEMENT) },
      { name: 'Forwarding', text: isSet(bpdu.FLAG_FORWARDING) },
      { name: 'Learning', text: isSet(bpdu.FLAG_LEARNING) },
      { name: 'Port Role', text: role },
      { name: 'Proposal', text: isSet(bpdu.FLAG_PROPOSAL) },
      { name: 'Topology Change', text: isSet(bpdu.FLAG_TC) },
    ],
  },
  { name: 'Root Identifier', at: bpdu.ROOT_ID, size: 8, text: (b, o) => bridge(b, o + bpdu.ROOT_ID, ' / ') },
  { name: 'Root Path Cost', at: bpdu.ROOT_COST, size: 4, text: (b, o) => String(u32(b, o + bpdu.ROOT_COST)) },
  { name: 'Bridge Identifier', at: bpdu.BRIDGE_ID, size: 8, text: (b, o) => bridge(b, o + bpdu.BRIDGE_ID, ' / ') },
  { name: 'Port identifier', at: bpdu.PORT_ID, size: 2, text: (b, o) => hex(u16(b, o + bpdu.PORT_ID), 4) },
  { name: 'Message Age', at: bpdu.MESSAGE_AGE, size: 2, text: seconds(bpdu.MESSAGE_AGE) },
  { name: 'Max Age', at: bpdu.MAX_AGE, size: 2, text: seconds(bpdu.MAX_AGE) },
  { name: 'Hello Time', at: bpdu.HELLO_TIME, size: 2, text: seconds(bpdu.HELLO_TIME) },
  { name: 'Forward Delay', at: bpdu.FORWARD_DELAY, size: 2, text: seconds(bpdu.FORWARD_DELAY) },
]

export function dissectStp(d: Dissection, off: number): void {
  const { bytes } = d
  d.protocol = 'STP'
  d.info = ''
  const type = d.has(off, HEADER_LEN) ? bytes[off + bpdu.BPDU_TYPE] : bpdu.TYPE_TCN
  const isKnown = type === bpdu.TYPE_CONFIG || type === bpdu.TYPE_RST
  const length = isKnown ? bpdu.CONFIG_LEN : HEADER_LEN
  if (!d.header('Spanning Tree Protocol', '', off, length, isKnown ? WHOLE : HEADER)) return
  d.info = isKnown ? describe(bytes, off, type) : typeWords(type)
  d.data(off + bpdu.lengthOf(type))
}

function describe(b: Bytes, o: number, type: number): string {
  const kind = type === bpdu.TYPE_CONFIG ? 'Conf.' : 'RST.'
  const change = (b[o + bpdu.FLAGS] & bpdu.FLAG_TC) !== 0 ? 'TC + ' : ''
  const cost = u32(b, o + bpdu.ROOT_COST)
  const port = hex(u16(b, o + bpdu.PORT_ID), 4)
  return `${kind} ${change}Root = ${bridge(b, o + bpdu.ROOT_ID, '/')}  Cost = ${cost}  Port = ${port}`
}

/** Priority, system ID extension and MAC address: 32768/0/42:00:aa:00:00:01. */
function bridge(b: Bytes, o: number, between: string): string {
  const first = u16(b, o)
  const mac = u16(b, o + 2) * 2 ** 32 + u32(b, o + 4)
  return [first & 0xf000, first & 0x0fff, formatMac(mac)].join(between)
}

const version = (value: number): string =>
  value === bpdu.VERSION_STP
    ? 'Spanning Tree (0)'
    : value === bpdu.VERSION_RSTP
      ? 'Rapid Spanning Tree (2)'
      : String(value)

function typeWords(type: number): string {
  switch (type) {
    case bpdu.TYPE_CONFIG:
      return 'Configuration (0x00)'
    case bpdu.TYPE_RST:
      return 'Rapid/Multiple Spanning Tree (0x02)'
    case bpdu.TYPE_TCN:
      return 'Topology Change Notification'
    default:
      return `Unknown BPDU type (${hex(type, 2)})`
  }
}
