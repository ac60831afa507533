// Primitives: an id behind qualifiers (`src host 10.0.0.1`, `tcp dst port 80`, `ether proto 0x88b5`), or a word by itself
// (`icmp`, `vlan 4`, `greater 100`). An id without qualifiers takes those of the one before: `port 80 or 443`.
import { numberOf } from './arithmetic.ts'
import { type IdType, idNode, ipProtocolNode, type Names, type Qualifiers } from './ids.ts'
import type { Token } from './lexer.ts'
import type { Direction, Node } from './syntax.ts'
import type { TokenStream } from './token-stream.ts'
import { protocols } from './words.ts'

const ID_TYPES: readonly IdType[] = ['host', 'net', 'port', 'portrange', 'proto']
const RESERVED: readonly string[] = ['and', 'or', 'not']
const UNSUPPORTED: readonly string[] = [
  'gateway',
  'protochain',
  'inbound',
  'outbound',
  'mpls',
  'pppoed',
  'pppoes',
  'geneve',
]
const NEEDS: { readonly [type in IdType]: string } = {
  host: "write an address, as in 'host 10.0.0.1'",
  net: "write a network, as in 'net 10.0.0.0/8'",
  port: "write a port, as in 'port 80'",
  portrange: "write two ports, as in 'portrange 5000-5010'",
  proto: "write a protocol, as in 'ip proto 89'",
}
const CONDITION = "write one, such as 'icmp' or 'host 10.0.0.1'"

export class PrimitiveParser {
  /** Where the type field is, for all that is read from here on. */
  typeAt: number
  private readonly stream: TokenStream
  private readonly names: Names
  private last: Qualifiers | null

  constructor(stream: TokenStream, names: Names) {
    this.typeAt = 12
    this.stream = stream
    this.names = names
    this.last = null
  }

  /** `group` reads the parenthesized ids of `port (80 or 443)`. */
  primitive(group: () => Node): Node {
    const { stream } = this
    const first = stream.next
    this.refuse(first)
    if (stream.skip('vlan')) return this.vlan()
    if (stream.skip('greater')) return this.length('>=')
    if (stream.skip('less')) return this.length('<=')

    const protocol = !first.escaped && protocols.has(first.text) ? stream.take().text : null
    const direction = this.direction()
    if (direction === null && stream.sees('broadcast', 'multicast')) return this.groupAddress(protocol)
    const type = ID_TYPES.find((word) => stream.skip(word)) ?? null
    if (direction === null && type === null) {
      if (protocol !== null) return this.abbreviation(protocol, first)
      if (this.last !== null) return this.id(this.last, stream.take())
    }
    this.last = { protocol, direction: direction ?? 'either', type }
    if (stream.sees('(')) return group()
    if (stream.next.kind !== 'word' || stream.sees(...RESERVED))
      throw stream.problem(first, `'${type ?? first.text}' needs something behind it`, NEEDS[type ?? 'host'])
    return this.id(this.last, stream.take())
  }

  /** A bare number: one more of the kind that was named before. Null when none was. */
  inherited(token: Token): Node | null {
    return this.last === null ? null : this.id(this.last, token)
  }

  private id(qualifiers: Qualifiers, token: Token): Node {
    return idNode({ stream: this.stream, names: this.names, typeAt: this.typeAt }, qualifiers, token)
  }

  private refuse(first: Token): void {
    const { stream } = this
    if (first.kind === 'end') throw stream.problem(first, 'the filter ends where a condition is needed', CONDITION)
    if (first.kind === 'symbol' || stream.sees(...RESERVED))
      throw stream.problem(first, `'${first.text}' stands where a condition is needed`, CONDITION)
    if (stream.sees(...UNSUPPORTED)) throw stream.problem(first, `'${first.text}' is not supported`, 'leave it out')
  }

  /** `src`, `dst`, `src or dst`, `dst and src` …; null when none is written. */
  private direction(): Direction | null {
    const { stream } = this
    const here = stream.sees('src') ? 'src' : stream.sees('dst') ? 'dst' : null
    if (here === null) return null
    stream.take()
    const joint = stream.next.text
    const joined = stream.sees('and', '&&', 'or', '||') && stream.seesAhead(1, here === 'src' ? 'dst' : 'src')
    if (!joined) return here
    stream.take()
    stream.take()
    return joint === 'and' || joint === '&&' ? 'both' : 'either'
  }

  private vlan(): Node {
    const { stream, typeAt } = this
    const id = stream.next.kind === 'word' ? numberOf(stream.next.text) : null
    if (id !== null) {
      const token = stream.take()
      if (id > 4095) throw stream.problem(token, `${id} is no VLAN`, 'write 0 to 4095')
    }
    this.typeAt += 4
    return { kind: 'vlan', id, typeAt }
  }

  private length(operator: '>=' | '<='): Node {
    const token = this.stream.take()
    const value = numberOf(token.text)
    if (value === null)
      throw this.stream.problem(token, 'a length is needed here', "write a number of bytes, as in 'greater 100'")
    return { kind: 'compare', operator, a: { kind: 'length' }, b: { kind: 'number', value } }
  }

  private groupAddress(protocol: string | null): Node {
    const { stream, typeAt } = this
    const token = stream.take()
    const isBroadcast = token.text === 'broadcast'
    if (protocol === null || protocol === 'ether' || protocol === 'link')
      return { kind: 'group', of: isBroadcast ? 'broadcast' : 'ether', typeAt }
    if (!isBroadcast && (protocol === 'ip' || protocol === 'ip6')) return { kind: 'group', of: protocol, typeAt }
    throw stream.problem(
      token,
      `'${protocol} ${token.text}' cannot be told from a packet alone`,
      "write 'ether broadcast', or 'dst host' and the address",
    )
  }

  /** A protocol by itself: all packets of that kind. */
  private abbreviation(protocol: string, token: Token): Node {
    const header = protocols.get(protocol) ?? { layer: 'ether' }
    switch (header.layer) {
      case 'ether':
        throw this.stream.problem(token, 'every frame is one', "write 'ether host' or 'ether proto'")
      case 'network':
        return { kind: 'etherType', type: header.type, typeAt: this.typeAt }
      case 'transport':
        return ipProtocolNode(header.protocol, header.family, this.typeAt)
    }
  }
}
