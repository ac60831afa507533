// Addresses of interfaces, from the document into the vnets: what is not wanted any more goes, then what is new comes.
import { inetOf } from '@etherloom/inet'
import type { Ifnet } from '@etherloom/net'
import { familyOf, type IfaceId, type IfaceRecord } from '@etherloom/topology'
import { parseCidr } from '@etherloom/wire'
import { applyAddresses6 } from './addresses6.ts'

/** Every stack's own, whatever the document says of lo0. */
const LOOPBACK = parseCidr('127.0.0.1/8')

export class Addresses {
  private readonly denied: Map<IfaceId, string>

  constructor() {
    this.denied = new Map()
  }

  faults(): { [record: string]: string } {
    return Object.fromEntries(this.denied)
  }

  denials(): IfaceId[] {
    return [...this.denied.keys()]
  }

  forget(id: IfaceId): void {
    this.denied.delete(id)
  }

  apply(iface: IfaceRecord, ifp: Ifnet): void {
    this.denied.delete(iface.id)
    if (ifp.vnet === null) return
    const ip = inetOf(ifp.vnet)
    const ipv4 = iface.addresses.filter(({ address }) => familyOf(address) === 4)
    const recorded = ipv4.map(({ address }) => parseCidr(address))
    const wanted = ifp === ip.lo ? [LOOPBACK, ...recorded.filter((cidr) => cidr.ip !== LOOPBACK.ip)] : recorded
    const has = ip.addresses.of(ifp)
    // The first address of a network is its source address: their order counts, so all behind the first change are set anew.
    let same = 0
    while (same < has.length && has[same]!.ip === wanted[same]?.ip && has[same]!.prefixLen === wanted[same]!.prefixLen)
      same++
    for (const ifa of has.slice(same)) ip.removeAddress(ifp, ifa.ip)
    for (const cidr of wanted.slice(same)) {
      const owner = ip.addresses.find(cidr.ip)
      if (owner === null) ip.addAddress(ifp, cidr.ip, cidr.prefixLen)
      else this.denied.set(iface.id, `${owner.ifp.name} of this node has the same address: change one of the two`)
    }
    const denied = applyAddresses6(iface, ifp, ifp.vnet)
    if (denied !== null) this.denied.set(iface.id, denied)
  }
}
