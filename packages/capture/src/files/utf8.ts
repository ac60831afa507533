// Text in capture files is UTF-8. TextEncoder belongs to Node and the DOM, neither of which this rank may assume.
const REPLACEMENT = 0xfffd

export function utf8Encode(text: string): Uint8Array {
  const out: number[] = []
  for (const character of text) {
    let c = character.codePointAt(0) ?? REPLACEMENT
    if (c >= 0xd800 && c <= 0xdfff) c = REPLACEMENT
    if (c < 0x80) out.push(c)
    else if (c < 0x800) out.push(0xc0 | (c >> 6), 0x80 | (c & 63))
    else if (c < 0x10000) out.push(0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63))
    else out.push(0xf0 | (c >> 18), 0x80 | ((c >> 12) & 63), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63))
  }
  return Uint8Array.from(out)
}

/** Never throws: each byte that is not part of a well-formed sequence becomes U+FFFD. */
export function utf8Decode(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let i = from; i < to; ) {
    const b = bytes[i++]
    const more = b < 0x80 ? 0 : b >= 0xc2 && b < 0xe0 ? 1 : b >= 0xe0 && b < 0xf0 ? 2 : b >= 0xf0 && b < 0xf5 ? 3 : -1
    let c = more === 0 ? b : b & (0x3f >> more)
    let ok = more >= 0 && i + more <= to
    for (let k = 0; ok && k < more; k++) {
      if ((bytes[i + k] & 0xc0) !== 0x80) ok = false
      else c = (c << 6) | (bytes[i + k] & 63)
    }
    // Overlong forms, surrogates and values past U+10FFFF are not text (RFC 3629, 3).
    if (
      ok &&
      ((more === 2 && c < 0x800) || (more === 3 && (c < 0x10000 || c > 0x10ffff)) || (c >= 0xd800 && c <= 0xdfff))
    )
      ok = false
    if (ok) i += more
    text += String.fromCodePoint(ok ? c : REPLACEMENT)
  }
  return text
}
