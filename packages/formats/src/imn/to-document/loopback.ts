// The lo0 that IMUNES writes into every node with a stack. A lab says of a loopback interface only what is not so everywhere.
import type { JsonObject } from '../imn-file.ts'
import { isLoopback, LOOPBACK } from './address.ts'

export const usualLo0 = (): JsonObject => ({
  type: 'lo',
  name: 'lo0',
  ipv4_addrs: [LOOPBACK.ipv4_addrs],
  ipv6_addrs: [LOOPBACK.ipv6_addrs],
})

/** Whether an interface says no more than that lo0 is there; old files leave one of its two addresses unsaid. */
export function isUsualLo0(iface: JsonObject): boolean {
  const { type, name, ipv4_addrs, ipv6_addrs, ...more } = iface
  const usual = (list: unknown) =>
    list === undefined || (Array.isArray(list) && list.every((each) => typeof each === 'string' && isLoopback(each)))
  return type === 'lo' && name === 'lo0' && Object.keys(more).length === 0 && usual(ipv4_addrs) && usual(ipv6_addrs)
}
