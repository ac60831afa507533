// A chain of routers between two hosts: vnets with their IPv4 stacks, connected and static routes, neighbors learned by
// ARP, counters, checksums, TTL; filters could be there and are not.
import { icmpEchoRequest, inetOf } from '@etherloom/inet'
import { Kernel, RealClock } from '@etherloom/kern'
import { createLink, type Ifnet, type Vnet } from '@etherloom/net'
import { cpuSeconds, em, node, Sink, Source, throughput } from '../lib/traffic.ts'

const subnet = (i: number): number => 10 | (i << 16)
const low = (i: number): number => subnet(i) | (1 << 24)
const high = (i: number): number => subnet(i) | (2 << 24)

/** Slices short enough that the first queue does not run dry between two looks at what has arrived. */
const SLICE_MS = 0.2

export class Chain {
  private readonly kernel: Kernel
  private readonly hops: number
  private readonly first: Vnet
  private readonly out: Ifnet
  private readonly dst: number
  private readonly source: Source
  private readonly sink: Sink

  constructor(hops: number, clock?: RealClock) {
    this.kernel = new Kernel(clock === undefined ? {} : { clock })
    this.hops = hops
    const nodes = [node(this.kernel, 'first', low(0))]
    for (let i = 1; i <= hops; i++) nodes.push(node(this.kernel, `r${i}`, high(i - 1), low(i)))
    nodes.push(node(this.kernel, 'last', high(hops)))
    for (let i = 0; i <= hops; i++)
      createLink(this.kernel, em(nodes[i], i === 0 ? 0 : 1), em(nodes[i + 1], 0), `link:${i}`)
    nodes.forEach((vnet, i) => {
      vnet.forwarding = i > 0 && i <= hops
      const routes = []
      if (i < hops) routes.push({ dst: subnet(hops), prefixLen: 24, gateway: high(i) })
      if (i > 1) routes.push({ dst: subnet(0), prefixLen: 24, gateway: low(i - 1) })
      inetOf(vnet).routes.configure(routes)
    })
    this.first = nodes[0]
    this.out = em(nodes[0], 0)
    this.dst = high(hops)
    this.source = new Source(this.out, em(nodes[1], 0).mac, low(0), this.dst)
    this.sink = new Sink(nodes[hops + 1])
    this.warm()
  }

  /** Router hops a CPU-second. */
  measure(batch: number, size: number, seconds: number): number {
    return this.hops * throughput(this.kernel, this.source, this.sink, { stations: this.hops, batch, size, seconds })
  }

  /** Microseconds of CPU for an echo request, from sending it to hearing the answer. */
  measurePing(seconds: number): number {
    let heard = 0
    let sent = 0
    const stop = inetOf(this.first).icmp.listen(() => heard++)
    const start = cpuSeconds()
    let used = 0
    for (; used < seconds; used = cpuSeconds() - start)
      for (let i = 0; i < 1000; i++) {
        icmpEchoRequest(this.first, { dst: this.dst, id: 1, seq: sent++ & 0xffff })
        this.kernel.run(this.kernel.nowNs + 1e6)
      }
    stop()
    if (heard !== sent) throw new Error(`${sent - heard} of ${sent} pings were not answered`)
    return (used * 1e6) / sent
  }

  /**
   * Router hops a CPU-second of packets that arrive while `rate` packets are offered for each second of CPU this process
   * gets, whether they can be carried or not. (By the wall clock the offer would depend on what else the machine does.) A
   * packet that finds the first queue full is lost there, as in a network card.
   */
  measureOffered(rate: number, size: number, seconds: number): number {
    const before = this.sink.received
    const start = cpuSeconds()
    let used = 0
    let offered = 0
    for (; used < seconds; used = cpuSeconds() - start) {
      const due = Math.floor(used * rate)
      const taken = Math.min(due - offered, this.out.room)
      for (let i = 0; i < taken; i++) this.source.send(size)
      if (due - offered > taken) this.out.countBlocked(due - offered - taken)
      offered = due
      const end = performance.now() + SLICE_MS
      this.kernel.run(Number.POSITIVE_INFINITY, () => performance.now() > end)
    }
    return ((this.sink.received - before) * this.hops) / used
  }

  /** The first packet makes each router ask for the next. */
  private warm(): void {
    this.source.send(60)
    const end = performance.now() + 5000
    while (this.sink.received === 0 && performance.now() < end) this.kernel.run(this.kernel.nowNs + 1e8)
    if (this.sink.received !== 1) throw new Error('the chain does not carry a packet')
  }
}

export const realClock = (): RealClock => new RealClock(() => performance.now() * 1e6)
