// Drawn networks that speak IPv6, for the tests of this room.
import { Ifnet, type Route6, type Vnet } from '@etherloom/net'
import { formatIn6, parseCidr6, parseIn6 } from '@etherloom/wire'
import { type Echo6Request, type Icmp6Message, icmp6EchoRequest, inet6Of } from '../src/index.ts'
import { Lab, port } from './lab.ts'

export interface Heard6 extends Icmp6Message {
  atNs: number
}

/** Addresses are asked about for a second and a tenth. */
export const DAD_S = 1.2

export class Lab6 extends Lab {
  private macs6 = 0x60

  /** A node with interfaces em0, em1, … of these addresses; '' for one with its link-local address alone. */
  node6(name: string, ...addresses: string[]): Vnet {
    const vnet = this.node(name)
    addresses.forEach((a, i) => {
      const ifp = new Ifnet(this.kernel, `em${i}`, 0x020000000000 + ++this.macs6)
      vnet.attach(ifp)
      if (a === '') inet6Of(vnet).control.enable(ifp)
      else inet6Of(vnet).addAddress(ifp, parseCidr6(a).ip, parseCidr6(a).prefixLen)
    })
    return vnet
  }

  router6(name: string, ...addresses: string[]): Vnet {
    const vnet = this.node6(name, ...addresses)
    inet6Of(vnet).setForwarding(true)
    return vnet
  }

  /** Sends one echo request and returns all ICMPv6 that comes to `from` within ten seconds, but for discovery. */
  ping6(from: Vnet, to: string, options: Partial<Echo6Request> = {}): Heard6[] {
    const heard: Heard6[] = []
    const stop = inet6Of(from).icmp6.listen((m) => {
      if (m.type < 130 || m.type > 137) heard.push({ ...m, atNs: this.kernel.nowNs })
    })
    const result = icmp6EchoRequest(from, { dst: parseIn6(to), id: 1, seq: 1, ...options })
    if (result !== 0) throw new Error(`not sent: drop reason ${result}`)
    this.run(10)
    stop()
    return heard
  }
}

export const route6 = (vnet: Vnet, dst: string, gateway: string | null, kind: Route6['kind'] = 'unicast'): void => {
  const { ip, prefixLen } = parseCidr6(dst)
  const [address, zone] = gateway?.split('%') ?? []
  const ifp = zone === undefined ? null : vnet.ifnet(zone)
  const via = address ? parseIn6(address) : null
  const error = inet6Of(vnet).routes.add({ dst: ip, prefixLen, gateway: via, ifp, kind })
  if (error !== null) throw new Error(`${dst} via ${gateway}: ${error}`)
}

/** What a person sees of an answer: type, code, from whom. */
export const told = (heard: readonly Icmp6Message[]): string[] =>
  heard.map((m) => `${m.type}/${m.code} ${formatIn6(m.src)}`)

/** a (fd00:0::1) ── (fd00:0::2) r (fd00:1::2) ── (fd00:1::1) b, neighbors not yet known, addresses usable. */
export function chain6(): { lab: Lab6; a: Vnet; r: Vnet; b: Vnet } {
  const lab = new Lab6()
  const a = lab.node6('a', 'fd00::1/64')
  const r = lab.router6('r', 'fd00::2/64', 'fd00:0:0:1::2/64')
  const b = lab.node6('b', 'fd00:0:0:1::1/64')
  lab.wire(port(a, 0), port(r, 0))
  lab.wire(port(r, 1), port(b, 0))
  route6(a, 'default', 'fd00::2')
  route6(b, 'default', 'fd00:0:0:1::2')
  lab.run(DAD_S)
  return { lab, a, r, b }
}
