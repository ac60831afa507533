// Small drawn networks for the tests of this room.
import { Kernel } from '@etherloom/kern'
import { createLink, Hub, Ifnet, type Link, Vnet } from '@etherloom/net'
import { parseCidr, parseIpv4 } from '@etherloom/wire'
import { attachInet, type EchoRequest, type IcmpMessage, icmpEchoRequest, inetOf } from '../src/index.ts'

export interface Heard extends IcmpMessage {
  atNs: number
}

export class Lab {
  readonly kernel: Kernel
  readonly links: Link[]
  private macs: number

  constructor(seed = 7) {
    this.kernel = new Kernel({ seed })
    this.links = []
    this.macs = 0
  }

  /** A node with interfaces em0, em1, … of these addresses. */
  node(name: string, ...addresses: string[]): Vnet {
    const vnet = new Vnet(this.kernel, name)
    attachInet(vnet)
    addresses.forEach((a, i) => {
      const ifp = new Ifnet(this.kernel, `em${i}`, 0x020000000000 + ++this.macs)
      vnet.attach(ifp)
      const { ip, prefixLen } = parseCidr(a)
      inetOf(vnet).addAddress(ifp, ip, prefixLen)
    })
    return vnet
  }

  wire(a: Ifnet, b: Ifnet): Link {
    const link = createLink(this.kernel, a, b, `link:${this.links.length}`)
    this.links.push(link)
    return link
  }

  /** All of them on one hub. */
  segment(...ifps: Ifnet[]): void {
    const hub = new Hub(this.kernel, `hub${this.links.length}`)
    for (const [i, ifp] of ifps.entries()) this.wire(ifp, hub.addPort(`e${i}`))
  }

  run(seconds: number): void {
    this.kernel.run(this.kernel.nowNs + seconds * 1e9)
  }

  /** Sends one echo request and returns all ICMP that comes to `from` within ten seconds. */
  ping(from: Vnet, to: string, options: Partial<EchoRequest> = {}): Heard[] {
    const heard: Heard[] = []
    const stop = inetOf(from).icmp.listen((m) => heard.push({ ...m, atNs: this.kernel.nowNs }))
    const result = icmpEchoRequest(from, { dst: parseIpv4(to), id: 1, seq: 1, ...options })
    if (result !== 0) throw new Error(`not sent: drop reason ${result}`)
    this.run(10)
    stop()
    return heard
  }
}

export const port = (vnet: Vnet, i: number): Ifnet => vnet.ifnet(`em${i}`) as Ifnet

/** a (10.0.0.1) ── (10.0.0.2) r (10.0.1.2) ── (10.0.1.1) b */
export function chain(): { lab: Lab; a: Vnet; r: Vnet; b: Vnet } {
  const lab = new Lab()
  const a = lab.node('a', '10.0.0.1/24')
  const r = lab.node('r', '10.0.0.2/24', '10.0.1.2/24')
  const b = lab.node('b', '10.0.1.1/24')
  r.forwarding = true
  lab.wire(port(a, 0), port(r, 0))
  lab.wire(port(r, 1), port(b, 0))
  inetOf(a).routes.add(0, 0, parseIpv4('10.0.0.2'))
  inetOf(b).routes.add(0, 0, parseIpv4('10.0.1.2'))
  return { lab, a, r, b }
}
