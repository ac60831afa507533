// Configuration: which interfaces speak IPv6 and with what addresses.
import type { Ifnet } from '@etherloom/net'
import {
  formatIn6,
  IN6_ALL_NODES,
  IN6_ALL_ROUTERS,
  type In6Addr,
  isLinkLocalIn6,
  isMulticastIn6,
  isUnspecifiedIn6,
  linkLocalIn6,
  solicitedNodeIn6,
} from '@etherloom/wire'
import { startDad } from './dad6.ts'
import { In6If } from './in6-if.ts'
import { ADDRESS_TENTATIVE, type AddressOrigin, type In6Ifaddr } from './in6-ifaddr.ts'
import type { Ip6 } from './ip6.ts'
import { sendAdvertisement } from './nd6-input.ts'
import { ADVERTISING_DEFAULTS, Advertiser, type Advertising } from './rtadv6.ts'

export class In6Control {
  private readonly ip6: Ip6
  /** Interfaces that were up with carrier when last heard of: a change of one that was and is concerns its MAC address. */
  private readonly alive: Set<Ifnet>

  constructor(ip6: Ip6) {
    this.ip6 = ip6
    this.alive = new Set()
  }

  /** The interface speaks IPv6 from now on, with a link-local address made from its MAC. */
  enable(ifp: Ifnet): In6If {
    const on = this.begin(ifp)
    if (ifp !== this.ip6.lo && !on.addresses.some((a) => isLinkLocalIn6(a.ip)))
      this.assign(on, linkLocalIn6(ifp.mac), 64, 'manual')
    return on
  }

  /** The interface forgets IPv6: addresses, neighbors, groups, what routers said. */
  disable(ifp: Ifnet): void {
    const { ip6 } = this
    const on = ip6.ifs.get(ifp)
    if (on === undefined) return
    this.setAdvertising(ifp, null)
    ip6.routers.removeIf(on)
    ip6.mld.removeIf(on)
    for (const ifa of [...on.addresses]) ip6.addresses.remove(on, ifa)
    ip6.nd6.removeIf(on)
    ip6.ifs.delete(ifp)
    this.alive.delete(ifp)
    ip6.routes.reconcile()
  }

  addAddress(ifp: Ifnet, ip: In6Addr, prefixLen: number, origin: AddressOrigin = 'manual'): In6Ifaddr {
    if (isMulticastIn6(ip) || isUnspecifiedIn6(ip)) throw new Error(`${formatIn6(ip)} is not an address of a host`)
    const on = isLinkLocalIn6(ip) ? this.begin(ifp) : this.enable(ifp)
    return this.assign(on, ip, prefixLen, origin)
  }

  removeAddress(ifp: Ifnet, ip: In6Addr): boolean {
    const { ip6 } = this
    const on = ip6.ifs.get(ifp)
    const ifa = on?.find(ip) ?? null
    if (on === undefined || ifa === null) return false
    ip6.addresses.remove(on, ifa)
    ip6.mld.leave(on, solicitedNodeIn6(ip))
    ip6.routes.reconcile()
    ip6.nd6.removeStrangers(on)
    return true
  }

  /** net.inet6.ip6.forwarding: a router listens to hosts that look for one, and to no other router's advertisements. */
  setForwarding(forwarding: boolean): void {
    const { ip6 } = this
    if (ip6.vnet.forwarding6 === forwarding) return
    ip6.vnet.forwarding6 = forwarding
    ip6.vnet.retarget6()
    for (const on of ip6.ifs.values()) {
      if (on.ifp === ip6.lo) continue
      if (forwarding) ip6.mld.join(on, IN6_ALL_ROUTERS)
      else ip6.mld.leave(on, IN6_ALL_ROUTERS)
      if (forwarding) ip6.routers.removeIf(on)
    }
  }

  setAdvertising(ifp: Ifnet, settings: Partial<Advertising> | null): void {
    const on = settings === null ? this.ip6.ifs.get(ifp) : this.enable(ifp)
    if (on === undefined) return
    on.advertiser?.stop()
    on.advertiser = settings === null ? null : new Advertiser(this.ip6, on, { ...ADVERTISING_DEFAULTS, ...settings })
    if (on.linkLocal !== null) on.advertiser?.start()
  }

  /** ifconfig's accept_rtadv. */
  setAcceptRtadv(ifp: Ifnet, accept: boolean): void {
    this.ip6.routers.accept(this.enable(ifp), accept)
  }

  /** Up or down, with carrier or without, or another MAC address. */
  ifnetChanged(ifp: Ifnet): void {
    const { ip6 } = this
    const on = ip6.ifs.get(ifp)
    if (on === undefined || ifp === ip6.lo) return
    const was = this.alive.has(ifp)
    const is = ifp.up && ifp.carrier
    if (is) this.alive.add(ifp)
    else this.alive.delete(ifp)
    on.macChanged()
    ip6.nd6.removeIf(on)
    ip6.addresses.reconnect(on)
    if (!ifp.up) this.wentDown(on)
    else if (!is) this.lostCarrier(on)
    else if (!was) this.cameAlive(on)
    else this.announce(on)
    ip6.routes.reconcile()
  }

  private begin(ifp: Ifnet): In6If {
    const { ip6 } = this
    const known = ip6.ifs.get(ifp)
    if (known !== undefined) return known
    const on = new In6If(ifp)
    ip6.ifs.set(ifp, on)
    if (ifp === ip6.lo) return on
    if (ifp.up && ifp.carrier) this.alive.add(ifp)
    ip6.mld.join(on, IN6_ALL_NODES)
    if (ip6.vnet.forwarding6) ip6.mld.join(on, IN6_ALL_ROUTERS)
    return on
  }

  private assign(on: In6If, ip: In6Addr, prefixLen: number, origin: AddressOrigin): In6Ifaddr {
    const { ip6 } = this
    const ifa = ip6.addresses.add(on, ip, prefixLen, origin)
    if (on.ifp !== ip6.lo) ip6.mld.join(on, solicitedNodeIn6(ip))
    startDad(ip6, on, ifa)
    ip6.routes.reconcile()
    return ifa
  }

  /** Addresses that nobody could object to yet are asked about; the others, neighbors are told of. */
  private cameAlive(on: In6If): void {
    const { ip6 } = this
    for (const ifa of on.addresses) if (!ifa.usable) startDad(ip6, on, ifa)
    this.announce(on)
    ip6.mld.announceAll(on)
    if (on.linkLocal !== null) {
      ip6.routers.solicit(on)
      on.advertiser?.start()
    }
  }

  private lostCarrier(on: In6If): void {
    for (const ifa of on.addresses) ifa.timer?.stop()
    this.ip6.mld.silence(on)
  }

  /** When it comes up again it may be somewhere else: whether addresses are unique has to be asked again. */
  private wentDown(on: In6If): void {
    this.lostCarrier(on)
    for (const ifa of on.addresses) ifa.state = ADDRESS_TENTATIVE
    this.ip6.routers.removeIf(on)
  }

  /** Neighbors correct what they remember (RFC 4861 §7.2.6). */
  private announce(on: In6If): void {
    for (const ifa of on.addresses) if (ifa.usable) sendAdvertisement(this.ip6, on, ifa.ip, IN6_ALL_NODES, false)
  }
}
