import { ipv4, udp } from '@etherloom/wire'
import type { Dissection, HeaderField } from './dissection.ts'
import { hex } from './names.ts'

const HEADER: readonly HeaderField[] = [
  { name: 'Source Port', at: udp.SRC_PORT, size: 2, text: (b, o) => String(udp.srcPort(b, o)) },
  { name: 'Destination Port', at: udp.DST_PORT, size: 2, text: (b, o) => String(udp.dstPort(b, o)) },
  { name: 'Length', at: udp.LENGTH, size: 2, text: (b, o) => String(udp.length(b, o)) },
  { name: 'Checksum', at: udp.CHECKSUM, size: 2, text: (b, o) => hex(udp.checksum(b, o), 4) },
]

export function dissectUdp(d: Dissection, off: number): void {
  const { bytes } = d
  d.protocol = 'UDP'
  d.info = ''
  let value = ''
  if (d.has(off, udp.LENGTH)) {
    const source = udp.srcPort(bytes, off)
    const destination = udp.dstPort(bytes, off)
    d.info = `${source} → ${destination}`
    value = `Src Port: ${source}, Dst Port: ${destination}`
  }
  if (!d.header('User Datagram Protocol', value, off, udp.HEADER_LEN, HEADER)) return
  const length = udp.length(bytes, off)
  const room = d.wireEnd - off
  if (length < udp.HEADER_LEN) {
    d.info += ` [BAD UDP LENGTH ${length} < 8]`
    d.wrong ||= 'bad UDP length'
    return
  }
  if (length > room && !d.partial) {
    d.info += ` [BAD UDP LENGTH ${length} > IP PAYLOAD LENGTH]`
    d.malformed('UDP: Length')
    return
  }
  d.info += ` Len=${length - udp.HEADER_LEN}`
  d.limit(off, length)
  // Checksum zero: the sender made none (RFC 768).
  if (udp.checksum(bytes, off) !== 0) d.checksumStatus(d.last, d.transportSum(off, ipv4.PROTO_UDP), off + udp.CHECKSUM)
  d.data(off + udp.HEADER_LEN)
}
