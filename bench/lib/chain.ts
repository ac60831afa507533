// A chain of routers between two hosts, on the product's own path: vnets with their IPv4 stacks, connected and static
// routes, neighbors learned by ARP, counters, checksums, TTL. The source writes a fresh header for each packet, as the C
// loop does; the sink is a protocol handler of the last host.
import { attachInet, inetOf } from '@etherloom/inet'
import { Kernel, type Mbuf, ROUND_NS, u16 } from '@etherloom/kern'
import { createLink, ETHER_HEADER_LEN, Ifnet, TYPE_IPV4_WORD, Vnet } from '@etherloom/net'
import { ipv4, sumWords, swap16 } from '@etherloom/wire'

/** Ethernet, IPv4 and UDP headers. */
const MIN_SIZE = 42

export class Chain {
  readonly kernel: Kernel
  readonly nodes: Vnet[]
  readonly src: number
  readonly dst: number
  received: number
  private readonly out: Ifnet
  private readonly gatewayWords: readonly [number, number, number]

  constructor(hops: number) {
    this.kernel = new Kernel()
    this.nodes = []
    this.received = 0
    for (let i = 0; i < hops + 2; i++) {
      const vnet = new Vnet(this.kernel, `n${i}`)
      attachInet(vnet)
      vnet.forwarding = i > 0 && i < hops + 1
      this.nodes.push(vnet)
    }
    for (let i = 0; i <= hops; i++) this.wire(i)
    for (let i = 0; i < this.nodes.length; i++) {
      const routes = []
      if (i < hops) routes.push({ dst: subnet(hops), prefixLen: 24, gateway: subnet(i) | (2 << 24) })
      if (i > 1) routes.push({ dst: subnet(0), prefixLen: 24, gateway: subnet(i - 1) | (1 << 24) })
      inetOf(this.nodes[i]).routes.configure(routes)
    }
    this.src = subnet(0) | (1 << 24)
    this.dst = subnet(hops) | (2 << 24)
    const sink = (_ifp: Ifnet, m: Mbuf): void => {
      this.received++
      m.free()
    }
    inetOf(this.nodes[hops + 1]).setProtocol(ipv4.PROTO_UDP, sink)
    this.out = this.nodes[0].ifnet('x0') as Ifnet
    const first = this.out.peer as Ifnet
    this.gatewayWords = [first.mac0, first.mac1, first.mac2]
    this.kernel.run(1e9) // addresses are announced
    this.send(MIN_SIZE)
    this.kernel.run(2e9) // each router asks for the next
    if (this.received !== 1) throw new Error('the chain does not carry a packet')
  }

  /** One UDP packet of `size` bytes, Ethernet header included. False: there was no buffer. */
  send(size: number): boolean {
    const m = this.kernel.pool.get()
    if (m === null) return false
    m.len = size
    const h = m.off >> 1
    const words = this.gatewayWords
    u16[h] = words[0]
    u16[h + 1] = words[1]
    u16[h + 2] = words[2]
    u16[h + 3] = this.out.mac0
    u16[h + 4] = this.out.mac1
    u16[h + 5] = this.out.mac2
    u16[h + 6] = TYPE_IPV4_WORD
    const i = h + 7
    u16[i] = 0x45
    u16[i + 1] = swap16(size - ETHER_HEADER_LEN)
    u16[i + 2] = 0
    u16[i + 3] = 0
    u16[i + 4] = 255 | (ipv4.PROTO_UDP << 8)
    u16[i + 5] = 0
    u16[i + 6] = this.src
    u16[i + 7] = this.src >>> 16
    u16[i + 8] = this.dst
    u16[i + 9] = this.dst >>> 16
    u16[i + 5] = ~sumWords(u16, i, ipv4.HEADER_LEN)
    this.out.output(this.out, m)
    return true
  }

  /** CPU seconds for `packets` packets in batches; all must arrive. */
  run(packets: number, batch: number, size: number): number {
    const before = this.received
    // Every port passes a frame a microsecond (kern's ROUND_NS).
    const flightNs = (this.nodes.length + 1) * batch * ROUND_NS
    const start = process.cpuUsage()
    for (let n = 0; n < packets; n += batch) {
      for (let j = 0; j < batch; j++) this.send(size)
      this.kernel.run(this.kernel.nowNs + flightNs)
    }
    const used = process.cpuUsage(start)
    const sent = Math.ceil(packets / batch) * batch
    if (this.received - before !== sent) throw new Error(`${sent - (this.received - before)} of ${sent} packets lost`)
    return (used.user + used.system) / 1e6
  }

  private wire(i: number): void {
    const x = new Ifnet(this.kernel, `x${i}`, 0x020000000000 + 2 * i + 1)
    const y = new Ifnet(this.kernel, `y${i}`, 0x020000000000 + 2 * i + 2)
    this.nodes[i].attach(x)
    this.nodes[i + 1].attach(y)
    inetOf(this.nodes[i]).addAddress(x, subnet(i) | (1 << 24), 24)
    inetOf(this.nodes[i + 1]).addAddress(y, subnet(i) | (2 << 24), 24)
    createLink(this.kernel, x, y, `l${i}`)
  }
}

const subnet = (i: number): number => 10 | ((i >> 8) << 8) | ((i & 255) << 16)
