// What frames are thrown into: three nodes that speak IPv4 and IPv6, a switch with VLANs and rapid spanning tree, a netgraph
// bridge, and a stranger on a wire to each of them.
//
//   a ── switch ── r (router) ── ng_bridge ── b
//          │         │              │
//       stranger  stranger       stranger
import { icmp6EchoRequest, icmpEchoRequest, inet6Of, inetOf, udpSocket } from '@etherloom/inet'
import { Kernel, type Mbuf, u8 } from '@etherloom/kern'
import { createLink, Ifnet, type LinkDirection, Switch, setTap, Vnet } from '@etherloom/net'
import { netgraphOf, ngctl } from '@etherloom/netgraph'
import { parseIn6, parseIpv4 } from '@etherloom/wire'
import { em, node } from '../lib/traffic.ts'

const at = (network: number, host: number): number => 10 | (network << 8) | (host << 24)
const GROUP4 = parseIpv4('239.1.2.3')
const GROUP6 = parseIn6('ff02::1234')

export class Stack {
  readonly kernel: Kernel
  /** What the nodes themselves say, the first time round. */
  readonly corpus: Uint8Array[]
  private readonly strangers: Ifnet[]
  private readonly vnets: Vnet[]
  private readonly bridge: Switch

  constructor(seed: number) {
    this.kernel = new Kernel({ seed })
    this.corpus = []
    const [a, r, b] = [
      node(this.kernel, 'a', at(0, 1)),
      node(this.kernel, 'r', at(0, 2), at(1, 2), at(2, 2)),
      node(this.kernel, 'b', at(1, 1)),
    ]
    const middle = new Vnet(this.kernel, 'middle')
    this.vnets = [a, r, b, middle]
    this.strangers = [0, 1, 2].map((i) => {
      const stranger = new Ifnet(this.kernel, `stranger${i}`, 0x02000000fff0 + i)
      stranger.softc = { name: `stranger${i}` }
      stranger.setReceive((_ifp: Ifnet, m: Mbuf) => m.free())
      return stranger
    })
    this.bridge = new Switch(this.kernel, 'switch')
    this.bridge.configure({ vlanFiltering: true, stp: 'rstp' })
    const ports = [0, 1, 2].map((i) => this.bridge.addPort(`e${i}`))
    this.bridge.configurePort(ports[2], { mode: 'trunk' })
    this.plug(em(a, 0), ports[0])
    this.plug(em(r, 0), ports[1])
    this.plug(this.strangers[0], ports[2])
    this.plug(em(r, 2), this.strangers[1])
    const legs = [em(r, 1), em(b, 0), this.strangers[2]].map((end, i) => {
      const leg = new Ifnet(this.kernel, `em${i}`, 0x020000000f00 + i)
      middle.attach(leg)
      this.plug(end, leg)
      return leg
    })
    this.plugNetgraph(middle, legs)
    r.forwarding = true
    inetOf(a).routes.add(0, 0, at(0, 2))
    inetOf(b).routes.add(0, 0, at(1, 2))
    this.speak6(a, r, b)
    this.converse(a, b)
  }

  /** Sends a frame from one of the strangers, and lets the nodes deal with it. */
  inject(stranger: number, frame: Uint8Array): void {
    const out = this.strangers[stranger]
    const m = this.kernel.pool.getFor(frame.length)
    if (m === null) throw new Error('no buffers: some frames were never freed')
    m.write(frame)
    out.output(out, m)
    this.kernel.run(this.kernel.nowNs + 20_000)
  }

  /** Whom a stranger speaks to. */
  get macs(): readonly number[] {
    return this.vnets.slice(0, 3).flatMap((vnet) => vnet.ifnets.flatMap(({ mac }) => (mac === 0 ? [] : [mac])))
  }

  /** What forged spanning tree messages have done is forgotten, and timers run. */
  refresh(): void {
    this.bridge.configure({ stp: 'off' })
    this.kernel.run(this.kernel.nowNs + 2e9)
    this.bridge.configure({ stp: 'rstp' })
    this.kernel.run(this.kernel.nowNs + 35e9)
  }

