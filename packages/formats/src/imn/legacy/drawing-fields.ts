// Canvases, annotations and images of the older grammar. Coordinates are whole numbers in the newer one.
import { parseTclList } from '../tcl-list.ts'
import type { ReadField } from './read-legacy.ts'

/** `96.0 384.0` as IMUNES writes it anew: `96 384`. What is no number stays as it is. */
export const wholeCoordinates = (text: string, line: number): string =>
  parseTclList(text, line)
    .map((word) => (Number.isFinite(Number(word.text)) ? String(Math.trunc(Number(word.text))) : word.text))
    .join(' ')

export const canvasField: ReadField = (path, key, value, into) => {
  if (key.text !== 'bkgImage') return false
  into.set([...path, 'bkg_image'], value.text, key.line)
  return true
}

export const annotationField: ReadField = (path, key, value, into) => {
  if (key.text !== 'iconcoords') return false
  into.set([...path, key.text], wholeCoordinates(value.text, value.line), key.line)
  return true
}

export const imageField: ReadField = (path, key, value, into) => {
  if (key.text !== 'data') return false
  into.set([...path, key.text], value.text.replace(/[{}\s]/g, ''), key.line)
  return true
}
