// The two questions asked of a frame: one line for the packet list, or every field with its place in the bytes.
import { ethernet, ipv4, ipv6, vlan } from '@etherloom/wire'
import { dissectArp } from './arp.ts'
import { Dissection, type Dissector, type Field, type NextProtocols, type Summary } from './dissection.ts'
import { dissectEthernet } from './ethernet.ts'
import { dissectIcmp } from './icmp.ts'
import { dissectIcmp6 } from './icmp6.ts'
import { dissectIpv4 } from './ipv4.ts'
import { dissectIpv6 } from './ipv6.ts'
import { dissectTcp } from './tcp.ts'
import { dissectUdp } from './udp.ts'
import { dissectVlan } from './vlan.ts'

const PROTO_IPIP = 4
const PROTO_IPV6 = 41

const protocols: NextProtocols = {
  etherTypes: new Map<number, Dissector>([
    [ethernet.TYPE_IPV4, dissectIpv4],
    [ethernet.TYPE_ARP, dissectArp],
    [ethernet.TYPE_VLAN, dissectVlan],
    [vlan.TYPE_QINQ, dissectVlan],
    [ethernet.TYPE_IPV6, dissectIpv6],
  ]),
  ipProtocols: new Map<number, Dissector>([
    [ipv4.PROTO_ICMP, dissectIcmp],
    [PROTO_IPIP, dissectIpv4],
    [ipv4.PROTO_TCP, dissectTcp],
    [ipv4.PROTO_UDP, dissectUdp],
    [PROTO_IPV6, dissectIpv6],
    [ipv6.NEXT_ICMP6, dissectIcmp6],
  ]),
}

export interface Detail {
  readonly summary: Summary
  readonly layers: readonly Field[]
}

/** The packet list's line for the frame of `len` bytes of which `caplen` are at `bytes[off]`. Never throws. */
export function summarize(bytes: Uint8Array, off: number, caplen: number, len: number): Summary {
  const d = new Dissection(bytes, off, caplen, len, protocols, false)
  dissectEthernet(d, off)
  return d.summary()
}

/** The same walk, keeping every field. */
export function dissect(bytes: Uint8Array, off: number, caplen: number, len: number): Detail {
  const d = new Dissection(bytes, off, caplen, len, protocols, true)
  dissectEthernet(d, off)
  return { summary: d.summary(), layers: d.layers ?? [] }
}
