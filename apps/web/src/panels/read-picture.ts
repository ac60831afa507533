// A picture file as the document keeps it: what is too large is made smaller, and an SVG loses what could do more than be
// looked at (scripts, handlers, references to elsewhere), so that most drawings found somewhere can be used.
import { MAX_IMAGE, MAX_SVG, whyNotImage } from '@etherloom/topology'

export interface ReadPicture {
  readonly name: string
  readonly data: string
  readonly width: number
  readonly height: number
}

export const PICTURE_TYPES = 'image/png,image/jpeg,image/gif,image/webp,image/svg+xml'
/** Pixels on a side of a picture that had to be made smaller, the largest tried first. */
const SIDES = [2560, 1600, 1024, 640]
const AS_FILE = 20 * 1024 * 1024

/** Throws an error with words for the person who chose the file. */
export async function readPicture(file: File): Promise<ReadPicture> {
  if (file.size > AS_FILE) throw new Error(`${file.name} is larger than 20 MB.`)
  const data = file.type === 'image/svg+xml' ? cleanSvg(await file.text()) : await dataUrl(file)
  const image = await shown(data, file.name)
  const fitting = data.length > (file.type === 'image/svg+xml' ? MAX_SVG : MAX_IMAGE) ? smaller(image) : data
  const why = fitting === null ? 'it is too large' : whyNotImage(fitting)
  if (why !== null) throw new Error(`${file.name} cannot be used: ${why}.`)
  // A drawing without a size of its own is shown at a usual one.
  return { name: file.name, data: fitting!, width: image.naturalWidth || 300, height: image.naturalHeight || 200 }
}

const dataUrl = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(new Error(`${file.name} cannot be read.`))
    reader.readAsDataURL(file)
  })

function shown(data: string, name: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image()
    image.onload = () => resolve(image)
    image.onerror = () => reject(new Error(`${name} is no picture that can be shown: use PNG, JPEG, GIF, WebP or SVG.`))
    image.src = data
  })
}

function smaller(image: HTMLImageElement): string | null {
  for (const side of SIDES) {
    const scale = Math.min(1, side / Math.max(image.naturalWidth, image.naturalHeight))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale))
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale))
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
    const data = canvas.toDataURL('image/webp', 0.85)
    if (data.length <= MAX_IMAGE) return data
  }
  return null
}

const UNSAFE = 'script, foreignObject, iframe, embed, object, handler, listener'

/** Taken out before it is parsed: a parser hands them to the page's policy, which forbids them, and complains. */
const HANDLERS = /\son[a-z]+\s*=\s*(?:"[^"]*"|'[^']*')/gi

export function cleanSvg(text: string): string {
  const parsed = new DOMParser().parseFromString(text.replace(HANDLERS, ''), 'image/svg+xml')
  const root = parsed.documentElement
  if (root.nodeName !== 'svg') throw new Error('The file is no SVG.')
  for (const element of root.querySelectorAll(UNSAFE)) element.remove()
  for (const style of root.querySelectorAll('style'))
    if (/@import|url\(\s*(?!["']?\s*#)/i.test(style.textContent ?? '')) style.remove()
  for (const element of [root, ...root.querySelectorAll('*')])
    for (const { name, value } of [...element.attributes]) if (isUnsafe(name, value)) element.removeAttribute(name)
  const bytes = new TextEncoder().encode(new XMLSerializer().serializeToString(root))
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return `data:image/svg+xml;base64,${btoa(binary)}`
}

function isUnsafe(name: string, value: string): boolean {
  if (/^on/i.test(name) || /(?:javascript|vbscript)\s*:/i.test(value)) return true
  if (/(?:^|:)(?:href|src)$/i.test(name)) return !/^\s*(?:#|data:image\/(?:png|jpeg|webp);)/i.test(value)
  return /url\(\s*(?!["']?\s*#)/i.test(value)
}
