// Keys of the whole page. A field or a menu in use keeps its keys; the canvas and everything else hear these.
import { allCommands, perform } from './commands/all-commands.ts'
import { keyName } from './key-name.ts'

/** What fields, lists and the canvas do with keys by themselves. */
export const otherKeys: readonly (readonly [keys: string, does: string])[] = [
  ['Tab, Enter', 'Go to a node and select it'],
  ['Arrows', 'Move the selected nodes'],
  ['Shift+drag', 'Select with a box'],
  [keyName('Mod+click'), 'Add to the selection'],
  ['Wheel, drag', 'Zoom and move the drawing'],
  ['Ctrl+C', 'Interrupt the command, in a console'],
]

function keysOf(event: KeyboardEvent): string {
  const name = event.key.length === 1 ? event.key.toUpperCase() : event.key
  const shifted = event.shiftKey && event.key.toLowerCase() !== event.key.toUpperCase()
  return `${event.ctrlKey || event.metaKey ? 'Mod+' : ''}${event.altKey ? 'Alt+' : ''}${shifted ? 'Shift+' : ''}${name}`
}

/** Where keys mean text or a choice. */
const BUSY = 'input, textarea, select, [contenteditable], [role="menu"], [role="dialog"], [role="listbox"]'

export function listenToKeys(): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || (event.target instanceof Element && event.target.closest(BUSY))) return
    const keys = keysOf(event)
    const command = allCommands.find((candidate) => candidate.keys?.includes(keys))
    if (!command) return
    event.preventDefault()
    perform(command)
  }
  addEventListener('keydown', onKeyDown)
  return () => removeEventListener('keydown', onKeyDown)
}
