// Addresses of interfaces, from the document into the vnets: what is not wanted any more goes, then what is new comes.
import { inetOf } from '@etherloom/inet'
import type { Ifnet } from '@etherloom/net'
import type { IfaceId, IfaceRecord } from '@etherloom/topology'
import { parseCidr } from '@etherloom/wire'

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
    const wanted = new Map(iface.addresses.map(({ address }) => [address, parseCidr(address)]))
    const has = new Set<number>()
    for (const ifa of ip.addresses.of(ifp)) {
      const kept = [...wanted.values()].some((cidr) => cidr.ip === ifa.ip && cidr.prefixLen === ifa.prefixLen)
      if (kept) has.add(ifa.ip)
      else ip.removeAddress(ifp, ifa.ip)
    }
    for (const cidr of wanted.values()) {
      if (has.has(cidr.ip)) continue
      const owner = ip.addresses.find(cidr.ip)
      if (owner === null) ip.addAddress(ifp, cidr.ip, cidr.prefixLen)
      else this.denied.set(iface.id, `${owner.ifp.name} of this node has the same address: change one of the two`)
    }
  }
}
