// Messages of every room, as they are read on a page. Rooms write straight quotes, since a terminal shows their words too, where they
// are pasted; a page has quotes as in a book, and breaks no option of a command in two.

/** Holds JSON: that is pasted into a file as it is. */
const IS_PASTED = /[{}]|": ?["[]/

export function typographic(text: string): string {
  if (IS_PASTED.test(text)) return text
  return text.replace(/"([^"]*)"/g, '“$1”').replace(/(\p{L})'(?=\p{L})/gu, '$1’')
}

const OPTION = /(?<![\w-])(--[a-z][a-z-]*[a-z])/

/** The text in pieces: each second one is a command's option, which stays on one line. */
export const piecesOf = (text: string): string[] => typographic(text).split(OPTION)
