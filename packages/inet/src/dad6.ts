// Duplicate address detection (RFC 4862 §5.4): before an address is used, everybody is asked whether it is theirs.
//
// Each probe carries a nonce (RFC 7527): a network of hubs that brings a probe back to its sender does not make the sender
// believe that somebody else is asking for the address.
import { u8 } from '@etherloom/kern'
import { ethernet, formatIn6, IN6_ANY, icmp6, isLinkLocalIn6, nd, putIn6, solicitedNodeIn6 } from '@etherloom/wire'
import type { In6If } from './in6-if.ts'
import { ADDRESS_DUPLICATED, ADDRESS_TENTATIVE, ADDRESS_VALID, type In6Ifaddr } from './in6-ifaddr.ts'
import type { Ip6 } from './ip6.ts'

/** Probes: FreeBSD's net.inet6.ip6.dad_count, RFC 4862's DupAddrDetectTransmits. */
const PROBES = 1
/** The first probe goes within a tenth of a second (RFC 4862 allows one): all at once would be a burst as large as the lab. */
const PROBE_WITHIN_NS = 100e6

interface Detection {
  readonly ip6: Ip6
  readonly on: In6If
  readonly ifa: In6Ifaddr
}

/**
 * Begins, or begins again. The address is usable once a second has passed without an objection; while there is nobody to
 * object, it waits.
 */
export function startDad(ip6: Ip6, on: In6If, ifa: In6Ifaddr): void {
  const { kernel } = ip6.vnet
  if (on.ifp === ip6.lo) {
    ifa.state = ADDRESS_VALID
    return
  }
  ifa.state = ADDRESS_TENTATIVE
  ifa.probes = PROBES
  const detection: Detection = { ip6, on, ifa }
  ifa.timer ??= kernel.callout(dadTimer, detection)
  if (on.ifp.up && on.ifp.carrier) ifa.timer.reset(ip6.random.below(PROBE_WITHIN_NS))
  else ifa.timer.stop()
}

/** Whether a probe is one of ours that came back. */
export function isOwnProbe(ifa: In6Ifaddr, options: number, end: number): boolean {
  const at = nd.option(u8, options, end, nd.OPTION_NONCE)
  return at >= 0 && nonceAt(at) === ifa.nonce
}

/** The six bytes behind type and length, read as addresses of that size are. */
const nonceAt = (option: number): number => ethernet.dst(u8, option + 2)

/** Somebody else speaks of an address that we are asking for. */
export function objection(ip6: Ip6, ifa: In6Ifaddr): void {
  ifa.timer?.stop()
  ifa.state = ADDRESS_DUPLICATED
  const { ifp, ip } = ifa
  ip6.vnet.kernel.onNotice?.({
    kind: 'conflict',
    severity: 'error',
    record: ifp.recordId,
    text: `${ifp.name}: DAD detected duplicate IPv6 address ${formatIn6(ip)}`,
  })
  ip6.cache.flush()
}

function dadTimer(arg: unknown): void {
  const { ip6, on, ifa } = arg as Detection
  if (ifa.probes-- > 0) return probe(ip6, on, ifa)
  ifa.state = ADDRESS_VALID
  ifa.timer = null
  if (isLinkLocalIn6(ifa.ip)) {
    ip6.mld.announceAll(on) // RFC 3590: what was reported from :: is said again under a name
    ip6.routers.solicit(on)
    on.advertiser?.start()
  }
}

function probe(ip6: Ip6, on: In6If, ifa: In6Ifaddr): void {
  // Switches that listen to membership reports must know the group before the question goes to it (RFC 4862 §5.4.2).
  ip6.mld.flush(on)
  const m = ip6.out.message(icmp6.NEIGHBOR_SOLICITATION, nd.NS_LEN + 2 + nd.NONCE_LEN)
  if (m !== null) {
    ifa.nonce = ip6.random.below(2 ** 24) * 2 ** 24 + ip6.random.below(2 ** 24)
    putIn6(u8, m.off + nd.TARGET, ifa.ip)
    const option = m.off + nd.NS_LEN
    u8[option] = nd.OPTION_NONCE
    u8[option + 1] = 1
    ethernet.putMac(u8, option + 2, ifa.nonce)
    ip6.out.sendOn(on, m, IN6_ANY, solicitedNodeIn6(ifa.ip))
  }
  ifa.timer?.reset(on.retransMs * 1e6)
}
