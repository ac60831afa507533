// Colours. Tk takes #rrggbb and names, and knows no opacity; a lab has colours of its theme besides, which are written as the
// light theme shows them, and read again by that.
import { type Color, type ColorName, isColorName } from '@etherloom/topology'

type Hex = `#${string}`

const LINES: { readonly [N in ColorName]: Hex } = {
  ink: '#000000',
  gray: '#56616f',
  blue: '#0b5fc0',
  teal: '#0c7a72',
  green: '#117343',
  amber: '#9a5b00',
  red: '#c22f2f',
  violet: '#6d45c4',
}
/** As a fill a colour of the theme is a tint. */
const TINT = 0.13

/** The names of HTML, as Tk has them since version 8.6, and some that people choose. */
const NAMES: { readonly [name: string]: Hex } = {
  black: '#000000',
  white: '#ffffff',
  gray: '#808080',
  grey: '#808080',
  silver: '#c0c0c0',
  lightgray: '#d3d3d3',
  lightgrey: '#d3d3d3',
  darkgray: '#a9a9a9',
  red: '#ff0000',
  maroon: '#800000',
  darkred: '#8b0000',
  orange: '#ffa500',
  brown: '#a52a2a',
  pink: '#ffc0cb',
  yellow: '#ffff00',
  lightyellow: '#ffffe0',
  gold: '#ffd700',
  olive: '#808000',
  green: '#008000',
  darkgreen: '#006400',
  lightgreen: '#90ee90',
  lime: '#00ff00',
  teal: '#008080',
  aqua: '#00ffff',
  cyan: '#00ffff',
  blue: '#0000ff',
  navy: '#000080',
  darkblue: '#00008b',
  lightblue: '#add8e6',
  purple: '#800080',
  violet: '#ee82ee',
  fuchsia: '#ff00ff',
  magenta: '#ff00ff',
}

/** One of four, eight or sixteen bits for each of the three. */
function hexOf(text: string): Hex | null {
  const word = text.trim().toLowerCase().replace(/\s+/g, '')
  if (Object.hasOwn(NAMES, word)) return NAMES[word]
  if (!/^#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{12})$/.test(word)) return null
  const wide = (word.length - 1) / 3
  const parts = [0, 1, 2].map((i) => word.slice(1 + i * wide, 1 + (i + 1) * wide))
  return `#${parts.map((part) => (wide === 1 ? part + part : part.slice(0, 2))).join('')}`
}

const part = (hex: string, i: number) => Number.parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16)

/** What is seen of a colour on white through which so much of it shows. */
const onWhite = (hex: string, opacity: number): Hex =>
  `#${[0, 1, 2]
    .map((i) =>
      Math.round(255 + (part(hex, i) - 255) * opacity)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`

const inverse = (table: { readonly [N in ColorName]: Hex }) =>
  new Map(Object.entries(table).map(([name, hex]) => [hex, name as ColorName]))
const TINTS = Object.fromEntries(Object.entries(LINES).map(([name, hex]) => [name, onWhite(hex, TINT)])) as typeof LINES
const lineNames = inverse(LINES)
const tintNames = inverse(TINTS)

/** Of a line or a text; null when Tk would not know it either, or it is a rare name. Black is the colour one writes in. */
export function readLineColor(text: string): Color | null {
  const hex = hexOf(text)
  return hex === null ? null : (lineNames.get(hex) ?? hex)
}

export function readFillColor(text: string): Color | null {
  const hex = hexOf(text)
  return hex === null ? null : (tintNames.get(hex) ?? hex)
}

export const writeLineColor = (color: Color): string => (isColorName(color) ? LINES[color] : opaque(color))
export const writeFillColor = (color: Color): string => (isColorName(color) ? TINTS[color] : opaque(color))

const opaque = (color: string): Hex =>
  color.length > 7 ? onWhite(color, Number.parseInt(color.slice(7), 16) / 255) : (color as Hex)
