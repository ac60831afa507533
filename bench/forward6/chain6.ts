// The chain of forward/, over IPv6: addresses that were asked about, neighbors found by discovery, hop limits, counters.
import { inet6Of } from '@etherloom/inet'
import { Kernel, type Mbuf, u16 } from '@etherloom/kern'
import { createLink, ETHER_HEADER_LEN, type Ifnet, TYPE_IPV6_WORD, type Vnet } from '@etherloom/net'
import { type In6Addr, ipv4, ipv6, macWord, networkIn6, parseIn6, swap16 } from '@etherloom/wire'
import { em, node, throughput } from '../lib/traffic.ts'

const subnet = (i: number, host: number): In6Addr => parseIn6(`fd00:0:0:${i.toString(16)}::${host}`)
const low = (i: number): In6Addr => subnet(i, 1)
const high = (i: number): In6Addr => subnet(i, 2)

/** Addresses are asked about for a second and a tenth. */
const SETTLED_NS = 2e9

export class Chain6 {
  private readonly kernel: Kernel
  private readonly hops: number
  private readonly source: Source6
  private readonly sink: Sink6

  constructor(hops: number) {
    this.kernel = new Kernel()
    this.hops = hops
    const nodes: Vnet[] = []
    // IPv4 addresses that nobody uses: every node has a stack for both, as in a lab.
    for (let i = 0; i < hops + 2; i++)
      nodes.push(
        node(
          this.kernel,
          `n${i}`,
          ...Array(i === 0 || i > hops ? 1 : 2)
            .fill(0)
            .map((_, k) => unused(i, k)),
        ),
      )
    nodes.forEach((vnet, i) => {
      const ip6 = inet6Of(vnet)
      ip6.setForwarding(i > 0 && i <= hops)
      if (i > 0) ip6.addAddress(em(vnet, 0), high(i - 1), 64)
      if (i <= hops) ip6.addAddress(em(vnet, i === 0 ? 0 : 1), low(i), 64)
    })
    for (let i = 0; i <= hops; i++)
      createLink(this.kernel, em(nodes[i], i === 0 ? 0 : 1), em(nodes[i + 1], 0), `link:${i}`)
    nodes.forEach((vnet, i) => {
      const routes = []
      if (i < hops) routes.push({ dst: networkIn6(low(hops), 64), prefixLen: 64, gateway: high(i) })
      if (i > 1) routes.push({ dst: networkIn6(low(0), 64), prefixLen: 64, gateway: low(i - 1) })
      inet6Of(vnet).routes.configure(routes)
    })
    this.source = new Source6(em(nodes[0], 0), em(nodes[1], 0).mac, low(0), high(hops))
    this.sink = new Sink6(nodes[hops + 1])
    this.warm()
  }

  /** Router hops a CPU-second. */
  measure(batch: number, size: number, seconds: number): number {
    return this.hops * throughput(this.kernel, this.source, this.sink, { stations: this.hops, batch, size, seconds })
  }

  /** The first packet makes each router ask for the next. */
  private warm(): void {
    this.kernel.run(SETTLED_NS)
    this.source.send(74)
    this.kernel.run(this.kernel.nowNs + 5e9)
    if (this.sink.received !== 1) throw new Error('the chain does not carry a packet')
  }
}

const unused = (i: number, k: number): number => 192 | (168 << 8) | ((i & 255) << 16) | ((2 * (i >> 8) + k + 1) << 24)

class Source6 {
  private readonly out: Ifnet
  private readonly words: readonly [number, number, number]
  private readonly src: In6Addr
  private readonly dst: In6Addr

  constructor(out: Ifnet, via: number, src: In6Addr, dst: In6Addr) {
    this.out = out
    this.words = [macWord(via, 0), macWord(via, 1), macWord(via, 2)]
    this.src = src
    this.dst = dst
  }

  /** One UDP packet of `size` bytes, Ethernet header included. */
  send(size: number): void {
    const { out, words, src, dst } = this
    const m = out.kernel.pool.get()
    if (m === null) throw new Error('no buffers')
    m.len = size
    const h = m.off >> 1
    u16[h] = words[0]
    u16[h + 1] = words[1]
    u16[h + 2] = words[2]
    u16[h + 3] = out.mac0
    u16[h + 4] = out.mac1
    u16[h + 5] = out.mac2
    u16[h + 6] = TYPE_IPV6_WORD
    const i = h + 7
    u16[i] = 0x60
    u16[i + 1] = 0
    u16[i + 2] = swap16(size - ETHER_HEADER_LEN - ipv6.HEADER_LEN)
    u16[i + 3] = ipv4.PROTO_UDP | (255 << 8)
    u16[i + 4] = src.w0
    u16[i + 5] = src.w0 >>> 16
    u16[i + 6] = src.w1
    u16[i + 7] = src.w1 >>> 16
    u16[i + 8] = src.w2
    u16[i + 9] = src.w2 >>> 16
    u16[i + 10] = src.w3
    u16[i + 11] = src.w3 >>> 16
    u16[i + 12] = dst.w0
    u16[i + 13] = dst.w0 >>> 16
    u16[i + 14] = dst.w1
    u16[i + 15] = dst.w1 >>> 16
    u16[i + 16] = dst.w2
    u16[i + 17] = dst.w2 >>> 16
    u16[i + 18] = dst.w3
    u16[i + 19] = dst.w3 >>> 16
    out.output(out, m)
  }
}

class Sink6 {
  received: number

  constructor(vnet: Vnet) {
    this.received = 0
    inet6Of(vnet).setProtocol(ipv4.PROTO_UDP, (_ifp: Ifnet, m: Mbuf) => {
      this.received++
      m.free()
    })
  }
}
