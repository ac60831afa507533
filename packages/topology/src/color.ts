// Colours of what is drawn beside the network. A named one is of the theme, so it can be read on a light canvas and on a dark
// one; as a fill it is a tint, so that what lies on it stays legible. One in hexadecimal is what it says.
import { z } from 'zod'

export const colorNames = ['ink', 'gray', 'blue', 'teal', 'green', 'amber', 'red', 'violet'] as const
export type ColorName = (typeof colorNames)[number]
export type Color = ColorName | `#${string}`

/** `blue`, `#rrggbb`, or with an opacity `#rrggbbaa`. */
export const color = z
  .string()
  .regex(
    new RegExp(`^(${colorNames.join('|')}|#[0-9a-f]{6}([0-9a-f]{2})?)$`),
    `expected ${colorNames.join(', ')} or #rrggbb in lower case`,
  ) as z.ZodType<Color>

export const isColorName = (text: string): text is ColorName => colorNames.some((name) => name === text)
