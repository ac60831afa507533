// Copy, cut and paste. Ctrl+C and the like reach the page as the browser's own clipboard events, which need no permission and
// carry the text with them; a menu or the palette asks the browser's clipboard. What was copied last is remembered too, for
// browsers that give a page no clipboard.
import { isItemId, isNodeId, type RecordId } from '@etherloom/topology'
import { exactCount, plural } from '../format.ts'
import { deleteSelection, liveSelection } from '../selection.ts'
import { documentStore } from '../stores/document.ts'
import type { Place } from '../stores/drawing.ts'
import { LARGE } from '../transport/lab.ts'
import { importFiles, importText } from '../transport/lab-files.ts'
import { announce } from '../ui/announce.ts'
import { tell, tellError } from '../ui/toast-manager.ts'
import { Maker } from '../workshop/maker.ts'
import { WorkshopAway, workshopHere } from '../workshop/workshop.ts'
import { putIn } from './put-in.ts'
import { isCopy, readText } from './read-text.ts'

let copiedHere: string | null = null

/** A large copy being made: what stands on the clipboard for it until it is there, or for good where a page may not write later. */
let copying: { readonly mark: string; readonly done: Promise<boolean> } | null = null
let copies = 0

/** The selection as text, made in a worker when it is much. Throws `Refused`. */
async function selectionAsText(): Promise<string> {
  const { document } = documentStore.getState()
  const ids = liveSelection()
  const workshop = ids.length >= LARGE ? new WorkshopAway(document) : workshopHere(document)
  try {
    const text = await workshop.copy(ids)
    keep(text, ids)
    return text
  } finally {
    workshop.close()
  }
}

function keep(text: string, ids: readonly RecordId[]): void {
  copiedHere = text
  const items = ids.filter(isItemId)
  announce(`${plural(items.length, items.every(isNodeId) ? 'node' : 'item')} copied`)
}

/** Returns whether there is something on the clipboard now. */
export async function copy(): Promise<boolean> {
  const large = liveSelection().length >= LARGE
  const making = selectionAsText()
  try {
    // The browser lets a page write while a key is fresh; what is to be written may come later.
    const blob = making.then((text) => new Blob([text], { type: 'text/plain' }))
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })])
    return true
  } catch {
    try {
      await making
    } catch (error) {
      tellError('That cannot be copied', error)
      return false
    }
    const beyond = large ? 'other windows cannot paste it.' : 'Ctrl+C works across windows.'
    tell('Copied within this page', `This browser gives it no clipboard here; ${beyond}`)
    return true
  }
}

export async function cut(): Promise<boolean> {
  const ids = liveSelection()
  const done = await copy()
  if (done) deleteSelection(ids)
  return done
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
    const ids = liveSelection()
    if (isText(event) || isReading() || ids.length === 0) return
    event.preventDefault()
    if (ids.length >= LARGE) {
      const mark = `Etherloom is making copy ${++copies}`
      event.clipboardData?.setData('text/plain', mark)
      copying = { mark, done: event.type === 'cut' ? cut() : copy() }
      return
    }
    try {
      const text = new Maker(documentStore.getState().document).copy(ids)
      keep(text, ids)
      event.clipboardData?.setData('text/plain', text)
    } catch (error) {
      return tellError('That cannot be copied', error)
    }
    if (event.type === 'cut') deleteSelection(ids)
  }
  const onPaste = (event: ClipboardEvent): void => {
    if (isText(event)) return
    event.preventDefault()
    const files = [...(event.clipboardData?.files ?? [])]
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (files.length > 0) void importFiles(files)
    else if (text === copying?.mark) void copying.done.then((done) => done && pasteText(copiedHere!))
    else pasteText(text)
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
