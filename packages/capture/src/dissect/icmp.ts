import { ethernet, formatIpv4, icmp, memoryOrder, sumBytes, u16, u32 } from '@etherloom/wire'
import type { Dissection, HeaderField } from './dissection.ts'
import { hex } from './names.ts'

interface TypeWords {
  readonly words: string
  /** Absent: the code has no meaning and is not shown. */
  readonly codes?: readonly string[]
  /** Carries an identifier and a sequence number. */
  readonly echo?: true
}

const UNREACHABLE_CODES = [
  'Network unreachable',
  'Host unreachable',
  'Protocol unreachable',
  'Port unreachable',
  'Fragmentation needed',
  'Source route failed',
  'Destination network unknown',
  'Destination host unknown',
  'Source host isolated',
  'Network administratively prohibited',
  'Host administratively prohibited',
  'Network unreachable for TOS',
  'Host unreachable for TOS',
  'Communication administratively filtered',
  'Host precedence violation',
  'Precedence cutoff in effect',
]
const REDIRECT_CODES = [
  'Redirect for network',
  'Redirect for host',
  'Redirect for TOS and network',
  'Redirect for TOS and host',
]
const TIME_EXCEEDED_CODES = ['Time to live exceeded in transit', 'Fragment reassembly time exceeded']
const PARAMETER_CODES = ['Pointer indicates the error', 'Required option missing', 'Bad length']

const TYPES: { readonly [type: number]: TypeWords } = {
  0: { words: 'Echo (ping) reply', echo: true },
  3: { words: 'Destination unreachable', codes: UNREACHABLE_CODES },
  4: { words: 'Source quench (flow control)' },
  5: { words: 'Redirect', codes: REDIRECT_CODES },
  8: { words: 'Echo (ping) request', echo: true },
  9: { words: 'Router advertisement', codes: ['Normal router advertisement'] },
  10: { words: 'Router solicitation' },
  11: { words: 'Time-to-live exceeded', codes: TIME_EXCEEDED_CODES },
  12: { words: 'Parameter problem', codes: PARAMETER_CODES },
  13: { words: 'Timestamp request', echo: true },
  14: { words: 'Timestamp reply', echo: true },
  17: { words: 'Address mask request', echo: true },
  18: { words: 'Address mask reply', echo: true },
}
const UNKNOWN: TypeWords = { words: 'Unknown ICMP (obsolete or malformed?)' }

const HEAD: readonly HeaderField[] = [
  { name: 'Type', at: icmp.TYPE, size: 1, text: (b, o) => `${icmp.type(b, o)} (${words(icmp.type(b, o)).words})` },
  { name: 'Code', at: icmp.CODE, size: 1, text: (b, o) => codeText(icmp.type(b, o), icmp.code(b, o)) },
  { name: 'Checksum', at: icmp.CHECKSUM, size: 2, text: (b, o) => hex(u16(b, o + icmp.CHECKSUM), 4) },
]
const ECHO: readonly HeaderField[] = [
  ...HEAD,
  { name: 'Identifier (BE)', at: icmp.ID, size: 2, text: (b, o) => `${icmp.id(b, o)} (${hex(icmp.id(b, o), 4)})` },
  {
    name: 'Sequence Number (BE)',
    at: icmp.SEQ,
    size: 2,
    text: (b, o) => `${icmp.seq(b, o)} (${hex(icmp.seq(b, o), 4)})`,
  },
]
const PLAIN: readonly HeaderField[] = [
  ...HEAD,
  { name: 'Unused', at: 4, size: 4, text: (b, o) => hex(u32(b, o + 4), 8) },
]
const REDIRECT: readonly HeaderField[] = [
  ...HEAD,
  { name: 'Gateway Address', at: 4, size: 4, text: (b, o) => formatIpv4(memoryOrder(u32(b, o + 4))) },
]
const NEEDS_FRAG: readonly HeaderField[] = [
  ...HEAD,
  { name: 'Unused', at: 4, size: 2, text: (b, o) => hex(u16(b, o + 4), 4) },
  { name: 'MTU of next hop', at: icmp.NEXT_MTU, size: 2, text: (b, o) => String(u16(b, o + icmp.NEXT_MTU)) },
]
const PARAMETER: readonly HeaderField[] = [
  ...HEAD,
  { name: 'Pointer', at: 4, size: 1, text: (b, o) => String(b[o + 4]) },
]

export function dissectIcmp(d: Dissection, off: number): void {
  const { bytes } = d
  d.protocol = 'ICMP'
  d.info = ''
  const head = d.has(off, 2)
  const type = head ? icmp.type(bytes, off) : 0
  const code = head ? icmp.code(bytes, off) : 0
  const known = words(type)
  if (head)
    d.info = known.codes === undefined ? known.words : `${known.words.padEnd(20)} (${codeWords(known.codes, code)})`
  if (!d.header('Internet Control Message Protocol', '', off, icmp.HEADER_LEN, table(type, code, known))) return
  if (known.echo) {
    const seq = icmp.seq(bytes, off)
    const swapped = ((seq & 255) << 8) | (seq >>> 8)
    d.info = `${known.words.padEnd(20)} id=${hex(icmp.id(bytes, off), 4)}, seq=${seq}/${swapped}, ttl=${d.ttl}`
  }
  if (d.end === d.wireEnd && !d.partial)
    d.checksumStatus(d.last, sumBytes(bytes, off, d.end - off), off + icmp.CHECKSUM)
  if (icmp.isError(type)) d.quote(ethernet.TYPE_IPV4, off + icmp.HEADER_LEN)
  else d.data(off + icmp.HEADER_LEN)
}

function table(type: number, code: number, known: TypeWords): readonly HeaderField[] {
  if (known.echo) return ECHO
  if (type === icmp.REDIRECT) return REDIRECT
  if (type === icmp.UNREACHABLE && code === icmp.CODE_NEEDS_FRAG) return NEEDS_FRAG
  return type === icmp.PARAMETER_PROBLEM ? PARAMETER : PLAIN
}

const words = (type: number): TypeWords => TYPES[type] ?? UNKNOWN
const codeWords = (codes: readonly string[], code: number): string => codes[code] ?? `Unknown code: ${code}`

function codeText(type: number, code: number): string {
  const { codes } = words(type)
  return codes === undefined ? String(code) : `${code} (${codeWords(codes, code)})`
}
