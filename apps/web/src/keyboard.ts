// Keys of the whole page. A field or a menu in use keeps its keys; the canvas and everything else hear these.
import { isNodeId } from '@etherloom/topology'
import { openConsole } from './panels/open-console.ts'
import { connectSelection, deleteSelection, liveSelection, selectAll } from './selection.ts'
import { liveStore } from './stores/live.ts'
import { type DockTab, select, sessionStore } from './stores/session.ts'
import { redo, run, stop, undo } from './transport/lab.ts'

const mac = navigator.platform.startsWith('Mac')

/** "Mod+Shift+Z" as this system writes it. */
export const keyName = (keys: string): string =>
  mac ? keys.replace('Mod+', '⌘').replace('Shift+', '⇧') : keys.replace('Mod', 'Ctrl')

export interface Shortcut {
  readonly keys: string
  readonly does: string
  readonly run: () => void
}

const showTab = (dockTab: DockTab) => () => sessionStore.setState({ dockTab, dockOpen: true })

export const shortcuts: readonly Shortcut[] = [
  { keys: 'Mod+Z', does: 'Undo', run: undo },
  { keys: 'Mod+Shift+Z', does: 'Redo', run: redo },
  { keys: 'Mod+Y', does: 'Redo', run: redo },
  { keys: 'Mod+A', does: 'Select every node', run: selectAll },
  { keys: 'Delete', does: 'Delete the selection', run: deleteSelection },
  { keys: 'Backspace', does: 'Delete the selection', run: deleteSelection },
  { keys: 'F2', does: 'Rename the selected node', run: rename },
  { keys: 'L', does: 'Wire the two selected nodes', run: connectSelection },
  { keys: 'Mod+Enter', does: 'Run, or stop', run: toggleRun },
  { keys: '1', does: 'Packets', run: showTab('packets') },
  { keys: '2', does: 'Console, with the caret in its prompt', run: () => openConsole() },
  { keys: '3', does: 'Problems', run: showTab('problems') },
  { keys: 'Escape', does: 'Put the tool away, or select nothing', run: putAway },
]

export const otherKeys: readonly (readonly [keys: string, does: string])[] = [
  ['Tab, Enter', 'Go to a node and select it'],
  ['Arrows', 'Move the selected nodes'],
  ['Shift+drag', 'Select with a box'],
  [keyName('Mod+click'), 'Add to the selection'],
  ['Wheel, drag', 'Zoom and move the drawing'],
  ['Ctrl+C', 'Interrupt the command, in a console'],
]

function rename(): void {
  const node = liveSelection().find(isNodeId)
  if (node) sessionStore.setState({ renaming: node })
}

function toggleRun(): void {
  const { state } = liveStore.getState().run
  if (state === 'stopped' || state === 'panicked') run()
  else stop()
}

function putAway(): void {
  if (sessionStore.getState().placing) sessionStore.setState({ placing: null })
  else select([])
}

function keysOf(event: KeyboardEvent): string {
  const name = event.key.length === 1 ? event.key.toUpperCase() : event.key
  const shifted = event.shiftKey && event.key.toLowerCase() !== event.key.toUpperCase()
  return `${event.ctrlKey || event.metaKey ? 'Mod+' : ''}${shifted ? 'Shift+' : ''}${name}`
}

/** Where keys mean text or a choice. */
const BUSY = 'input, textarea, select, [contenteditable], [role="menu"], [role="dialog"], [role="listbox"]'

export function listenToKeys(extra: readonly Shortcut[]): () => void {
  const all = [...shortcuts, ...extra]
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || (event.target instanceof Element && event.target.closest(BUSY))) return
    const shortcut = all.find((candidate) => candidate.keys === keysOf(event))
    if (!shortcut) return
    event.preventDefault()
    shortcut.run()
  }
  addEventListener('keydown', onKeyDown)
  return () => removeEventListener('keydown', onKeyDown)
}