  /** Drops by reason, all nodes together. */
  drops(): { [reason: string]: number } {
    const sum: { [reason: string]: number } = {}
    for (const vnet of this.vnets) {
      vnet.drops.addTo(sum)
      for (const ifp of vnet.ifnets) ifp.drops.addTo(sum)
    }
    this.bridge.drops.addTo(sum)
    return sum
  }

  /** Takes everything apart; mbufs that are still out then were lost. */
  destroy(): number {
    for (const vnet of this.vnets) vnet.destroy()
    this.bridge.destroy()
    this.kernel.run(this.kernel.nowNs + 1e9)
    return this.kernel.pool.outstanding
  }

  private plug(a: Ifnet, b: Ifnet): void {
    createLink(this.kernel, a, b, `link:${a.name}-${b.name}`)
  }

  private plugNetgraph(middle: Vnet, legs: readonly Ifnet[]): void {
    const ng = netgraphOf(middle)
    legs.forEach((leg, i) => {
      if (i === 0) {
        ngctl.mkpeer(ng, `${leg.name}:`, 'bridge', 'lower', 'link0')
        ngctl.name(ng, `${leg.name}:lower`, 'node')
      } else ngctl.connect(ng, `${leg.name}:`, 'node:', 'lower', `link${i}`)
    })
  }

  private speak6(a: Vnet, r: Vnet, b: Vnet): void {
    const give = (vnet: Vnet, i: number, ip: string) => inet6Of(vnet).addAddress(em(vnet, i), parseIn6(ip), 64)
    give(a, 0, 'fd00::1')
    give(r, 0, 'fd00::2')
    give(r, 1, 'fd00:0:0:1::2')
    give(r, 2, 'fd00:0:0:2::2')
    give(b, 0, 'fd00:0:0:1::1')
    inet6Of(r).setForwarding(true)
    inet6Of(r).setAdvertising(em(r, 0), {})
    inet6Of(b).setAdvertising(em(b, 0), null)
    inet6Of(a).control.setAcceptRtadv(em(a, 0), true)
  }

  /** Everything these nodes can say to each other, overheard. */
  private converse(a: Vnet, b: Vnet): void {
    const overheard = (_arg: number, m: Mbuf) => {
      if (this.corpus.length < 400) this.corpus.push(u8.slice(m.off, m.off + m.len))
    }
    const wires = this.vnets.flatMap((vnet) => vnet.ifnets.flatMap(({ wire }) => (wire === null ? [] : [wire])))
    wires.push(...this.bridge.ports.flatMap(({ wire }) => (wire === null ? [] : [wire as LinkDirection])))
    for (const wire of wires) setTap(wire, overheard)
    this.kernel.run(20e9)
    const sockets = [udpSocket(b, 4), udpSocket(a, 4), udpSocket(a, 6)]
    for (const s of sockets) s.bind(null, 7)
    sockets[1].join(GROUP4, em(a, 0))
    sockets[2].join(GROUP6, em(a, 0))
    const client = udpSocket(a, 4)
    for (const [seq, size] of [56, 0, 3000].entries()) {
      icmpEchoRequest(a, { dst: at(1, 1), id: 1, seq, size })
      icmp6EchoRequest(a, { dst: parseIn6('fd00:0:0:1::1'), id: 1, seq, size })
      icmpEchoRequest(a, { dst: at(9, 9), id: 1, seq, ttl: 1 + seq })
      client.sendTo(new Uint8Array(size), at(1, 1), 7 + seq)
      client.sendTo(new Uint8Array(size), GROUP4, 7)
      this.kernel.run(this.kernel.nowNs + 1e9)
    }
    client.close()
    for (const wire of wires) setTap(wire, null)
    this.kernel.run(this.kernel.nowNs + 5e9)
  }
}
