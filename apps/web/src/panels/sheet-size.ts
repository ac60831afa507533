/** `900 × 620`, by any sign between them, or nothing for none; null when it is neither. */
export function sheetSize(text: string): { width: number; height: number } | null {
  if (text === '') return { width: 0, height: 0 }
  const [width = 0, height = 0] = text.split(/[×x*\s,]+/).map(Number)
  return width > 0 && height > 0 ? { width, height } : null
}
