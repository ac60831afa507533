// What a text from the clipboard is: a part of a lab copied here or in another window, a whole lab, or nothing of ours.
import { parse, type TopologyDocument } from '@etherloom/topology'

export type ClipboardContent =
  | { readonly kind: 'copy'; readonly part: TopologyDocument }
  /** A file of some format, to be opened as a lab of its own, or refused for what it is. */
  | { readonly kind: 'file'; readonly text: string; readonly name: string }
  | { readonly kind: 'nothing'; readonly why: string }

const MOST_SHOWN = 40
/** What begins a lab file of IMUNES, old and new. */
const IMN_TEXT = /^\s*(?:#.*\n\s*)*(?:node|link|canvas|option|annotation|image)\s+\S+\s*\{/
const IMN_JSON = /"(?:peers_ifaces|iconcoords|ifaces|CFG_VERSION)"\s*:/

export function readText(text: string): ClipboardContent {
  const start = text.trimStart()
  if (start === '') return { kind: 'nothing', why: 'The clipboard holds no text.' }
  if (isCopy(start)) return readCopy(text)
  if (hasFormat(start, 'etherloom')) return { kind: 'file', text, name: 'pasted.json' }
  if (IMN_TEXT.test(start) || (start.startsWith('{') && IMN_JSON.test(start)))
    return { kind: 'file', text, name: 'pasted.imn' }
  // The server knows files of other programs by name.
  if (start.startsWith('{') || start.trimEnd().includes('\n')) return { kind: 'file', text, name: 'What you pasted' }
  return { kind: 'nothing', why: `“${shortened(start)}” is neither a part of a lab nor a lab file.` }
}

/** Whether it is to be read as a part of a lab. */
export const isCopy = (text: string): boolean => hasFormat(text.trimStart(), 'etherloom-copy')

const FORMAT = /^\{[^{}]{0,200}?"format"\s*:\s*"([\w-]+)"/
const hasFormat = (text: string, format: string): boolean => FORMAT.exec(text)?.[1] === format

function readCopy(text: string): ClipboardContent {
  const read = parse(text, undefined, 'etherloom-copy')
  if (read.ok) return { kind: 'copy', part: read.doc }
  const [{ path, message }] = read.errors as [(typeof read.errors)[number]]
  return { kind: 'nothing', why: `The copy on the clipboard is damaged${path ? ` at ${path}` : ''}: ${message}.` }
}

function shortened(text: string): string {
  const line = text.trimEnd()
  return `${line.slice(0, MOST_SHOWN)}${line.length > MOST_SHOWN ? '…' : ''}`
}
