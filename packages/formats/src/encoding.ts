/** How a text file is written, for a `TextDecoder`: UTF-8, or the UTF-16 of some editors and shells of Windows. */
export function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if ((first === 0xff && second === 0xfe) || (first! > 0 && second === 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second! > 0)) return 'utf-16be'
  return 'utf-8'
}
