// Two hosts and a router that do all of IPv6 there is here, and the frames they make: food for judges and for noise.
import { setTap, type Vnet } from '@etherloom/net'
import { icmp6, ipv6, parseIn6 } from '@etherloom/wire'
import { inet6Of, type UdpSocket, udpSocket } from '../src/index.ts'
import { port } from './lab.ts'
import { chain6, type Lab6 } from './lab6.ts'
import { Peer6 } from './peer6.ts'

export interface BusyChain {
  lab: Lab6
  a: Vnet
  r: Vnet
  b: Vnet
  /** Bound to port 7 of a and b. */
  sockets: UdpSocket[]
}

export function busyChain(): BusyChain {
  const drawn = chain6()
  const { a, r, b } = drawn
  inet6Of(r).setAdvertising(port(r, 0), { maxIntervalS: 10, minIntervalS: 5, mtu: 1400 })
  const sockets = [a, b].map((v) => {
    const s = udpSocket(v, 6)
    s.bind(null, 7)
    return s
  })
  return { ...drawn, sockets }
}

/** Frames of every kind this stack sends, as they cross the wires. */
export function recordFrames({ lab, a, b, sockets }: BusyChain): Uint8Array[] {
  const frames: Uint8Array[] = []
  const directions = lab.links.flatMap((link) => [link.ab, link.ba])
  for (const direction of directions) setTap(direction, (_arg, m) => frames.push(m.toBytes()))
  inet6Of(a).control.setAcceptRtadv(port(a, 0), true)
  lab.run(20)
  lab.ping6(a, 'fd00:0:0:1::1', { size: 3000 })
  lab.ping6(a, '2001:db8::1')
  lab.ping6(a, 'fd00:0:0:1::77')
  lab.ping6(a, 'fd00:0:0:1::1', { hopLimit: 1 })
  lab.ping6(b, 'ff02::1', { ifp: port(b, 0) })
  for (const [to, size] of [
    [7, 100],
    [9, 101],
    [7, 4000],
  ])
    sockets[0].sendTo(new Uint8Array(size).fill(size), parseIn6('fd00:0:0:1::1'), to)
  lab.run(60)
  for (const direction of directions) setTap(direction, null)
  return frames
}

/** What only others send: redirects, queries, extension headers, fragments. */
export function foreignFrames({ lab, r }: BusyChain): Uint8Array[] {
  const frames: Uint8Array[] = []
  const peer = new Peer6(lab, 'peer', 0x0200000000a1, parseIn6('fd00::1'))
  peer.send = (bytes) => frames.push(bytes)
  peer.to = port(r, 0).mac
  const own = parseIn6('fd00::2')
  peer.sendIcmp(own, icmp6.REDIRECT, new Uint8Array(44), { hopLimit: 255, src: parseIn6('fe80::9') })
  peer.sendIcmp(parseIn6('ff02::1'), icmp6.LISTENER_QUERY, new Uint8Array(24), {
    hopLimit: 1,
    src: parseIn6('fe80::9'),
  })
  for (const [next, before] of [
    [ipv6.NEXT_DESTINATION, [58, 0, 1, 4, 0, 0, 0, 0]],
    [ipv6.NEXT_HOP_BY_HOP, [58, 0, 5, 2, 0, 0, 1, 0]],
    [ipv6.NEXT_ROUTING, [58, 0, 0, 0, 0, 0, 0, 0]],
    [ipv6.NEXT_FRAGMENT, [58, 0, 0, 1, 0, 0, 0, 9]],
    [ipv6.NEXT_FRAGMENT, [58, 0, 0, 16, 0, 0, 0, 9]],
  ] as const)
    peer.echo(own, 16, { next, before: Uint8Array.from(before) })
  return frames
}
