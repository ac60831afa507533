// A whole description of a kernel, to compare two by.
import { type Ip6, inet6Of, inetOf } from '@etherloom/inet'
import { describeRoute, type Ifnet, type LinkDirection } from '@etherloom/net'
import { formatCidr, formatCidr6, formatIn6, formatMac } from '@etherloom/wire'
import type { Experiment } from '../src/experiment.ts'
import { isSwitch } from '../src/nodes/switch.ts'

/**
 * Everything an edit can change in a kernel, as sorted lines. Two experiments with equal lines were made from equal documents,
 * whatever edits came between.
 */
export function describeKernel(experiment: Experiment): string[] {
  const lines: string[] = []
  for (const [id, node] of experiment.nodes) {
    const { system } = node
    if (system === null) {
      lines.push(`${id} passes frames${isSwitch(node) ? ` ${JSON.stringify(node.sw.settings)}` : ''}`)
      continue
    }
    const parent = system.parent?.name ?? 'nothing'
    lines.push(`${id} ${system.kind} ${system.name} in ${parent} forwarding ${system.vnet.forwarding}`)
    for (const route of system.vnet.fib.list()) lines.push(`${id} route ${describeRoute(route)}`)
    if (system.vnet.ip6 !== null) lines.push(...routes6Of(inet6Of(system.vnet)).map((route) => `${id} route ${route}`))
  }
  for (const [id, { ifp, node, stubLink }] of experiment.ifaces) {
    // ::1 and lo0's fe80::1 are there since something in the node first spoke IPv6, and are no edit's.
    const edited = addressesOf(ifp).filter((address) => address !== '::1/128' && address !== 'fe80::1/64')
    const addresses = edited.sort().join(' ')
    const state = `${ifp.up ? 'up' : 'down'} ${ifp.carrier ? 'active' : 'no carrier'} mtu ${ifp.mtu}`
    lines.push(`${id} ${ifp.name} in ${node} ${formatMac(ifp.mac)} ${state} [${addresses}]`)
    if (ifp.lower !== null) lines.push(`${id} is VLAN ${ifp.vid} of ${ifp.lower.recordId}`)
    const owner = experiment.nodes.get(node)
    if (owner !== undefined && isSwitch(owner))
      lines.push(`${id} port ${JSON.stringify(owner.sw.members[ifp.port]?.settings)}`)
    if (stubLink !== null) lines.push(`${id} joins ${stubLink.b.ownerName}`)
  }
  for (const [id, link] of experiment.links) {
    const ends = `${link.a.recordId} ${link.b.recordId}`
    lines.push(`${id} ${ends} ${link.up ? 'up' : 'down'} ab ${describe(link.ab)} ba ${describe(link.ba)}`)
  }
  return lines.sort()
}

const routes6Of = (ip6: Ip6): string[] =>
  ip6.fib.list().map(({ dst, prefixLen, hops, kind }) => {
    const via = hops.map(({ ifp, gateway }) => `${gateway === null ? 'link' : formatIn6(gateway)} dev ${ifp.name}`)
    return `${formatCidr6({ ip: dst, prefixLen })} ${kind} ${via.sort().join(', ')}`
  })

const describe = ({ impairment }: LinkDirection) => JSON.stringify(impairment)

function addressesOf(ifp: Ifnet): string[] {
  if (ifp.vnet === null) return []
  const ipv4 = inetOf(ifp.vnet).addresses.of(ifp)
  const ipv6 = ifp.vnet.ip6 === null ? [] : (inet6Of(ifp.vnet).ifs.get(ifp)?.addresses ?? [])
  return [...ipv4.map(formatCidr), ...ipv6.map(formatCidr6)]
}
