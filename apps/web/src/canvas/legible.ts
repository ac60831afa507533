// A colour that was chosen for another ground, made lighter or darker until it can be read on this one; its hue stays. The
// document keeps the colour that was chosen.

/** WCAG 2.2: of words, and of lines. */
export const WORDS = 4.5
export const LINES = 3

type Rgb = readonly [number, number, number]

const STEPS = 12
const known = new Map<string, string>()
const MOST_KNOWN = 1000

export function legible(color: string, ground: string, contrast: number): string {
  const key = `${color} ${ground} ${contrast}`
  let found = known.get(key)
  if (found === undefined) {
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(key, (found = move(color, ground, contrast)))
  }
  return found
}

function move(color: string, ground: string, contrast: number): string {
  const [from, below] = [parse(color), parse(ground)]
  if (from === null || below === null) return color
  const behind = luminance(below)
  if (ratio(luminance(from), behind) >= contrast) return color
  const end = ratio(1, behind) > ratio(0, behind) ? 1 : 0
  const [hue, saturation, lightness] = toHsl(from)
  // As little as is enough: between the lightness it has, which is not, and white or black, which is more than that.
  let [near, far] = [lightness, end]
  for (let i = 0; i < STEPS; i++) {
    const middle = (near + far) / 2
    if (ratio(luminance(toRgb(hue, saturation, middle)), behind) >= contrast) far = middle
    else near = middle
  }
  // Rounding must not take back what was won.
  const rounded = end === 1 ? Math.ceil : Math.floor
  return `#${toRgb(hue, saturation, far)
    .map((part) =>
      Math.max(0, Math.min(255, rounded(part)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

/** A colour that lets `alpha` of itself be seen over another; that other where nobody knows how they mix. */
export function blended(color: string, below: string, alpha: number): string {
  const [over, under] = [parse(color), parse(below)]
  if (over === null || under === null) return alpha === 1 ? color : below
  return `rgb(${over.map((part, i) => Math.round(part * alpha + under[i]! * (1 - alpha))).join(', ')})`
}

/** `#rrggbb`, or `rgb(r, g, b)` as the browser says it; null for what is neither. */
function parse(color: string): Rgb | null {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(color)
  if (hex) return [1, 2, 3].map((i) => Number.parseInt(hex[i]!, 16)) as unknown as Rgb
  const rgb = /^rgba?\((\d+), (\d+), (\d+)/.exec(color)
  return rgb ? ([1, 2, 3].map((i) => Number(rgb[i])) as unknown as Rgb) : null
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const s = part / 255
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4
  }) as unknown as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

const ratio = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)

/** Hue in sixths of the circle. */
function toHsl([r, g, b]: Rgb): [number, number, number] {
  const [most, least] = [Math.max(r, g, b) / 255, Math.min(r, g, b) / 255]
  const lightness = (most + least) / 2
  const span = most - least
  if (span === 0) return [0, 0, lightness]
  const turn = (x: number, y: number) => (x - y) / 255 / span
  const hue = most === r / 255 ? turn(g, b) + 6 : most === g / 255 ? turn(b, r) + 2 : turn(r, g) + 4
  return [hue % 6, span / (1 - Math.abs(2 * lightness - 1)), lightness]
}

function toRgb(hue: number, saturation: number, lightness: number): Rgb {
  const reach = saturation * Math.min(lightness, 1 - lightness)
  const part = (n: number): number => {
    const k = (n + hue * 2) % 12
    return 255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
  }
  return [part(0), part(8), part(4)]
}
