// Colours of the document as colours of the page: a named one is the theme's, and a tint of it as a fill.
import { type Color, type ColorName, isColorName } from '@etherloom/topology'
import type { Ink, InkName } from './ink.ts'

const named: { readonly [N in ColorName]: InkName } = {
  ink: 'text',
  gray: 'dim',
  blue: 'accent',
  teal: 'kind-switch',
  green: 'ok',
  amber: 'warn',
  red: 'bad',
  violet: 'kind-etherstub',
}

export const TINT = 0.13

export const lineColor = (color: Color, ink: Ink): string => (isColorName(color) ? ink[named[color]] : color)

/** The colour of a fill, and how much of it covers what lies below. */
export const fillAlpha = (color: Color): number => (isColorName(color) ? TINT : 1)
