// The network layer of a vnet: IPv4 with ARP and ICMP; IPv6 with neighbor discovery, ICMPv6 and MLD.
export { type AddressConflict, Arp, type ArpHabits, freebsdArp, illumosArp, type Neighbor } from './arp.ts'
export { attachInet, inetOf } from './attach.ts'
export { dadEndsNs, inet6Of, LO_LINK_LOCAL } from './attach6.ts'
export { type EchoRequest, icmpEchoRequest } from './echo.ts'
export { type Echo6Request, icmp6EchoRequest } from './echo6.ts'
export { type Errno, errnoOf } from './errno.ts'
export { Icmp, type IcmpListener, type IcmpMessage, type IcmpQuote } from './icmp.ts'
export { Icmp6, type Icmp6Listener, type Icmp6Message, type Icmp6Quote } from './icmp6.ts'
export { AddressTable, type Ifaddr } from './ifaddr.ts'
export { Igmp } from './igmp.ts'
export { In6If } from './in6-if.ts'
export {
  ADDRESS_DUPLICATED,
  ADDRESS_TENTATIVE,
  ADDRESS_VALID,
  type AddressOrigin,
  In6AddressTable,
  type In6Ifaddr,
} from './in6-ifaddr.ts'
export { Ip, type ProtocolInput } from './ip.ts'
export { Ip6, type Protocol6Input } from './ip6.ts'
export { HOP_LIMIT_DEFAULT, Ip6Output, NO_CHECKSUM } from './ip6-output.ts'
export { Nd6, type Neighbor6, type NeighborState } from './nd6.ts'
export { type DefaultRouter, DefaultRouters, type LearnedPrefix } from './nd6-routers.ts'
export { ADVERTISING_DEFAULTS, type Advertising } from './rtadv6.ts'
export { type StaticRoute, StaticRoutes } from './static-routes.ts'
export { type StaticRoute6, StaticRoutes6 } from './static-routes6.ts'
export { Udp, udpOf, udpSocket } from './udp.ts'
export { type IpAddress, newSender, type Sender, UdpSocket } from './udp-socket.ts'
