// Fonts. A lab has one family of letters, and a size in pixels; Tk says `-family {DejaVu Sans} -size 12 -weight bold`, where a
// size below 0 is in pixels and one above in points. Older files say `fontsize`, in points, which
// IMUNES does not read any more.

/** Pixels of Tk's own text font, in which a text is written that does not say. */
export const USUAL_FONT_SIZE = 13
const PIXELS = 4 / 3

/** The size a font says, in pixels; null when it says none that a text can have. */
export function fontSizeOf(font: string | undefined): number | null {
  const said = /(?:^|\s)-size\s+(-?\d{1,4})(?=\s|$)/.exec(font ?? '')?.[1]
  if (said === undefined) return null
  return said.startsWith('-') ? inBounds(-Number(said)) : sizeInPixels(said)
}

/** Of a size in points. */
export const sizeInPixels = (points: string | undefined): number | null => inBounds(Number(points) * PIXELS)

const inBounds = (size: number): number | null => (size >= 4 && size <= 400 ? Math.round(size) : null)

/** Whether the size is all a font says. */
export const isOnlySize = (font: string): boolean => /^-size -?\d{1,4}$/.test(font)

/** A font of that size, else as it was. */
export function fontWithSize(font: string | undefined, size: number): string | undefined {
  if ((fontSizeOf(font) ?? USUAL_FONT_SIZE) === size) return font
  const said = `-size -${Math.round(size)}`
  const bare = (font ?? '').replace(/(^|\s)-size\s+-?\d+(?=\s|$)/g, '').trim()
  return bare.startsWith('-') ? `${bare} ${said}` : said
}
