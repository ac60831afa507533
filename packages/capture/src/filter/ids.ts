// The id at the end of a primitive: what an address, a port or a protocol number means behind its qualifiers.
import { ethernet, formatIpv6, tryParseIpv6, tryParseMac } from '@etherloom/wire'
import { numberOf } from './arithmetic.ts'
import type { Token } from './lexer.ts'
import { networkOf4, tryParseNet4 } from './net-address.ts'
import type { Direction, Node } from './syntax.ts'
import type { TokenStream } from './token-stream.ts'
import { saidHere } from './wireshark.ts'
import { isWord, nearest, PORT_PROTOCOLS, protocolNames, protocols, services, TYPE_RARP } from './words.ts'

export type IdType = 'host' | 'net' | 'port' | 'portrange' | 'proto'

export interface Qualifiers {
  readonly protocol: string | null
  readonly direction: Direction
  readonly type: IdType | null
}

/** Addresses of a name in the lab; null when nobody is called so. */
export type Names = (name: string) => readonly string[] | null

/** What an id is read with: the tokens behind it (`/8`, `mask`), who has which address, where the type field is. */
export interface IdContext {
  readonly stream: TokenStream
  readonly names: Names
  readonly typeAt: number
}

export function idNode(context: IdContext, qualifiers: Qualifiers, token: Token): Node {
  switch (qualifiers.type) {
    case 'port':
    case 'portrange':
      return portsNode(context, qualifiers, token)
    case 'proto':
      return protocolNode(context, qualifiers, token)
    default:
      return addressNode(context, qualifiers, token)
  }
}

/** `family` null: in IPv4 or in IPv6. */
export function ipProtocolNode(protocol: number, family: 4 | 6 | null, typeAt: number): Node {
  const of = (version: 4 | 6): Node => ({ kind: 'ipProtocol', family: version, protocol, typeAt })
  return family === null ? { kind: 'or', a: of(4), b: of(6) } : of(family)
}

function portsNode({ stream, typeAt }: IdContext, { protocol, direction, type }: Qualifiers, token: Token): Node {
  const header = protocol === null ? undefined : protocols.get(protocol)
  const number = header?.layer === 'transport' ? header.protocol : null
  if (protocol !== null && (number === null || !PORT_PROTOCOLS.includes(number)))
    throw stream.problem(token, `${protocol} has no ports`, "write 'tcp port', 'udp port' or just 'port'")
  const isRange = type === 'portrange'
  const ends = isRange ? token.text.split('-') : [token.text]
  const ports = ends.map((end) => services.get(end) ?? numberOf(end) ?? -1)
  if (ports.length > (isRange ? 2 : 1) || ports.some((port) => port < 0 || port > 65535)) {
    if (isRange)
      throw stream.problem(
        token,
        `'${token.text}' is no range of ports`,
        "write two ports, as in 'portrange 5000-5010'",
      )
    throw stream.problem(token, `'${token.text}' is no port`, "write 0 to 65535 or a service's name, as in 'port 80'")
  }
  const wanted = number === null ? PORT_PROTOCOLS : [number]
  return { kind: 'ports', direction, protocols: wanted, low: Math.min(...ports), high: Math.max(...ports), typeAt }
}

function protocolNode({ stream, typeAt }: IdContext, { protocol }: Qualifiers, token: Token): Node {
  const named = protocols.get(token.text)
  const number = numberOf(token.text)
  if (protocol === 'ether' || protocol === 'link') {
    const type = named?.layer === 'network' ? named.type : number
    if (type === null || type > 0xffff)
      throw stream.problem(
        token,
        `'${token.text}' is no Ethernet type`,
        "write a number such as 0x88b5, or 'ip', 'ip6', 'arp'",
      )
    return { kind: 'etherType', type, typeAt }
  }
  if (protocol !== null && protocol !== 'ip' && protocol !== 'ip6')
    throw stream.problem(
      token,
      `${protocol} carries no protocols of its own`,
      "write 'ip proto', 'ip6 proto' or 'ether proto'",
    )
  const value = named?.layer === 'transport' ? named.protocol : (protocolNames.get(token.text) ?? number)
  if (value === null || value > 255)
    throw stream.problem(token, `'${token.text}' is no IP protocol`, "write 0 to 255, or a name such as 'tcp'")
  return ipProtocolNode(value, protocol === 'ip' ? 4 : protocol === 'ip6' ? 6 : null, typeAt)
}

