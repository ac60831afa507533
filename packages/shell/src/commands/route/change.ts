// What route(8) changes. The routes a person types are the node's in the drawing; those that come with addresses, and those
// computed from the drawing, are not theirs to delete, and are refused by name.
import { inetOf } from '@etherloom/inet'
import type { SystemCall } from '@etherloom/proc'
import { computeRoutes, record, type StaticRoute, setRoutes } from '@etherloom/topology'
import { isLinkLocalIn6, tryParseIn6, tryParseIpv4 } from '@etherloom/wire'
import type { Session } from '../../command.ts'
import { ip6Of } from '../../interfaces.ts'
import { proposeAs } from '../../propose.ts'
import { type RouteRow, routes4, routes6 } from '../netstat/routes.ts'
import { isTo, type RouteWords } from './words.ts'

/** Null: done. Else what errno(2) has for it, or words why the drawing cannot do it. */
export type Outcome = null | 'EEXIST' | 'ESRCH' | 'ENETUNREACH' | { readonly refused: string }

export type Verb = 'add' | 'delete' | 'change'

export function* change(
  session: Session,
  verb: Verb,
  words: RouteWords,
  typed: readonly string[],
): SystemCall<Outcome> {
  const stored = record(session.document(), session.node).routes
  const next = verb === 'delete' ? remove(session, stored, words) : put(session, stored, words, verb)
  if (!Array.isArray(next)) return next as Outcome
  const refused = yield* proposeAs(session, ['route', ...typed], () =>
    setRoutes(session.document(), session.node, next),
  )
  return refused === null ? null : { refused }
}

function put(session: Session, stored: readonly StaticRoute[], words: RouteWords, verb: Verb): StaticRoute[] | Outcome {
  const { destination, gateway } = words
  if (gateway === null) return 'ENETUNREACH'
  const there = rowsTo(session, words)
  if (there.some(({ origin }) => origin === 'connected' || origin === 'own')) return 'EEXIST'
  if (!reachable(session, words.family, gateway)) return 'ENETUNREACH'
  const typed = { destination, gateway }
  if (verb === 'change') {
    if (there.length === 0 && !stored.some((route) => isTo(route, words))) return 'ESRCH'
    return [...stored.filter((route) => !isTo(route, words)), typed]
  }
  const nowhere = gateway === 'blackhole' || gateway === 'reject'
  const same = (via: string | null) => nowhere || via === gateway
  if (
    there.some((row) => row.kind !== 'unicast' || same(row.gateway)) ||
    stored.some((r) => isTo(r, words) && same(r.gateway))
  )
    return 'EEXIST'
  return [...stored, typed]
}

function remove(session: Session, stored: readonly StaticRoute[], words: RouteWords): StaticRoute[] | Outcome {
  const { gateway } = words
  // The gateway of a route that leads nowhere is a matter of form.
  const meant = (route: StaticRoute) =>
    isTo(route, words) &&
    (gateway === null || route.gateway === gateway || ['blackhole', 'reject'].includes(route.gateway))
  if (stored.some(meant)) return stored.filter((route) => !meant(route))
  const row = rowsTo(session, words).find((each) => gateway === null || each.gateway === gateway)
  if (row === undefined) return 'ESRCH'
  if (
    computeRoutes(session.document())
      .get(session.node)
      .some((route) => isTo(route, words))
  )
    return { refused: 'it is computed from the drawing: change it to another gateway, or turn automatic routes off' }
  if (row.origin === 'dynamic') return { refused: 'a router told this node of it, and would do so again' }
  return { refused: `it comes with the addresses of ${row.ifp.name}` }
}

/** The kernel's routes to exactly that destination. */
function rowsTo({ process: { vnet } }: Session, words: RouteWords): RouteRow[] {
  const rows = words.family === 4 ? routes4(vnet) : routes6(vnet)
  const address = words.destination.slice(0, words.destination.indexOf('/'))
  const shown = words.prefixLen === 0 ? 'default' : words.host ? address : words.destination
  return rows.filter(({ destination, prefixLen }) => destination === shown && prefixLen === words.prefixLen)
}

/** Whether a gateway is a neighbor: an address in a network of this node's, and not its own. */
function reachable({ process: { vnet } }: Session, family: 4 | 6, gateway: string): boolean {
  if (gateway === 'blackhole' || gateway === 'reject') return true
  if (family === 4) {
    const { addresses } = inetOf(vnet)
    const ip = tryParseIpv4(gateway)!
    return addresses.find(ip) === null && addresses.list.some((a) => a.prefixLen < 32 && ((a.ip ^ ip) & a.mask) === 0)
  }
  const [address, zone] = gateway.split('%')
  const ip = tryParseIn6(address!)!
  const ip6 = ip6Of(vnet)
  if (isLinkLocalIn6(ip)) return zone !== undefined && ip6?.ifs.has(vnet.ifnet(zone)!) === true
  return ip6 !== null && ip6.addresses.find(ip) === null && ip6.addresses.linkOf(ip) !== null
}
