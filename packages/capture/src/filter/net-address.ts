// IPv4 addresses and networks as people shorten them: `10.0.0.1`, `10.0.0.0/8`, `net 192.168`, `net 10 mask 255.0.0.0`.
import { hostOrder, tryParseIpv4 } from '@etherloom/wire'
import { numberOf } from './arithmetic.ts'
import type { Token } from './lexer.ts'
import type { TokenStream } from './token-stream.ts'

export interface Net4 {
  /** Unsigned, highest octet first. */
  readonly network: number
  readonly mask: number
}

export function networkOf4(text: string): number | null {
  const ip = tryParseIpv4(text)
  return ip === null ? null : hostOrder(ip)
}

/** Reads what follows `token` too (`/8`, `mask 255.0.0.0`). Null when the token is no IPv4 address. */
export function tryParseNet4(stream: TokenStream, token: Token, isNet: boolean): Net4 | null {
  const octets = token.text.split('.')
  const shortened = octets.length < 4
  // A full address is an address anywhere; fewer octets only mean something as a network.
  if (octets.length > 4 || !octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) <= 255)) return null
  if (shortened && !isNet && !stream.sees('/') && octets.length === 1) return null
  const filled = networkOf4([...octets.map(Number), 0, 0, 0].slice(0, 4).join('.'))
  if (filled === null) return null
  const mask = maskAfter(stream, isNet) ?? maskOf(shortened ? 8 * octets.length : 32)
  const network = (filled & mask) >>> 0
  if (network !== filled)
    throw stream.problem(
      token,
      `${token.text} has bits set beyond its mask`,
      `write ${quad(network)}, or use 'host' for one address`,
    )
  return { network, mask }
}

function maskAfter(stream: TokenStream, isNet: boolean): number | null {
  if (stream.skip('/')) {
    const given = stream.take()
    const length = numberOf(given.text)
    if (length === null || length > 32)
      throw stream.problem(given, `'${given.text}' is no prefix length`, 'write 0 to 32')
    return maskOf(length)
  }
  if (!isNet || !stream.skip('mask')) return null
  const given = stream.take()
  const mask = networkOf4(given.text)
  if (mask === null) throw stream.problem(given, `'${given.text}' is no mask`, "write one such as '255.255.0.0'")
  return mask
}

const maskOf = (length: number): number => (length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0)
const quad = (value: number): string => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.')
