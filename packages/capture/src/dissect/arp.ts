import { arp, DROP_BAD_HEADER, formatIpv4, formatMac, IPV4_ANY, u16 } from '@etherloom/wire'
import type { Dissection, HeaderField } from './dissection.ts'
import { etherTypeText, hex } from './names.ts'

const HEADER: readonly HeaderField[] = [
  { name: 'Hardware type', at: arp.HARDWARE, size: 2, text: (b, o) => hardware(u16(b, o + arp.HARDWARE)) },
  { name: 'Protocol type', at: arp.PROTOCOL, size: 2, text: (b, o) => etherTypeText(u16(b, o + arp.PROTOCOL)) },
  { name: 'Hardware size', at: arp.HARDWARE_LEN, size: 1, text: (b, o) => String(b[o + arp.HARDWARE_LEN]) },
  { name: 'Protocol size', at: arp.PROTOCOL_LEN, size: 1, text: (b, o) => String(b[o + arp.PROTOCOL_LEN]) },
  { name: 'Opcode', at: arp.OP, size: 2, text: (b, o) => opcode(arp.op(b, o)) },
]
const ADDRESSES: readonly HeaderField[] = [
  { name: 'Sender MAC address', at: arp.SENDER_MAC, size: 6, text: (b, o) => formatMac(arp.senderMac(b, o)) },
  { name: 'Sender IP address', at: arp.SENDER_IP, size: 4, text: (b, o) => formatIpv4(arp.senderIp(b, o)) },
  { name: 'Target MAC address', at: arp.TARGET_MAC, size: 6, text: (b, o) => formatMac(arp.targetMac(b, o)) },
  { name: 'Target IP address', at: arp.TARGET_IP, size: 4, text: (b, o) => formatIpv4(arp.targetIp(b, o)) },
]
const HEADER_LEN = arp.SENDER_MAC
const WHOLE: readonly HeaderField[] = [...HEADER, ...ADDRESSES]

export function dissectArp(d: Dissection, off: number): void {
  const { bytes } = d
  d.protocol = 'ARP'
  d.info = ''
  const head = d.has(off, HEADER_LEN)
  if (head && arp.check(bytes, off, off + arp.LEN) === DROP_BAD_HEADER) {
    d.header('Address Resolution Protocol', opcode(arp.op(bytes, off)), off, HEADER_LEN, HEADER)
    d.info = `ARP for ${hardware(u16(bytes, off))}, ${etherTypeText(u16(bytes, off + arp.PROTOCOL))}`
    d.data(off + HEADER_LEN)
    return
  }
  const value = head ? opcode(arp.op(bytes, off)) : ''
  if (!d.header('Address Resolution Protocol', value, off, arp.LEN, WHOLE)) return
  d.info = describe(arp.parse(bytes, off))
  d.limit(off, arp.LEN)
}

/** Announcements and probes are requests of a special form (RFC 5227). */
function describe(a: arp.Arp): string {
  const sender = formatIpv4(a.senderIp)
  const target = formatIpv4(a.targetIp)
  const aboutItself = a.senderIp === a.targetIp
  switch (a.op) {
    case arp.OP_REQUEST:
      if (aboutItself)
        return a.targetMac === 0 ? `ARP Announcement for ${target}` : `Gratuitous ARP for ${target} (Request)`
      return a.senderIp === IPV4_ANY ? `Who has ${target}? (ARP Probe)` : `Who has ${target}? Tell ${sender}`
    case arp.OP_REPLY:
      return aboutItself ? `Gratuitous ARP for ${sender} (Reply)` : `${sender} is at ${formatMac(a.senderMac)}`
    default:
      return `Unknown ARP opcode ${hex(a.op, 4)}`
  }
}

const hardware = (type: number): string => (type === arp.HARDWARE_ETHERNET ? 'Ethernet (1)' : `hardware type ${type}`)
const opcode = (op: number): string =>
  op === arp.OP_REQUEST ? 'request (1)' : op === arp.OP_REPLY ? 'reply (2)' : `unknown (${op})`
