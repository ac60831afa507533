// One virtual network stack: what a jail, zone, router or pc has when it runs. It owns ifnets and a routing table; the
// protocol slots are filled by inet (`attachInet`), and hold neighbors, addresses and counters of their own.
import type { Kernel, Mbuf } from '@etherloom/kern'
import { Drops } from './drops.ts'
import { etherInput } from './ether.ts'
import type { Ifnet } from './ifnet.ts'
import type { PfilHead } from './pfil.ts'
import { Fib } from './route.ts'
import { RouteCache } from './route-cache.ts'
import type { RouteCache6 } from './route-cache6.ts'

/** The network layer as seen from below: `off` of the mbuf is at its header. */
export interface NetworkLayer {
  input(ifp: Ifnet, m: Mbuf): void
  /** The frame was sent to a group or to everybody. */
  inputBroadcast(ifp: Ifnet, m: Mbuf): void
  /** MAC or up flag changed. */
  ifnetChanged(ifp: Ifnet): void
  ifnetDetached(ifp: Ifnet): void
  /** Gives up what is no interface's: fragments, timers. */
  destroy(): void
}

/** Sockets: closed when the stack ends. */
export interface TransportLayer {
  destroy(): void
}

export interface ArpLayer {
  input(ifp: Ifnet, m: Mbuf): void
}

/** What must know which ifnets come and go: netgraph, whose nodes stand for them. */
export interface IfnetWatcher {
  ifnetAttached(ifp: Ifnet): void
  ifnetDetached(ifp: Ifnet): void
  /** MAC, up flag or carrier changed. */
  ifnetChanged(ifp: Ifnet): void
  destroy(): void
}

export class Vnet {
  readonly kernel: Kernel
  name: string
  readonly ifnets: Ifnet[]
  readonly fib: Fib
  readonly routeCache: RouteCache
  ip: NetworkLayer | null
  arp: ArpLayer | null
  /** Null until something here speaks IPv6. */
  ip6: NetworkLayer | null
  routeCache6: RouteCache6 | null
  /** Null until the first UDP socket. */
  udp: TransportLayer | null
  /** Null until somebody asks for this vnet's graph. */
  netgraph: IfnetWatcher | null
  /** Whether packets for others are passed on: net.inet.ip.forwarding. */
  forwarding: boolean
  /** The same for IPv6: net.inet6.ip6.forwarding. Call `retarget6` after a change. */
  forwarding6: boolean
  /** The route cache of IPv6 while nobody need be asked before a packet is passed on: a router without filter. */
  shortcut6: RouteCache6 | null
  /** IPv4 packets passed on, by the fast path of ether.ts and by inet. */
  forwarded: number
  forwarded6: number
  /** Filters; null while nothing filters, which is all an idle filter costs. */
  pfilIn: PfilHead | null
  pfilOut: PfilHead | null
  pfilIn6: PfilHead | null
  pfilOut6: PfilHead | null
  /** What died in the stack rather than at an interface. */
  readonly drops: Drops
  recordId: string | null

  constructor(kernel: Kernel, name: string) {
    this.kernel = kernel
    this.name = name
    this.ifnets = []
    this.routeCache = new RouteCache()
    this.fib = new Fib(this.routeCache)
    this.ip = null
    this.arp = null
    this.ip6 = null
    this.routeCache6 = null
    this.udp = null
    this.netgraph = null
    this.forwarding = false
    this.forwarding6 = false
    this.shortcut6 = null
    this.forwarded = this.forwarded6 = Number.NaN // doubles from the start, see kern/mbuf.ts
    this.forwarded = this.forwarded6 = 0
    this.pfilIn = null
    this.pfilOut = null
    this.pfilIn6 = null
    this.pfilOut6 = null
    this.drops = new Drops()
    this.recordId = null
  }

  /** The only writer of `shortcut6`: call after anything it depends on has changed. */
  retarget6(): void {
    const idle = this.pfilIn6 === null && this.pfilOut6 === null
    this.shortcut6 = this.forwarding6 && idle ? this.routeCache6 : null
  }

  attach(ifp: Ifnet): void {
    if (ifp.vnet !== null || ifp.softc !== null) throw new Error(`${ifp.name} already belongs to ${ifp.ownerName}`)
    if (this.ifnet(ifp.name) !== null) throw new Error(`${this.name} already has an interface ${ifp.name}`)
    this.ifnets.push(ifp)
    ifp.vnet = this
    ifp.setReceive(etherInput)
    this.netgraph?.ifnetAttached(ifp)
  }

  /** Takes the ifnet out with its addresses, routes and waiting frames; its wire stays plugged in. */
  detach(ifp: Ifnet): void {
    if (ifp.vnet !== this) return
    this.netgraph?.ifnetDetached(ifp)
    this.ip?.ifnetDetached(ifp)
    this.ip6?.ifnetDetached(ifp)
    this.fib.removeIfnet(ifp)
    ifp.flush()
    ifp.setReceive(null)
    ifp.vnet = null
    this.ifnets.splice(this.ifnets.indexOf(ifp), 1)
  }

  ifnet(name: string): Ifnet | null {
    return this.ifnets.find((ifp) => ifp.name === name) ?? null
  }

  /** Ends the stack. Wires of its ifnets stay: whoever plugged them in pulls them out. */
  destroy(): void {
    this.netgraph?.destroy()
    this.udp?.destroy()
    this.ip?.destroy()
    this.ip6?.destroy()
    for (const ifp of [...this.ifnets]) this.detach(ifp)
    this.ip = null
    this.arp = null
    this.ip6 = null
    this.routeCache6 = null
    this.udp = null
    this.netgraph = null
    this.pfilIn = null
    this.pfilOut = null
    this.pfilIn6 = null
    this.pfilOut6 = null
    this.retarget6()
  }
}
