// Static routes of one node.
import { hasStack } from '../document.ts'
import {
  canonicalDestination,
  familyOf,
  formatAddress,
  formatPrefix,
  type Gateway,
  networkPrefix,
  parseDestination,
  parseGateway,
} from '../ip.ts'
import type { NodeRecord, StaticRoute } from '../records.ts'
import type { Report } from './problem.ts'

export function checkRoutes(node: NodeRecord, report: Report): void {
  if (node.routes.length > 0 && !hasStack(node.kind))
    report('error', node.id, 'routes', `a ${node.kind} only passes frames on: it has no routes`, 'remove them')
  // By destination, the gateways so far.
  const seen = new Map<string, Set<string>>()
  node.routes.forEach((route, i) => {
    const destination = checkDestination(node, route, `routes[${i}].destination`, report)
    const gateway = checkGateway(node, route, `routes[${i}].gateway`, report)
    if (destination === null || gateway === null) return
    const hop = gateway.kind === 'address' ? `${formatAddress(gateway.ip)}%${gateway.iface ?? ''}` : gateway.kind
    const hops = seen.get(destination)
    if (hops === undefined) {
      seen.set(destination, new Set([hop]))
      return
    }
    if (hops.has(hop))
      report(
        'error',
        node.id,
        `routes[${i}]`,
        `the route to ${route.destination} via ${route.gateway} is there twice`,
        'keep one of them',
      )
    else if (gateway.kind !== 'address' || hops.has('blackhole') || hops.has('reject'))
      report(
        'error',
        node.id,
        `routes[${i}]`,
        `packets to ${route.destination} cannot be sent on and dropped`,
        'keep one of the routes to it',
      )
    hops.add(hop)
  })
}

function checkDestination(
  node: NodeRecord,
  { destination }: StaticRoute,
  field: string,
  report: Report,
): string | null {
  const prefix = parseDestination(destination)
  if (prefix === null) {
    report(
      'error',
      node.id,
      field,
      `"${destination}" is not a destination`,
      'write "default", "::/0" or a prefix such as 10.0.1.0/24 or fc00:1::/64',
    )
    return null
  }
  if (networkPrefix(prefix).address !== prefix.address) {
    const mend = `write ${formatPrefix(networkPrefix(prefix))}`
    report('error', node.id, field, `${destination} has bits set beyond its prefix`, mend)
  }
  return canonicalDestination(destination)
}

function checkGateway(node: NodeRecord, route: StaticRoute, field: string, report: Report): Gateway | null {
  const family = familyOf(route.destination)
  const gateway = parseGateway(route.gateway)
  if (gateway !== null && (gateway.kind !== 'address' || gateway.ip.family === family)) return gateway
  if (gateway !== null) {
    const mend =
      family === 6 ? 'name an IPv6 neighbor' : 'name an IPv4 neighbor, or write ::/0 for the IPv6 default route'
    report('error', node.id, field, `the way to ${route.destination} cannot be ${route.gateway}`, mend)
  } else if (/^fe[89ab]/i.test(route.gateway) && !route.gateway.includes('%'))
    report(
      'error',
      node.id,
      field,
      `${route.gateway} is link-local, and does not say on which link`,
      `write the interface after it: ${route.gateway}%eth0`,
    )
  else
    report(
      'error',
      node.id,
      field,
      `"${route.gateway}" is not the address of a neighbor`,
      `write one such as ${family === 6 ? 'fc00::1' : '10.0.0.1'}, or "blackhole" or "reject"`,
    )
  return null
}
