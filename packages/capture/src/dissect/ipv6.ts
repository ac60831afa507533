// IPv6 and the extension headers between it and what it carries.
import { formatIpv6, ipv6, sumBytes, u32 } from '@etherloom/wire'
import type { Dissection, HeaderField } from './dissection.ts'
import { hex, ipProtocolNames, ipProtocolText } from './names.ts'

const HEADER: readonly HeaderField[] = [
  { name: 'Version', at: 0, size: 1, text: (b, o) => String(ipv6.version(b, o)) },
  { name: 'Traffic Class', at: 0, size: 2, text: (b, o) => hex(ipv6.trafficClass(b, o), 2) },
  { name: 'Flow Label', at: 0, size: 4, text: (b, o) => hex(ipv6.flowLabel(b, o), 5) },
  { name: 'Payload Length', at: ipv6.PAYLOAD_LEN, size: 2, text: (b, o) => String(ipv6.payloadLen(b, o)) },
  { name: 'Next Header', at: ipv6.NEXT_HEADER, size: 1, text: (b, o) => ipProtocolText(ipv6.nextHeader(b, o)) },
  { name: 'Hop Limit', at: ipv6.HOP_LIMIT, size: 1, text: (b, o) => String(ipv6.hopLimit(b, o)) },
  { name: 'Source Address', at: ipv6.SRC, size: 16, text: (b, o) => formatIpv6(b, o + ipv6.SRC) },
  { name: 'Destination Address', at: ipv6.DST, size: 16, text: (b, o) => formatIpv6(b, o + ipv6.DST) },
]
const EXTENSION: readonly HeaderField[] = [
  { name: 'Next Header', at: 0, size: 1, text: (b, o) => ipProtocolText(b[o]) },
  { name: 'Length', at: 1, size: 1, text: (b, o) => String(b[o + 1]) },
]
const FRAGMENT: readonly HeaderField[] = [
  { name: 'Next header', at: 0, size: 1, text: (b, o) => ipProtocolText(b[o]) },
  { name: 'Offset', at: ipv6.FRAGMENT_OFFSET, size: 2, text: (b, o) => String(ipv6.fragmentOffset(b, o)) },
  {
    name: 'More Fragments',
    at: ipv6.FRAGMENT_OFFSET,
    size: 2,
    text: (b, o) => (ipv6.moreFragments(b, o) ? 'Yes' : 'No'),
  },
  { name: 'Identification', at: ipv6.FRAGMENT_ID, size: 4, text: (b, o) => hex(u32(b, o + ipv6.FRAGMENT_ID), 8) },
]
/** More than any sender makes; a chain of thousands is somebody's test of us. */
const MAX_EXTENSIONS = 16

export function dissectIpv6(d: Dissection, off: number): void {
  const { bytes } = d
  d.protocol = 'IPv6'
  d.info = ''
  if (d.has(off, ipv6.DST)) d.source = formatIpv6(bytes, off + ipv6.SRC)
  if (d.has(off, ipv6.HEADER_LEN)) d.destination = formatIpv6(bytes, off + ipv6.DST)
  const value = d.has(off, ipv6.HEADER_LEN) ? `Src: ${d.source}, Dst: ${d.destination}` : ''
  if (!d.header('Internet Protocol Version 6', value, off, ipv6.HEADER_LEN, HEADER)) return
  if (ipv6.version(bytes, off) !== 6) {
    d.info = `Bogus IPv6 version (${ipv6.version(bytes, off)}, must be 6)`
    d.wrong ||= d.info
    return
  }
  const next = ipv6.nextHeader(bytes, off)
  const payloadLen = ipv6.payloadLen(bytes, off)
  // Length 0 with hop-by-hop options is a jumbogram (RFC 2675): its length is in there, the frame's end will do.
  if (payloadLen > 0 || next !== ipv6.NEXT_HOP_BY_HOP) d.limit(off + ipv6.HEADER_LEN, payloadLen)
  d.ttl = ipv6.hopLimit(bytes, off)
  d.pseudoSum = d.partial ? -1 : sumBytes(bytes, off + ipv6.SRC, 32)
  dissectChain(d, next, off + ipv6.HEADER_LEN)
}

function dissectChain(d: Dissection, first: number, from: number): void {
  const { bytes } = d
  let next = first
  let at = from
  for (let i = 0; i < MAX_EXTENSIONS && ipv6.isExtension(next); i++) {
    const fragment = next === ipv6.NEXT_FRAGMENT
    const name = ipProtocolNames[next]
    if (!fragment) d.info = name
    const length = d.has(at, 2) ? ipv6.extensionLen(bytes, at, next) : 8
    if (!d.header(name, '', at, length, fragment ? FRAGMENT : EXTENSION)) return
    next = bytes[at]
    if (fragment) {
      const offset = ipv6.fragmentOffset(bytes, at)
      const more = ipv6.moreFragments(bytes, at)
      if (offset > 0) {
        const ident = hex(u32(bytes, at + ipv6.FRAGMENT_ID), 8)
        d.info = `IPv6 fragment (off=${offset} more=${more ? 'y' : 'n'} ident=${ident} nxt=${next})`
        d.data(at + length)
        return
      }
      if (more) {
        d.partial = true
        d.pseudoSum = -1
      }
    }
    at += length
  }
  if (next === ipv6.NEXT_NONE) d.info = 'IPv6 no next header'
  else if (d.ipProtocol(next, at)) return
  else d.info = `Unknown IP Protocol: ${ipProtocolText(next)}`
  d.data(at)
}
