// The words of route(8) behind its subcommand, the same on both systems: `-net 10.1.0.0/16 10.0.0.1`, `default 10.0.0.1`,
// `-inet6 fc00:5::/64 fe80::1%eth0`, `10.1.0.0 10.0.0.1 255.255.0.0`, `-net 10.5.0.0/16 127.0.0.1 -blackhole`.
import type { RouteKind } from '@etherloom/net'
import type { StaticRoute } from '@etherloom/topology'
import { IN6_ANY as ANY, formatCidr, formatCidr6, formatIpv4, networkIn6, networkOf } from '@etherloom/wire'
import type { Session } from '../../command.ts'
import { resolve, resolveScoped } from '../../hosts.ts'
import { formatTarget } from '../../interfaces.ts'
import { readNumber } from '../../options.ts'
import { classPrefixLen, readMask } from '../ifconfig/edit.ts'

export interface RouteWords {
  readonly family: 4 | 6
  /** As typed, for what is printed. */
  readonly typedDestination: string
  readonly typedGateway: string | null
  /** In the document's spelling: `default`, `10.1.0.0/16`, `::/0`. */
  readonly destination: string
  readonly prefixLen: number
  readonly host: boolean
  /** In the document's spelling: an address, with its zone where it needs one, `blackhole` or `reject`; null when none was given. */
  readonly gateway: string | null
}

/** A mistake in the words; the system's command says it in its own way. */
export interface Botched {
  readonly why: 'keyword' | 'address' | 'unsupported' | 'destination'
  readonly word: string
}

const keywords = new Map<string, (raw: Raw) => void>([
  ['net', (raw) => void (raw.type = 'net')],
  ['host', (raw) => void (raw.type = 'host')],
  ['inet', (raw) => void (raw.family = 4)],
  ['4', (raw) => void (raw.family = 4)],
  ['inet6', (raw) => void (raw.family = 6)],
  ['6', (raw) => void (raw.family = 6)],
  ['blackhole', (raw) => void (raw.kind = 'blackhole')],
  ['reject', (raw) => void (raw.kind = 'reject')],
  ['static', () => {}],
])
const unsupported = new Set(
  'interface iface ifp ifa link genmask fib mtu hopcount expire recvpipe sendpipe ssthresh rtt rttvar lock lockrest proto1 proto2 nostatic llinfo xresolve weight setsrc multirt secattr'.split(
    ' ',
  ),
)

interface Raw {
  type: 'net' | 'host' | null
  family: 4 | 6 | null
  kind: RouteKind
  operands: string[]
  mask: string | null
}

export function readWords(session: Session, args: readonly string[], family: 4 | 6 | null): RouteWords | Botched {
  const raw: Raw = { type: null, family, kind: 'unicast', operands: [], mask: null }
  const problem = collect(raw, args)
  if (problem !== null) return problem
  const [destination, gateway, mask] = raw.operands
  if (destination === undefined || raw.operands.length > 3) return { why: 'destination', word: '' }
  raw.mask ??= mask ?? null
  const six = (raw.family ?? (`${destination}${gateway ?? ''}`.includes(':') ? 6 : 4)) === 6
  return six ? read6(session, raw, destination, gateway) : read4(session, raw, destination, gateway)
}

function collect(raw: Raw, args: readonly string[]): Botched | null {
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!
    const bare = word === 'net' || word === 'host' ? word : word.startsWith('-') ? word.slice(1) : null
    if (bare === null) raw.operands.push(word)
    else if (bare === 'netmask' || bare === 'prefixlen') raw.mask = args[++i] ?? ''
    else if (bare === 'gateway' || bare === 'dst') raw.operands.push(args[++i] ?? '')
    else if (unsupported.has(bare)) return { why: 'unsupported', word: bare }
    else if (!keywords.has(bare)) return { why: 'keyword', word: bare }
    else keywords.get(bare)!(raw)
  }
  return null
}

/** The documents of both families name a route that leads nowhere by its kind, in place of the gateway. */
const gatewayOf = (raw: Raw, address: string | null) => (raw.kind === 'unicast' ? address : raw.kind)

function read4(session: Session, raw: Raw, typed: string, gateway: string | undefined): RouteWords | Botched {
  const [address, length, ...more] = typed.split('/')
  const ip = typed === 'default' ? 0 : resolve(session, address!)
  if (ip === null || more.length > 0) return { why: 'address', word: typed }
  const given = length === undefined ? maskLength(raw.mask) : readNumber(length)
  if (given === undefined || (given !== null && given > 32) || (given === null && length !== undefined))
    return { why: 'address', word: length === undefined ? raw.mask! : typed }
  const implied = typed === 'default' ? 0 : raw.type === 'host' ? 32 : impliedLength(ip, raw.type === 'net')
  const prefixLen = given ?? implied
  const via = gateway === undefined ? null : resolve(session, gateway)
  if (gateway !== undefined && via === null) return { why: 'address', word: gateway }
  return {
    family: 4,
    typedDestination: typed,
    typedGateway: gateway ?? null,
    destination: prefixLen === 0 ? 'default' : formatCidr({ ip: networkOf(ip, prefixLen), prefixLen }),
    prefixLen,
    host: prefixLen === 32,
    gateway: gatewayOf(raw, via === null ? null : formatIpv4(via)),
  }
}

/** Null: none was given; undefined: it is none. */
const maskLength = (mask: string | null): number | null | undefined =>
  mask === null ? null : (readMask(mask) ?? undefined)

/** What a destination without a length means: a host, unless its last bytes are nought or -net says otherwise. */
function impliedLength(ip: number, net: boolean): number {
  const zeroBytes = ip >>> 8 === 0 ? 3 : ip >>> 16 === 0 ? 2 : ip >>> 24 === 0 ? 1 : 0
  const byClass = classPrefixLen(ip)
  const lastIsHost = zeroBytes * 8 < 32 - byClass
  if (!net && lastIsHost) return 32
  return zeroBytes > 0 ? 32 - zeroBytes * 8 : byClass
}

function read6(session: Session, raw: Raw, typed: string, gateway: string | undefined): RouteWords | Botched {
  const [address, length, ...more] = typed.split('/')
  const target = typed === 'default' ? { ip: ANY, ifp: null } : resolveScoped(session, address!)
  const given = length === undefined ? raw.mask : length
  const prefixLen = given === null ? (typed === 'default' ? 0 : raw.type === 'net' ? 64 : 128) : readNumber(given)
  if (target === null || more.length > 0 || prefixLen === null || prefixLen > 128)
    return { why: 'address', word: typed }
  const via = gateway === undefined ? null : resolveScoped(session, gateway)
  if (gateway !== undefined && via === null) return { why: 'address', word: gateway }
  return {
    family: 6,
    typedDestination: typed,
    typedGateway: gateway ?? null,
    destination: formatCidr6({ ip: networkIn6(target.ip, prefixLen), prefixLen }),
    prefixLen,
    host: prefixLen === 128,
    gateway: gatewayOf(raw, via === null ? null : formatTarget(via)),
  }
}

/** One spelling for what the document may write in two. */
export const sameDestination = (a: string, b: string): boolean => (a === '0.0.0.0/0' ? 'default' : a) === b

export const isTo = (route: StaticRoute, words: RouteWords): boolean =>
  sameDestination(route.destination, words.destination)
