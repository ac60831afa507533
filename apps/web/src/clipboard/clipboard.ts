// Copy, cut and paste. Ctrl+C and the like reach the page as the browser's own clipboard events, which need no permission and
// carry the text with them; a menu or the palette asks the browser's clipboard. What was copied last is remembered too, for
// browsers that give a page no clipboard.
import { copyOf, isItemId, isNodeId, serialize } from '@etherloom/topology'
import { exactCount, plural } from '../format.ts'
import { deleteSelection, liveSelection } from '../selection.ts'
import { documentStore } from '../stores/document.ts'
import type { Place } from '../stores/drawing.ts'
import { LARGE } from '../transport/lab.ts'
import { importFile, importText } from '../transport/lab-files.ts'
import { announce } from '../ui/announce.ts'
import { tell, tellError } from '../ui/toast-manager.ts'
import { putIn } from './put-in.ts'
import { isCopy, readText } from './read-text.ts'

let copiedHere: string | null = null

/** The selection as text; null with words when it cannot be copied. */
function copySelection(): string | null {
  try {
    const { document } = documentStore.getState()
    const text = serialize(copyOf(document, liveSelection()), 'etherloom-copy')
    copiedHere = text
    const items = liveSelection().filter(isItemId)
    announce(`${plural(items.length, items.every(isNodeId) ? 'node' : 'item')} copied`)
    return text
  } catch (error) {
    tellError('That cannot be copied', error)
    return null
  }
}

/** Returns whether there is something on the clipboard now. */
export async function copy(): Promise<boolean> {
  const text = copySelection()
  if (text === null) return false
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    tell('Copied within this page', 'This browser gives it no clipboard here; Ctrl+C works across windows.')
  }
  return true
}

export async function cut(): Promise<void> {
  if (await copy()) deleteSelection()
}

export async function paste(at?: Place): Promise<void> {
  let text = copiedHere
  try {
    text = await navigator.clipboard.readText()
  } catch {
    if (text === null)
      return tellError(
        'Nothing was pasted',
        'This browser does not let a page read the clipboard; press Ctrl+V instead.',
      )
  }
  pasteText(text ?? '', at)
}

export function duplicate(): Promise<void> {
  const ids = liveSelection()
  return putIn(
    { ids },
    { verb: 'Duplicate', words: `Duplicating ${exactCount(ids.length)}…`, large: ids.length >= LARGE },
  )
}

/** Of so many letters it takes long to read: about as many nodes as are many. */
const LARGE_TEXT = 1000 * LARGE

function pasteText(text: string, at?: Place): void {
  const where = at && (() => at)
  const options = { verb: 'Paste', words: 'Pasting…', large: text.length >= LARGE_TEXT, ...(where ? { where } : {}) }
  // What is wrong with it, the worker says.
  if (options.large && isCopy(text)) return void putIn({ text }, options)
  const content = readText(text)
  switch (content.kind) {
    case 'copy':
      return void putIn({ text }, options)
    case 'file':
      return void importText(content.text, content.name)
    case 'nothing':
      return tellError('That cannot be pasted here', content.why)
  }
}

/** Text that is selected or typed is the browser's business. */
function isText(event: ClipboardEvent): boolean {
  const { target } = event
  if (!(target instanceof Element)) return false
  return target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]') !== null
}
const isReading = (): boolean => getSelection()?.isCollapsed === false

export function listenToClipboard(): () => void {
  const onCopy = (event: ClipboardEvent): void => {
    if (isText(event) || isReading() || liveSelection().length === 0) return
    const text = copySelection()
    event.preventDefault()
    if (text === null) return
    event.clipboardData?.setData('text/plain', text)
    if (event.type === 'cut') deleteSelection()
  }
  const onPaste = (event: ClipboardEvent): void => {
    if (isText(event)) return
    event.preventDefault()
    const [file] = event.clipboardData?.files ?? []
    if (file) void importFile(file)
    else pasteText(event.clipboardData?.getData('text/plain') ?? '')
  }
  addEventListener('copy', onCopy)
  addEventListener('cut', onCopy)
  addEventListener('paste', onPaste)
  return () => {
    removeEventListener('copy', onCopy)
    removeEventListener('cut', onCopy)
    removeEventListener('paste', onPaste)
  }
}
