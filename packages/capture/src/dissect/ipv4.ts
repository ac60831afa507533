import { formatIpv4, ipv4, sumBytes } from '@etherloom/wire'
import type { Dissection, HeaderField } from './dissection.ts'
import { hex, ipProtocolShort, ipProtocolText } from './names.ts'

const bit = (set: number): string => (set !== 0 ? 'Set' : 'Not set')

const HEADER: readonly HeaderField[] = [
  { name: 'Version', at: ipv4.VERSION_IHL, size: 1, text: (b, o) => String(b[o] >>> 4) },
  {
    name: 'Header Length',
    at: ipv4.VERSION_IHL,
    size: 1,
    text: (b, o) => `${ipv4.headerLen(b, o)} bytes (${b[o] & 15})`,
  },
  {
    name: 'Differentiated Services Field',
    at: ipv4.TOS,
    size: 1,
    text: (b, o) => hex(ipv4.tos(b, o), 2),
    bits: [
      { name: 'Differentiated Services Codepoint', text: (b, o) => String(ipv4.tos(b, o) >>> 2) },
      { name: 'Explicit Congestion Notification', text: (b, o) => String(ipv4.tos(b, o) & 3) },
    ],
  },
  { name: 'Total Length', at: ipv4.TOTAL_LEN, size: 2, text: (b, o) => String(ipv4.totalLen(b, o)) },
  { name: 'Identification', at: ipv4.ID, size: 2, text: (b, o) => `${hex(ipv4.id(b, o), 4)} (${ipv4.id(b, o)})` },
  {
    name: 'Flags',
    at: ipv4.FLAGS_OFFSET,
    size: 2,
    text: (b, o) => hex(ipv4.flagsOffset(b, o) >>> 13, 1),
    bits: [
      { name: 'Reserved bit', text: (b, o) => bit(ipv4.flagsOffset(b, o) & 0x8000) },
      { name: "Don't fragment", text: (b, o) => bit(ipv4.flagsOffset(b, o) & ipv4.DONT_FRAGMENT) },
      { name: 'More fragments', text: (b, o) => bit(ipv4.flagsOffset(b, o) & ipv4.MORE_FRAGMENTS) },
    ],
  },
  {
    name: 'Fragment Offset',
    at: ipv4.FLAGS_OFFSET,
    size: 2,
    text: (b, o) => String(fragmentOffset(ipv4.flagsOffset(b, o))),
  },
  { name: 'Time to Live', at: ipv4.TTL, size: 1, text: (b, o) => String(ipv4.ttl(b, o)) },
  { name: 'Protocol', at: ipv4.PROTOCOL, size: 1, text: (b, o) => ipProtocolText(ipv4.protocol(b, o)) },
  { name: 'Header Checksum', at: ipv4.CHECKSUM, size: 2, text: (b, o) => hex(ipv4.checksum(b, o), 4) },
  { name: 'Source Address', at: ipv4.SRC, size: 4, text: (b, o) => formatIpv4(ipv4.src(b, o)) },
  { name: 'Destination Address', at: ipv4.DST, size: 4, text: (b, o) => formatIpv4(ipv4.dst(b, o)) },
]
const NAME = 'Internet Protocol Version 4'

export function dissectIpv4(d: Dissection, off: number): void {
  const { bytes } = d
  d.protocol = 'IPv4'
  d.info = ''
  const fixed = d.has(off, ipv4.HEADER_LEN)
  const headerLen = d.has(off, 1) ? ipv4.headerLen(bytes, off) : ipv4.HEADER_LEN
  const bogus = fixed ? bogusHeader(bytes, off) : ''
  if (bogus !== '') {
    d.header(NAME, bogus, off, ipv4.HEADER_LEN, HEADER)
    d.info = bogus
    d.wrong ||= bogus
    return
  }
  if (fixed) {
    d.source = formatIpv4(ipv4.src(bytes, off))
    d.destination = formatIpv4(ipv4.dst(bytes, off))
  }
  const value = fixed ? `Src: ${d.source}, Dst: ${d.destination}` : ''
  if (!d.header(NAME, value, off, Math.max(headerLen, ipv4.HEADER_LEN), HEADER)) return
  // A total length of 0 is what segmentation offload leaves in other systems' captures: then the frame's end counts.
  const totalLen = ipv4.totalLen(bytes, off) || d.wireEnd - off
  const layer = d.last
  d.checksumStatus(layer, sumBytes(bytes, off, headerLen), off + ipv4.CHECKSUM)
  if (layer !== null) {
    const options = headerLen - ipv4.HEADER_LEN
    if (options > 0) d.field(layer, 'Options', `${options} bytes`, off + ipv4.HEADER_LEN, options)
    if (totalLen > d.wireEnd - off && !d.partial)
      d.field(layer, '[Total Length exceeds the frame]', `${totalLen} > ${d.wireEnd - off}`, off + ipv4.TOTAL_LEN, 2)
  }
  d.limit(off, totalLen)
  dissectBody(d, off, off + headerLen)
}

function dissectBody(d: Dissection, off: number, body: number): void {
  const { bytes } = d
  const protocol = ipv4.protocol(bytes, off)
  const fragment = ipv4.flagsOffset(bytes, off)
  if ((fragment & ipv4.OFFSET_MASK) !== 0) {
    const id = ipv4.id(bytes, off).toString(16).padStart(4, '0')
    d.info = `Fragmented IP protocol (proto=${ipProtocolShort(protocol)}, off=${fragmentOffset(fragment)}, ID=${id})`
    d.data(body)
    return
  }
  if ((fragment & ipv4.MORE_FRAGMENTS) !== 0) d.partial = true
  d.pseudoSum = d.partial ? -1 : sumBytes(bytes, off + ipv4.SRC, 8)
  d.ttl = ipv4.ttl(bytes, off)
  if (d.ipProtocol(protocol, body)) return
  d.info = ipProtocolText(protocol)
  d.data(body)
}

function bogusHeader(b: Uint8Array, o: number): string {
  const version = b[o] >>> 4
  const headerLen = ipv4.headerLen(b, o)
  const totalLen = ipv4.totalLen(b, o)
  if (version !== 4) return `Bogus IPv4 version (${version}, must be 4)`
  if (headerLen < ipv4.HEADER_LEN) return `Bogus IP header length (${headerLen}, must be at least 20)`
  if (totalLen !== 0 && totalLen < headerLen)
    return `Bogus IP length (${totalLen}, less than header length ${headerLen})`
  return ''
}

const fragmentOffset = (flagsOffset: number): number => (flagsOffset & ipv4.OFFSET_MASK) * 8