function addressNode(context: IdContext, qualifiers: Qualifiers, token: Token): Node {
  const { stream } = context
  const { protocol, direction, type } = qualifiers
  if (isGroupWord(token) && context.names(token.text) === null)
    throw stream.problem(
      token,
      `'${stream.ahead(-2).text}' does not go with '${token.text}'`,
      `write '${token.text}' alone, or 'ether ${token.text}'`,
    )
  const header = protocol === null ? undefined : protocols.get(protocol)
  if (header?.layer === 'transport')
    throw stream.problem(token, `${protocol} has no addresses`, `write '${protocol} and host ${token.text}'`)
  const mac = tryParseMac(token.text)
  if (header?.layer === 'ether') {
    if (mac === null)
      throw stream.problem(
        token,
        `'${token.text}' is no MAC address`,
        'write six octets in hex, such as 02:00:00:00:00:01',
      )
    return { kind: 'mac', direction, mac }
  }
  if (mac !== null) throw stream.problem(token, 'this is a MAC address', `write 'ether host ${token.text}'`)
  const v6 = tryParseIpv6(token.text)
  if (v6 !== null) return net6Node(context, qualifiers, token, v6)
  const net = tryParseNet4(stream, token, type === 'net')
  if (net === null) return nameNode(context, qualifiers, token)
  const node = net4Node(context, qualifiers, net.network, net.mask)
  if (node === null)
    throw stream.problem(token, 'IPv6 packets have no IPv4 addresses', `write 'host ${token.text}', or an IPv6 address`)
  return node
}

/** Null when the qualifier excludes IPv4. Without one, ARP's addresses count too. */
function net4Node(
  { typeAt }: IdContext,
  { protocol, direction }: Qualifiers,
  network: number,
  mask: number,
): Node | null {
  const of = (type: number): Node => ({ kind: 'net4', direction, type, network, mask, typeAt })
  const header = protocol === null ? undefined : protocols.get(protocol)
  if (header === undefined)
    return { kind: 'or', a: of(ethernet.TYPE_IPV4), b: { kind: 'or', a: of(ethernet.TYPE_ARP), b: of(TYPE_RARP) } }
  return header.layer === 'network' && header.type !== ethernet.TYPE_IPV6 ? of(header.type) : null
}

function net6Node(
  { stream, typeAt }: IdContext,
  { protocol, direction }: Qualifiers,
  token: Token,
  address: Uint8Array,
): Node {
  if (protocol !== null && protocol !== 'ip6')
    throw stream.problem(token, `${protocol} has no IPv6 addresses`, `write 'ip6 host ${token.text}'`)
  let prefixLen = 128
  if (stream.skip('/')) {
    const given = stream.take()
    prefixLen = numberOf(given.text) ?? -1
    if (prefixLen < 0 || prefixLen > 128)
      throw stream.problem(given, `'${given.text}' is no prefix length`, 'write 0 to 128')
  }
  const network = address.map((byte, i) => byte & (0xff00 >> Math.max(0, Math.min(8, prefixLen - 8 * i))))
  if (network.some((byte, i) => byte !== address[i]))
    throw stream.problem(
      token,
      `${token.text} has bits set beyond /${prefixLen}`,
      `write ${formatIpv6(network, 0)}/${prefixLen}`,
    )
  return { kind: 'net6', direction, network, prefixLen, typeAt }
}

/** A node of the lab: any of its addresses that the qualifier allows. */
function nameNode(context: IdContext, qualifiers: Qualifiers, token: Token): Node {
  const { stream, typeAt } = context
  const { protocol, direction } = qualifiers
  const addresses = context.names(token.text)
  if (addresses === null) {
    if (isWord(token.text) && !token.escaped)
      throw stream.problem(
        token,
        `'${token.text}' stands where an address is needed`,
        "write one, as in 'host 10.0.0.1', or join conditions with 'and' or 'or'",
      )
    const here = saidHere(token.text)
    if (here !== null)
      throw stream.problem(
        token,
        `'${token.text}' is Wireshark's word, and this is tcpdump's language`,
        `write it as in '${here}'`,
      )
    const meant = nearest(token.text)
    throw stream.problem(
      token,
      `'${token.text}' is neither a word of the filter language nor a name with an address`,
      meant === null ? "write a condition such as 'icmp', 'host 10.0.0.1' or 'port 80'" : `did you mean '${meant}'?`,
    )
  }
  const nodes: Node[] = []
  for (const address of addresses) {
    const network = tryParseIpv6(address)
    if (network !== null && (protocol === null || protocol === 'ip6'))
      nodes.push({ kind: 'net6', direction, network, prefixLen: 128, typeAt })
    const quad = networkOf4(address)
    const node = quad === null ? null : net4Node(context, qualifiers, quad, 0xffffffff)
    if (node !== null) nodes.push(node)
  }
  if (nodes.length === 0)
    throw stream.problem(
      token,
      `'${token.text}' has no ${protocol ?? ''} address`.replace('  ', ' '),
      'name another node, or write an address',
    )
  return nodes.reduce((a, b) => ({ kind: 'or', a, b }))
}

const isGroupWord = ({ text, escaped }: Token) => !escaped && (text === 'broadcast' || text === 'multicast')
