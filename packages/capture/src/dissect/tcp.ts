// TCP, one segment at a time: sequence numbers are shown as they are on the wire, since nothing here remembers a connection.
import { ipv4, tcp, u16, u32 } from '@etherloom/wire'
import type { Dissection, HeaderField } from './dissection.ts'
import { hex } from './names.ts'

const FLAG_NAMES: readonly [flag: number, short: string, name: string][] = [
  [tcp.FIN, 'FIN', 'Fin'],
  [tcp.SYN, 'SYN', 'Syn'],
  [tcp.RST, 'RST', 'Reset'],
  [tcp.PSH, 'PSH', 'Push'],
  [tcp.ACK, 'ACK', 'Acknowledgment'],
  [tcp.URG, 'URG', 'Urgent'],
  [tcp.ECE, 'ECE', 'ECN-Echo'],
  [tcp.CWR, 'CWR', 'Congestion Window Reduced'],
  [tcp.AE, 'AE', 'Accurate ECN'],
]

const HEADER: readonly HeaderField[] = [
  { name: 'Source Port', at: tcp.SRC_PORT, size: 2, text: (b, o) => String(tcp.srcPort(b, o)) },
  { name: 'Destination Port', at: tcp.DST_PORT, size: 2, text: (b, o) => String(tcp.dstPort(b, o)) },
  { name: 'Sequence Number', at: tcp.SEQ, size: 4, text: (b, o) => String(tcp.seq(b, o)) },
  { name: 'Acknowledgment Number', at: tcp.ACK_NUMBER, size: 4, text: (b, o) => String(tcp.ackNumber(b, o)) },
  { name: 'Header Length', at: tcp.OFFSET_FLAGS, size: 1, text: (b, o) => `${tcp.headerLen(b, o)} bytes` },
  {
    name: 'Flags',
    at: tcp.OFFSET_FLAGS,
    size: 2,
    text: (b, o) => `${hex(tcp.flags(b, o), 3)} (${flagNames(tcp.flags(b, o))})`,
    bits: FLAG_NAMES.map(([flag, , name]) => ({ name, text: (b, o) => (tcp.flags(b, o) & flag ? 'Set' : 'Not set') })),
  },
  { name: 'Window', at: tcp.WINDOW, size: 2, text: (b, o) => String(tcp.window(b, o)) },
  { name: 'Checksum', at: tcp.CHECKSUM, size: 2, text: (b, o) => hex(tcp.checksum(b, o), 4) },
  { name: 'Urgent Pointer', at: tcp.URGENT, size: 2, text: (b, o) => String(tcp.urgent(b, o)) },
]

export function dissectTcp(d: Dissection, off: number): void {
  const { bytes } = d
  d.protocol = 'TCP'
  d.info = ''
  let value = ''
  if (d.has(off, tcp.SEQ)) {
    d.info = `${tcp.srcPort(bytes, off)} → ${tcp.dstPort(bytes, off)}`
    value = `Src Port: ${tcp.srcPort(bytes, off)}, Dst Port: ${tcp.dstPort(bytes, off)}`
  }
  const fixed = d.has(off, tcp.HEADER_LEN)
  const headerLen = fixed ? tcp.headerLen(bytes, off) : tcp.HEADER_LEN
  if (fixed) d.info += segmentText(bytes, off)
  if (!d.header('Transmission Control Protocol', value, off, Math.max(headerLen, tcp.HEADER_LEN), HEADER)) return
  if (headerLen < tcp.HEADER_LEN) {
    d.info += `, bogus TCP header length (${headerLen}, must be at least 20)`
    d.wrong ||= 'bogus TCP header length'
    return
  }
  d.checksumStatus(d.last, d.transportSum(off, ipv4.PROTO_TCP), off + tcp.CHECKSUM)
  d.info += ` Len=${d.wireEnd - off - headerLen}`
  dissectOptions(d, off + tcp.HEADER_LEN, off + headerLen)
  d.data(off + headerLen)
}

function segmentText(b: Uint8Array, o: number): string {
  const flags = tcp.flags(b, o)
  const ack = flags & tcp.ACK ? ` Ack=${tcp.ackNumber(b, o)}` : ''
  const urgent = flags & tcp.URG ? ` Urg=${tcp.urgent(b, o)}` : ''
  return ` [${flagNames(flags)}] Seq=${tcp.seq(b, o)}${ack} Win=${tcp.window(b, o)}${urgent}`
}

function dissectOptions(d: Dissection, from: number, to: number): void {
  const { bytes } = d
  const parent = d.last !== null && from < to ? d.field(d.last, 'Options', `${to - from} bytes`, from, to - from) : null
  for (let at = from; at < to; ) {
    const kind = bytes[at]
    const single = kind === tcp.OPTION_END || kind === tcp.OPTION_NOP
    const length = single ? 1 : at + 1 < to ? bytes[at + 1] : 0
    if (!single && (length < 2 || at + length > to)) {
      if (parent !== null) d.field(parent, 'TCP Option', `kind ${kind}: length ${length} does not fit`, at, to - at)
      return
    }
    const [name, text] = optionText(bytes, at, kind, length)
    if (text !== '') d.info += ` ${text}`
    if (parent !== null) d.field(parent, `TCP Option - ${name}`, text, at, length)
    if (kind === tcp.OPTION_END) return
    at += length
  }
}

/** Its name, and what it adds to the packet list's line. */
function optionText(b: Uint8Array, at: number, kind: number, length: number): [name: string, text: string] {
  if (kind === tcp.OPTION_END) return ['End of Option List (EOL)', '']
  if (kind === tcp.OPTION_NOP) return ['No-Operation (NOP)', '']
  if (kind === tcp.OPTION_MSS && length === 4) return ['Maximum segment size', `MSS=${u16(b, at + 2)}`]
  if (kind === tcp.OPTION_WSCALE && length === 3) return ['Window scale', `WS=${2 ** Math.min(b[at + 2], 14)}`]
  if (kind === tcp.OPTION_SACK_OK && length === 2) return ['SACK permitted', 'SACK_PERM']
  if (kind === tcp.OPTION_TIMESTAMPS && length === 10)
    return ['Timestamps', `TSval=${u32(b, at + 2)} TSecr=${u32(b, at + 6)}`]
  if (kind === tcp.OPTION_SACK && length >= 10 && length % 8 === 2) {
    const blocks: string[] = []
    for (let i = at + 2; i < at + length; i += 8) blocks.push(`SLE=${u32(b, i)} SRE=${u32(b, i + 4)}`)
    return ['SACK', blocks.join(' ')]
  }
  return [`kind ${kind}`, '']
}

function flagNames(flags: number): string {
  const names = FLAG_NAMES.filter(([flag]) => (flags & flag) !== 0).map(([, short]) => short)
  return names.length > 0 ? names.join(', ') : '<None>'
}
