// IPv4 for a vnet: addresses, ARP, forwarding, ICMP.
export { Arp, type Neighbor } from './arp.ts'
export { attachInet, inetOf } from './attach.ts'
export { type EchoRequest, icmpEchoRequest } from './echo.ts'
export { Icmp, type IcmpListener, type IcmpMessage, type IcmpQuote } from './icmp.ts'
export { AddressTable, type Ifaddr } from './ifaddr.ts'
export { Ip, type ProtocolInput } from './ip.ts'
export { type StaticRoute, StaticRoutes } from './static-routes.ts'
