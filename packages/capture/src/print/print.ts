// One line a frame, as tcpdump -nS prints it: the console's and the CLI's packet list. Wording after tcpdump(1), "OUTPUT FORMAT";
// what the capture cut off is `[|proto]`, what the frame itself lacks is `[|proto]` too, as there.
//
// Every printer takes the header's offset, the end of the captured bytes and the layer's length on the wire.
import { arp, bpdu, ethernet, formatIpv4, formatMac, u16, vlan } from '@etherloom/wire'
import { hex } from '../dissect/names.ts'
import { printIpv4 } from './print-ipv4.ts'
import { printIpv6 } from './print-ipv6.ts'
import { printStp } from './print-stp.ts'

export interface PrintOptions {
  /** Also the link layer (-e): addresses, type, length, VLAN tag. */
  readonly ether?: boolean
  /** Times to the nanosecond, not the microsecond. */
  readonly nanos?: boolean
}

/** `00:00:01.000123 IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 1, length 64` */
export function printLine(
  ns: number,
  bytes: Uint8Array,
  off: number,
  caplen: number,
  len: number,
  options: PrintOptions = {},
): string {
  return `${formatTime(ns, options.nanos ?? false)} ${printFrame(bytes, off, caplen, len, options.ether ?? false)}`
}

/** Time since the start; hours go on counting after 23. */
export function formatTime(ns: number, nanos: boolean): string {
  const seconds = Math.floor(ns / 1e9)
  const two = (v: number) => String(v).padStart(2, '0')
  const fraction = String(Math.floor(ns % 1e9)).padStart(9, '0')
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return `${clock}.${nanos ? fraction : fraction.slice(0, 6)}`
}

/** The line without its time. Never throws, whatever the bytes. */
export function printFrame(bytes: Uint8Array, off: number, caplen: number, len: number, ether: boolean): string {
  const end = Math.min(off + caplen, bytes.length)
  if (end - off < ethernet.HEADER_LEN) return '[|ether]'
  const addresses = `${formatMac(ethernet.src(bytes, off))} > ${formatMac(ethernet.dst(bytes, off))}`
  let type = ethernet.type(bytes, off)
  let at = off + ethernet.HEADER_LEN
  let link = ether ? `${addresses}, ${typeText(type)}, length ${len}: ` : ''
  while (type === ethernet.TYPE_VLAN || type === vlan.TYPE_QINQ) {
    if (end - at < vlan.TAG_LEN) return `${link}[|vlan]`
    type = vlan.type(bytes, at)
    const dei = vlan.dropEligible(bytes, at) === 1 ? ', DEI' : ''
    if (ether) link += `vlan ${vlan.id(bytes, at)}, p ${vlan.priority(bytes, at)}${dei}, ${typeText(type)}, `
    at += vlan.TAG_LEN
  }
  const length = off + len - at
  switch (type) {
    case ethernet.TYPE_IPV4:
      return `${link}${ether ? '' : 'IP '}${printIpv4(bytes, at, end, length)}`
    case ethernet.TYPE_IPV6:
      return `${link}${ether ? '' : 'IP6 '}${printIpv6(bytes, at, end, length)}`
    case ethernet.TYPE_ARP:
      return `${link}${ether ? '' : 'ARP, '}${printArp(bytes, at, end, length)}`
    default: {
      const isTold = at === off + ethernet.HEADER_LEN && end - at >= bpdu.LLC_LEN
      const stp = isTold ? bpdu.locate(bytes, off, off + len) : null
      if (stp !== null) {
        const size = stp.end - stp.at
        return `${ether ? `${addresses}, 802.3, length ${type}: ${LLC_STP}` : ''}${printStp(bytes, stp.at, end, size)}`
      }
      // Nobody prints the payload, so the link layer is all there is to tell.
      return ether ? link.replace(/[:,] $/, '') : `${addresses}, ${typeText(type)}, length ${len}`
    }
  }
}

const LLC_STP = 'LLC, dsap STP (0x42) Individual, ssap STP (0x42) Command, ctrl 0x03: '

const TYPE_NAMES: { readonly [type: number]: string } = {
  2048: 'IPv4',
  2054: 'ARP',
  33024: '802.1Q',
  34525: 'IPv6',
  34984: '802.1Q-QinQ',
  35020: 'LLDP',
}
function typeText(type: number): string {
  return type <= 1500 ? '802.3' : `ethertype ${TYPE_NAMES[type] ?? 'Unknown'} (${hex(type, 4)})`
}

function printArp(b: Uint8Array, o: number, end: number, length: number): string {
  if (end - o < arp.LEN) return `[|arp], length ${length}`
  const { op, senderIp, senderMac, targetIp, targetMac } = arp.parse(b, o)
  const ofIpv4 = u16(b, o) === arp.HARDWARE_ETHERNET && u16(b, o + arp.PROTOCOL) === ethernet.TYPE_IPV4
  if (!ofIpv4) return `Unknown Hardware (${u16(b, o)}), Unknown Protocol (${hex(u16(b, o + 2), 4)}), length ${length}`
  if (op === arp.OP_REPLY) return `Reply ${formatIpv4(senderIp)} is-at ${formatMac(senderMac)}, length ${length}`
  if (op !== arp.OP_REQUEST) return `Unknown (${op}), length ${length}`
  // The address being asked for is known already when a neighbor is asked again.
  const known = targetMac !== 0 ? ` (${formatMac(targetMac)})` : ''
  return `Request who-has ${formatIpv4(targetIp)}${known} tell ${formatIpv4(senderIp)}, length ${length}`
}
