// Frames written out byte by byte, checksums included, from plain arrays. On purpose without the project's own codecs: these
// frames judge them.
type Bytes = readonly number[]

export const be16 = (v: number): number[] => [(v >> 8) & 0xff, v & 0xff]
export const be32 = (v: number): number[] => [...be16(v >>> 16), ...be16(v)]
export const zeros = (n: number): number[] => new Array<number>(n).fill(0)
export const mac = (text: string): number[] => text.split(':').map((part) => Number.parseInt(part, 16))
export const ip4 = (text: string): number[] => text.split('.').map(Number)

export function ip6(text: string): number[] {
  const [head, tail] = text.split('::').map((half) => (half === '' ? [] : half.split(':')))
  const words = tail === undefined ? head : [...head, ...zeros(8 - head.length - tail.length).map(String), ...tail]
  return words.flatMap((word) => be16(Number.parseInt(word, 16)))
}

/** RFC 1071. */
export function checksum(bytes: Bytes): number {
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) sum += (bytes[i] << 8) | (bytes[i + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

function withChecksum(bytes: Bytes, at: number, pseudo: Bytes = []): number[] {
  const sum = checksum([...pseudo, ...bytes])
  return [...bytes.slice(0, at), ...be16(sum), ...bytes.slice(at + 2)]
}

export const A = '42:00:aa:00:00:01'
export const B = '42:00:aa:00:00:02'
export const BROADCAST = 'ff:ff:ff:ff:ff:ff'

export const ethernet = (src: string, dst: string, type: number, payload: Bytes): number[] => [
  ...mac(dst),
  ...mac(src),
  ...be16(type),
  ...payload,
]

export const tag = (id: number, priority: number, type: number, payload: Bytes): number[] => [
  ...be16((priority << 13) | id),
  ...be16(type),
  ...payload,
]

export const arp = (operation: number, sha: string, spa: string, tha: string, tpa: string): number[] => [
  ...be16(1),
  ...be16(0x800),
  6,
  4,
  ...be16(operation),
  ...mac(sha),
  ...ip4(spa),
  ...mac(tha),
  ...ip4(tpa),
]

export interface Ipv4Options {
  src?: string
  dst?: string
  ttl?: number
  id?: number
  /** Flags and fragment offset, as the 16-bit field. */
  fragment?: number
  options?: Bytes
}

export function ipv4(protocol: number, payload: Bytes, given: Ipv4Options = {}): number[] {
  const { src = '10.0.0.1', dst = '10.0.0.2', ttl = 64, id = 1, fragment = 0, options = [] } = given
  const words = 5 + options.length / 4
  const header = [0x40 | words, 0, ...be16(words * 4 + payload.length), ...be16(id), ...be16(fragment), ttl, protocol]
  return [...withChecksum([...header, 0, 0, ...ip4(src), ...ip4(dst), ...options], 10), ...payload]
}

export const icmp = (type: number, code: number, rest: Bytes): number[] => withChecksum([type, code, 0, 0, ...rest], 2)
export const echo = (type: 0 | 8, id: number, seq: number, payload: Bytes = zeros(56)): number[] =>
  icmp(type, 0, [...be16(id), ...be16(seq), ...payload])

const pseudo4 = (protocol: number, length: number, src: string, dst: string): number[] => [
  ...ip4(src),
  ...ip4(dst),
  0,
  protocol,
  ...be16(length),
]
const pseudo6 = (next: number, length: number, src: string, dst: string): number[] => [
  ...ip6(src),
  ...ip6(dst),
  ...be32(length),
  ...be32(next),
]

export function udp(sport: number, dport: number, payload: Bytes, src = '10.0.0.1', dst = '10.0.0.2'): number[] {
  const length = 8 + payload.length
  const pseudo = src.includes(':') ? pseudo6(17, length, src, dst) : pseudo4(17, length, src, dst)
  return withChecksum([...be16(sport), ...be16(dport), ...be16(length), 0, 0, ...payload], 6, pseudo)
}

/** Root B at a cost of 2000, from A, its port 2. */
export const bpdu = (version: number, type: number, flags: number): number[] => [
  ...[0, 0, version, type, flags],
  ...[0x10, 0, ...mac(B)],
  ...be32(2000),
  ...[0x80, 0, ...mac(A)],
  ...[0x80, 2],
  ...[be16(0x100), be16(0x1400), be16(0x200), be16(0xf00)].flat(),
]

export const FIN = 1
export const SYN = 2
export const RST = 4
export const PSH = 8
export const ACK = 16

export interface TcpOptions {
  flags: number
  seq?: number
  ack?: number
  window?: number
  options?: Bytes
  src?: string
  dst?: string
}

export function tcp(sport: number, dport: number, given: TcpOptions, payload: Bytes = []): number[] {
  const { flags, seq = 0, ack = 0, window = 65535, options = [], src = '10.0.0.1', dst = '10.0.0.2' } = given
  const offset = 5 + options.length / 4
  const ports = [...be16(sport), ...be16(dport), ...be32(seq), ...be32(ack)]
  const segment = [
    ...ports,
    (offset << 4) | (flags >> 8),
    flags & 0xff,
    ...be16(window),
    0,
    0,
    0,
    0,
    ...options,
    ...payload,
  ]
  const length = segment.length
  return withChecksum(segment, 16, src.includes(':') ? pseudo6(6, length, src, dst) : pseudo4(6, length, src, dst))
}

export const ipv6 = (next: number, payload: Bytes, src = 'fe80::1', dst = 'fe80::2', hops = 64): number[] => [
  ...be32(0x60000000),
  ...be16(payload.length),
  next,
  hops,
  ...ip6(src),
  ...ip6(dst),
  ...payload,
]

export function icmp6(type: number, code: number, rest: Bytes, src = 'fe80::1', dst = 'fe80::2'): number[] {
  return withChecksum([type, code, 0, 0, ...rest], 2, pseudo6(58, rest.length + 4, src, dst))
}

/** A pcap file of frames one millisecond apart. */
export function pcap(frames: readonly Bytes[]): Uint8Array {
  const le16 = (v: number) => be16(v).reverse()
  const le32 = (v: number) => be32(v).reverse()
  const header = [...le32(0xa1b2c3d4), ...le16(2), ...le16(4), ...zeros(8), ...le32(65535), ...le32(1)]
  const records = frames.flatMap((f, i) => [...le32(0), ...le32(i * 1000), ...le32(f.length), ...le32(f.length), ...f])
  return Uint8Array.from([...header, ...records])
}
