// Pictures in a document: data URLs of PNG, JPEG, GIF, WebP and SVG. They come from anybody, so what does not begin as its kind does
// is refused, and an SVG that could do more than be looked at: the page shows it as an image, where nothing runs, but the file
// may travel to where that is not so.
import { z } from 'zod'

/** Characters of one data URL (a picture of 3 MB), of one that is an SVG, and of all in a lab. */
export const MAX_IMAGE = 4 * 1024 * 1024
export const MAX_SVG = 512 * 1024
export const MAX_IMAGES = 32 * 1024 * 1024

export const imageTypes = ['png', 'jpeg', 'gif', 'webp', 'svg+xml'] as const
export type ImageType = (typeof imageTypes)[number]

const HEAD = /^data:image\/(png|jpeg|gif|webp|svg\+xml);base64,/
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const sextets = new Uint8Array(128)
for (let i = 0; i < ALPHABET.length; i++) sextets[ALPHABET.charCodeAt(i)] = i

/** `most` bytes at most, each as one character; a byte above 127 is of no interest here. */
function decode(base64: string, from: number, most: number): string {
  let text = ''
  let chunk = ''
  let bits = 0
  let held = 0
  for (let i = from; i < base64.length && text.length + chunk.length < most; i++) {
    const code = base64.charCodeAt(i)
    if (code === 61) break
    held = ((held << 6) | sextets[code]) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    chunk += String.fromCharCode((held >> bits) & 0xff)
    if (chunk.length < 4096) continue
    text += chunk
    chunk = ''
  }
  return text + chunk
}

const signatures: { readonly [T in Exclude<ImageType, 'svg+xml'>]: (bytes: string) => boolean } = {
  png: (bytes) => bytes.startsWith('\x89PNG\r\n\x1a\n'),
  jpeg: (bytes) => bytes.startsWith('\xff\xd8\xff'),
  gif: (bytes) => bytes.startsWith('GIF87a') || bytes.startsWith('GIF89a'),
  webp: (bytes) => bytes.startsWith('RIFF') && bytes.startsWith('WEBP', 8),
}

/** What an SVG must not have, and how that is said. */
const forbidden: readonly (readonly [pattern: RegExp, what: string])[] = [
  [
    /<\s*(?:[\w.-]+:)?(?:script|foreignObject|iframe|embed|object|handler|listener)\b/i,
    'it holds a script or a document',
  ],
  [/<!ENTITY/i, 'it defines entities'],
  [/<\?xml-stylesheet/i, 'it loads a style sheet'],
  [/[\s"'/]on[a-z]+\s*=/i, 'it has an event handler'],
  [/(?:javascript|vbscript)\s*:/i, 'it holds a script'],
  [/(?:href|src)\s*=\s*(?!["']\s*(?:#|data:image\/(?:png|jpeg|webp);))/i, 'it refers to something outside of it'],
  [/url\(\s*(?!["']?\s*#)/i, 'it refers to something outside of it'],
  [/@import/i, 'it loads a style sheet'],
]

/** Why a data URL is no picture a lab may hold, or null. */
export function whyNotImage(data: unknown): string | null {
  if (typeof data !== 'string') return 'expected a data URL'
  if (data.length > MAX_IMAGE) return `the picture is too large: ${MAX_IMAGE} characters are allowed`
  const type = HEAD.exec(data.slice(0, 40))?.[1] as ImageType | undefined
  if (type === undefined) return `expected data:image/…;base64, of ${imageTypes.join(', ')}`
  const from = `data:image/${type};base64,`.length
  if (!BASE64.test(data.slice(from))) return 'its base64 is damaged'
  if (type !== 'svg+xml')
    return signatures[type](decode(data, from, 16)) ? null : `it does not begin as a ${type} picture does`
  if (data.length > MAX_SVG) return `the SVG is too large: ${MAX_SVG} characters are allowed`
  return whyNotSvg(decode(data, from, MAX_SVG))
}

function whyNotSvg(text: string): string | null {
  if (text.includes('\0') || !/<(?:[\w.-]+:)?svg\b/.test(text)) return 'it is no SVG'
  for (const [pattern, what] of forbidden) if (pattern.test(text)) return `the SVG is not safe: ${what}`
  return null
}

export const imageData = z.custom<string>((value) => whyNotImage(value) === null, {
  error: (issue) => whyNotImage(issue.input) ?? undefined,
})
