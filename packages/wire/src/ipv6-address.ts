// IPv6 addresses as text. As bytes they stay where they are: 16 of them at an offset.
import { hostOrder, tryParseIpv4 } from './address.ts'
import { type Bytes, put16, put32, u16 } from './bytes.ts'

/** RFC 5952, and dotted quads where inet_ntop prints them (IPv4-mapped and -compatible addresses). */
export function formatIpv6(b: Bytes, o: number): string {
  // The longest run of at least two zero words is `::`; the first of equals (§4.2.3).
  let runAt = -1
  let runLen = 1
  for (let i = 0; i < 8; i++) {
    let n = 0
    while (i + n < 8 && u16(b, o + 2 * (i + n)) === 0) n++
    if (n > runLen) {
      runAt = i
      runLen = n
    }
    i += n
  }
  const quad = runAt === 0 && (runLen === 6 || (runLen === 5 && u16(b, o + 10) === 0xffff))
  let text = ''
  for (let i = 0; i < 8; i++) {
    if (i === runAt) {
      text += '::'
      i += runLen - 1
      continue
    }
    if (i > 0 && !text.endsWith(':')) text += ':'
    if (quad && i === 6) return `${text}${b[o + 12]}.${b[o + 13]}.${b[o + 14]}.${b[o + 15]}`
    text += u16(b, o + 2 * i).toString(16)
  }
  return text
}

/** The 16 bytes, or null when the text is not an IPv6 address. Zones (`%em0`) are the caller's. */
export function tryParseIpv6(text: string): Bytes | null {
  const halves = text.split('::')
  if (halves.length > 2) return null
  const head = words(halves[0], halves.length === 1)
  const tail = halves.length === 2 ? words(halves[1], true) : []
  if (head === null || tail === null) return null
  const given = head.length + tail.length
  if (halves.length === 1 ? given !== 8 : given > 7) return null
  const b = new Uint8Array(16)
  head.forEach((word, i) => {
    put16(b, 2 * i, word)
  })
  tail.forEach((word, i) => {
    put16(b, 16 - 2 * (tail.length - i), word)
  })
  return b
}

/** The words of one side of `::`; only the very end may be a dotted quad. */
function words(text: string, atEnd: boolean): number[] | null {
  if (text === '') return []
  const out: number[] = []
  const parts = text.split(':')
  for (const [i, part] of parts.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      out.push(Number.parseInt(part, 16))
      continue
    }
    const ip = atEnd && i === parts.length - 1 ? tryParseIpv4(part) : null
    if (ip === null) return null
    const quad = new Uint8Array(4)
    put32(quad, 0, hostOrder(ip))
    out.push(u16(quad, 0), u16(quad, 2))
  }
  return out
}
