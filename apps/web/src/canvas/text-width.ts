// Widths of words, remembered: asking the browser is dearer than writing them, and the same few hundred come again with every
// picture.
const MOST = 20_000

const known = new Map<string, Map<string, number>>()
let count = 0

/** `font` is set on the context only when the answer is not known. */
export function textWidth(ctx: CanvasRenderingContext2D, font: string, text: string): number {
  let widths = known.get(font)
  if (!widths) known.set(font, (widths = new Map()))
  let width = widths.get(text)
  if (width === undefined) {
    if (count++ > MOST) forget()
    ctx.font = font
    width = ctx.measureText(text).width
    widths.set(text, width)
  }
  return width
}

function forget(): void {
  for (const widths of known.values()) widths.clear()
  count = 0
}
