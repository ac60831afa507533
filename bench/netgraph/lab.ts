// Hosts around one netgraph node. Each host has a wire to a machine in the middle, whose interfaces' `lower` hooks are joined
// to the node: FreeBSD's ether.bridge example, and what a Linux bridge over veth pairs does.
//
//   host0 em0 ──── em0 ┐ lower            lower ┌ em1 ──── em0 host1
//                      └─ link0 ( node ) link1 ─┘
import { Kernel } from '@etherloom/kern'
import { createLink, Ifnet, Vnet } from '@etherloom/net'
import { netgraphOf, ngctl } from '@etherloom/netgraph'
import { MAC_BROADCAST } from '@etherloom/wire'
import { cpuSeconds, em, node, Sink, Source } from '../lib/traffic.ts'

export type NodeKind = 'bridge' | 'hub' | 'tee'

const FIRST_PORT_MAC = 0x020100000000

const address = (host: number): number => 10 | ((host + 1) << 24)

const hookName: { readonly [kind in NodeKind]: (port: number) => string } = {
  bridge: (port) => `link${port}`,
  hub: (port) => `link${port}`,
  tee: (port) => ['left', 'right'][port],
}

export class Lab {
  private readonly kernel: Kernel
  private readonly hosts: Ifnet[]
  private readonly sources: Source[]

  /** Host 0 sends to the others in turn, or, with `flood`, to all of them at once. */
  constructor(kind: NodeKind, ports: number, flood: boolean) {
    this.kernel = new Kernel()
    const vnets = Array.from({ length: ports }, (_, i) => node(this.kernel, `host${i}`, address(i)))
    for (const vnet of vnets) new Sink(vnet)
    this.hosts = vnets.map((vnet) => em(vnet, 0))
    this.plug(kind)
    // Everybody is heard once, so that a bridge knows where to send.
    this.hosts.forEach((host, i) => {
      new Source(host, MAC_BROADCAST, address(i), address(0)).send(60)
    })
    this.kernel.run(2e9)
    const [from, ...others] = this.hosts
    this.sources = others.map((to, i) => new Source(from, flood ? MAC_BROADCAST : to.mac, address(0), address(i + 1)))
  }

  /** Frames delivered a CPU-second. Fails if one is lost. */
  measure(batch: number, size: number, seconds: number): number {
    const { hosts, kernel, sources } = this
    const others = hosts.slice(1)
    const received = () => others.reduce((sum, host) => sum + host.ipackets, 0)
    const before = received()
    const sentBefore = hosts[0].opackets
    let used = 0
    for (let i = 0; used < seconds; ) {
      const start = cpuSeconds()
      for (let n = 0; n < 20_000; n += batch) {
        for (let j = 0; j < batch; j++) sources[i++ % sources.length].send(size)
        // Every port passes a frame a microsecond (kern's ROUND_NS).
        kernel.run(kernel.nowNs + 8_000 * batch)
      }
      used += cpuSeconds() - start
    }
    const delivered = received() - before
    const sent = hosts[0].opackets - sentBefore
    if (delivered % sent !== 0) throw new Error(`of ${sent} frames ${delivered} were delivered: some were lost`)
    return delivered / used
  }

  private plug(kind: NodeKind): void {
    const { kernel } = this
    const middle = new Vnet(kernel, 'middle')
    const ng = netgraphOf(middle)
    this.hosts.forEach((host, i) => {
      const port = new Ifnet(kernel, `em${i}`, FIRST_PORT_MAC + i)
      middle.attach(port)
      createLink(kernel, host, port, `link:${i}`)
      if (i === 0) {
        ngctl.mkpeer(ng, 'em0:', kind, 'lower', hookName[kind](0))
        ngctl.name(ng, 'em0:lower', 'node')
      } else ngctl.connect(ng, `em${i}:`, 'node:', 'lower', hookName[kind](i))
    })
    if (kind === 'tee') ngctl.mkpeer(ng, 'node:', 'hole', 'left2right', 'in')
  }
}
