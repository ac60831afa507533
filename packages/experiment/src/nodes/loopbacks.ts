// The loopback interfaces of a system. Every stack has lo0 without being told; a record of that name says what else it has, and
// when the record goes lo0 is as it was. Others are made like any interface.
import { inet6Of, inetOf } from '@etherloom/inet'
import type { System } from '@etherloom/machine'
import { createLo, type Ifnet } from '@etherloom/net'
import { isLoopbackIn6, isLoopbackIpv4 } from '@etherloom/wire'

export class Loopbacks {
  private readonly system: System
  private readonly mtu: number

  constructor(system: System) {
    this.system = system
    this.mtu = inetOf(system.vnet).lo.mtu
  }

  add(name: string): Ifnet {
    const { vnet } = this.system
    const { lo } = inetOf(vnet)
    return name === lo.name ? lo : createLo(vnet.kernel, vnet, name)
  }

  /** False: it is not the one that every stack has. */
  remove(ifp: Ifnet): boolean {
    const { vnet } = this.system
    const ip = inetOf(vnet)
    if (ifp !== ip.lo) return false
    for (const { ip: address } of ip.addresses.of(ifp)) if (!isLoopbackIpv4(address)) ip.removeAddress(ifp, address)
    if (vnet.ip6 !== null) {
      const ip6 = inet6Of(vnet)
      for (const ifa of [...(ip6.ifs.get(ifp)?.addresses ?? [])])
        if (!isLoopbackIn6(ifa.ip)) ip6.removeAddress(ifp, ifa.ip)
    }
    ifp.mtu = this.mtu
    ifp.setUp(true)
    return true
  }
}
