// Gives a vnet its IPv4 stack.
import { createLo, type Vnet } from '@etherloom/net'
import { parseIpv4 } from '@etherloom/wire'
import { Ip } from './ip.ts'

/** Fills the vnet's protocol slots and makes lo0 with 127.0.0.1. */
export function attachInet(vnet: Vnet): Ip {
  if (vnet.ip !== null) throw new Error(`${vnet.name} already has an IPv4 stack`)
  const lo = createLo(vnet.kernel, vnet)
  const ip = new Ip(vnet, lo)
  vnet.ip = ip
  vnet.arp = ip.arp
  ip.addAddress(lo, parseIpv4('127.0.0.1'), 8)
  return ip
}

/** The vnet's IPv4 stack; `attachInet` must have been called. */
export function inetOf(vnet: Vnet): Ip {
  if (!(vnet.ip instanceof Ip)) throw new Error(`${vnet.name} has no IPv4 stack`)
  return vnet.ip
}
