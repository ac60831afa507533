// A chain of routers every link of which has a bandwidth and a delay, fed at the speed of its first link. What a packet costs
// here is the way over shaped links: queue, serialization and flight, and the router between each two.
//
// "Exact" is checked, not assumed: before anything is measured, packets are sent in bursts, and each must arrive at the nanosecond
// that pencil and paper give.
import { inetOf } from '@etherloom/inet'
import { Kernel, type Mbuf } from '@etherloom/kern'
import { createLink, type Ifnet, type Link, setImpairment, type Vnet } from '@etherloom/net'
import { ipv4 } from '@etherloom/wire'
import { cpuSeconds, em, node, Source } from '../lib/traffic.ts'

const subnet = (i: number): number => 10 | (i << 16)
const low = (i: number): number => subnet(i) | (1 << 24)
const high = (i: number): number => subnet(i) | (2 << 24)

/** A packet each microsecond on the first link, and each a little less on the others, so that no queue grows on the way. */
const PACKET_NS = 1000
const BURST = 32

export interface Shape {
  links: number
  size: number
  delayUs: number
  /** False: the same chain with plain wires. */
  shaped: boolean
}

export class ShapedChain {
  private readonly kernel: Kernel
  private readonly shape: Shape
  private readonly links: Link[]
  private readonly source: Source
  private received: number
  private arrivals: number[] | null

  constructor(shape: Shape) {
    this.kernel = new Kernel()
    this.shape = shape
    this.received = 0
    this.arrivals = null
    const hops = shape.links - 1
    const nodes = [node(this.kernel, 'first', low(0))]
    for (let i = 1; i <= hops; i++) nodes.push(node(this.kernel, `r${i}`, high(i - 1), low(i)))
    const last = node(this.kernel, 'last', high(hops))
    nodes.push(last)
    this.links = Array.from({ length: shape.links }, (_, i) =>
      createLink(this.kernel, em(nodes[i], i === 0 ? 0 : 1), em(nodes[i + 1], 0), `link:${i}`),
    )
    for (const [i, vnet] of nodes.entries()) route(vnet, i, hops)
    inetOf(last).setProtocol(ipv4.PROTO_UDP, (_ifp: Ifnet, m: Mbuf) => {
      this.received++
      this.arrivals?.push(this.kernel.nowNs)
      m.free()
    })
    this.source = new Source(em(nodes[0], 0), em(nodes[1], 0).mac, low(0), high(hops))
    this.source.send(60)
    this.kernel.run(10e9)
    if (this.received !== 1) throw new Error('the chain does not carry a packet')
    if (!shape.shaped) return
    for (const link of this.links)
      for (const direction of [link.ab, link.ba])
        setImpairment(direction, { bandwidthBps: this.bps(link), ...this.rest })
    this.check()
  }

  /** Packets times links a CPU-second. */
  measure(seconds: number): number {
    const { kernel, source, shape } = this
    const before = this.received
    let sent = 0
    let used = 0
    while (used < seconds) {
      const start = cpuSeconds()
      for (let n = 0; n < 100; n++) {
        for (let j = 0; j < BURST; j++) source.send(shape.size)
        kernel.run(kernel.nowNs + BURST * PACKET_NS)
      }
      used += cpuSeconds() - start
      sent += 100 * BURST
    }
    // Whatever is on its way arrives before the next measurement, and nothing may be missing.
    kernel.run(kernel.nowNs + 10e9)
    if (this.received - before !== sent)
      throw new Error(`${sent - (this.received - before)} of ${sent} packets were lost`)
    return (sent * shape.links) / used
  }

  private get rest() {
    return { delayUs: this.shape.delayUs, queueFrames: 1000 }
  }

  private serializationNs(i: number): number {
    return PACKET_NS - i
  }

  private bps(link: Link): number {
    return (this.shape.size * 8e9) / this.serializationNs(this.links.indexOf(link))
  }

  /** Sends bursts and compares each arrival with the recurrence of queues in a row. */
  private check(): void {
    const { kernel, source, shape } = this
    const sent: number[] = []
    this.arrivals = []
    for (let burst = 0; burst < 20; burst++) {
      for (let j = 0; j < BURST; j++) {
        sent.push(kernel.nowNs)
        source.send(shape.size)
      }
      kernel.run(kernel.nowNs + burst * 7919)
    }
    kernel.run(kernel.nowNs + 10e9)
    let times = sent
    for (let i = 0; i < shape.links; i++) {
      let free = 0
      times = times.map((came) => {
        free = Math.max(came, free) + this.serializationNs(i)
        return free + shape.delayUs * 1000
      })
    }
    const wrong = this.arrivals.findIndex((ns, k) => ns !== times[k])
    if (wrong >= 0 || this.arrivals.length !== sent.length)
      throw new Error(`packet ${wrong} arrived at ${this.arrivals[wrong]} ns instead of ${times[wrong]} ns`)
    this.arrivals = null
  }
}

function route(vnet: Vnet, i: number, hops: number): void {
  vnet.forwarding = i > 0 && i <= hops
  const routes = []
  if (i < hops) routes.push({ dst: subnet(hops), prefixLen: 24, gateway: high(i) })
  if (i > 1) routes.push({ dst: subnet(0), prefixLen: 24, gateway: low(i - 1) })
  inetOf(vnet).routes.configure(routes)
}
