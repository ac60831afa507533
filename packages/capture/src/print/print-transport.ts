// UDP and TCP; both write their ports behind the addresses.
import { ipv4, tcp, u16, u32, udp } from '@etherloom/wire'

/** In the order they are printed; the acknowledgment is a dot. */
const FLAG_LETTERS: readonly [flag: number, letter: string][] = [
  [tcp.FIN, 'F'],
  [tcp.SYN, 'S'],
  [tcp.RST, 'R'],
  [tcp.PSH, 'P'],
  [tcp.ACK, '.'],
  [tcp.URG, 'U'],
  [tcp.ECE, 'E'],
  [tcp.CWR, 'W'],
  [tcp.AE, 'e'],
]

export function printPorts(
  b: Uint8Array,
  o: number,
  end: number,
  length: number,
  protocol: number,
  src: string,
  dst: string,
): string {
  const isTcp = protocol === ipv4.PROTO_TCP
  if (end - o < 4) return `${src} > ${dst}: [|${isTcp ? 'tcp' : 'udp'}]`
  const addresses = `${src}.${u16(b, o)} > ${dst}.${u16(b, o + 2)}:`
  return `${addresses} ${isTcp ? printTcp(b, o, end, length) : printUdp(b, o, end, length)}`
}

function printUdp(b: Uint8Array, o: number, end: number, length: number): string {
  if (end - o < udp.HEADER_LEN) return '[|udp]'
  const claimed = udp.length(b, o)
  if (claimed < udp.HEADER_LEN) return `truncated-udplength ${claimed}`
  if (claimed > length) return `UDP, bad length ${claimed - udp.HEADER_LEN} > ${length - udp.HEADER_LEN}`
  return `UDP, length ${claimed - udp.HEADER_LEN}`
}

function printTcp(b: Uint8Array, o: number, end: number, length: number): string {
  if (end - o < tcp.HEADER_LEN) return '[|tcp]'
  const headerLen = tcp.headerLen(b, o)
  if (headerLen < tcp.HEADER_LEN) return `[bad hdr length ${headerLen} - too short, < 20]`
  if (headerLen > length) return `[bad hdr length ${headerLen} - too long, > ${length}]`
  const flags = tcp.flags(b, o)
  const seq = tcp.seq(b, o)
  const data = length - headerLen
  const letters = FLAG_LETTERS.filter(([flag]) => (flags & flag) !== 0).map(([, letter]) => letter)
  const parts = [`Flags [${letters.length > 0 ? letters.join('') : 'none'}]`]
  if (data > 0) parts.push(`seq ${seq}:${(seq + data) >>> 0}`)
  else if (flags & (tcp.SYN | tcp.FIN | tcp.RST)) parts.push(`seq ${seq}`)
  if (flags & tcp.ACK) parts.push(`ack ${tcp.ackNumber(b, o)}`)
  parts.push(`win ${tcp.window(b, o)}`)
  if (flags & tcp.URG) parts.push(`urg ${tcp.urgent(b, o)}`)
  if (headerLen > tcp.HEADER_LEN) parts.push(`options [${printOptions(b, o + tcp.HEADER_LEN, o + headerLen, end)}]`)
  parts.push(`length ${data}`)
  return parts.join(', ')
}

function printOptions(b: Uint8Array, from: number, to: number, end: number): string {
  const texts: string[] = []
  for (let at = from; at < to; ) {
    if (at >= end) return [...texts, '[|tcp]'].join(',')
    const kind = b[at]
    if (kind === tcp.OPTION_END || kind === tcp.OPTION_NOP) {
      texts.push(kind === tcp.OPTION_END ? 'eol' : 'nop')
      if (kind === tcp.OPTION_END) break
      at++
      continue
    }
    const length = at + 1 < Math.min(to, end) ? b[at + 1] : 0
    if (length < 2 || at + length > to) return [...texts, '[bad opt]'].join(',')
    if (at + length > end) return [...texts, '[|tcp]'].join(',')
    texts.push(printOption(b, at, kind, length))
    at += length
  }
  return texts.join(',')
}

function printOption(b: Uint8Array, at: number, kind: number, length: number): string {
  if (kind === tcp.OPTION_MSS && length === 4) return `mss ${u16(b, at + 2)}`
  if (kind === tcp.OPTION_WSCALE && length === 3) return `wscale ${b[at + 2]}`
  if (kind === tcp.OPTION_SACK_OK && length === 2) return 'sackOK'
  if (kind === tcp.OPTION_TIMESTAMPS && length === 10) return `TS val ${u32(b, at + 2)} ecr ${u32(b, at + 6)}`
  if (kind === tcp.OPTION_SACK && length % 8 === 2) {
    const blocks: string[] = []
    for (let i = at + 2; i < at + length; i += 8) blocks.push(`{${u32(b, i)}:${u32(b, i + 4)}}`)
    return `sack ${blocks.length} ${blocks.join('')}`
  }
  return `unknown-${kind}`
}
