// Keys of the whole page. A field or a menu in use keeps its keys; the canvas and everything else hear these.
import { allCommands, perform } from './commands/all-commands.ts'
import type { KeyReach } from './commands/command.ts'
import { keyName } from './key-name.ts'
import { announce } from './ui/announce.ts'

/** What fields, lists and the canvas do with keys by themselves. */
export const otherKeys: readonly (readonly [keys: string, does: string])[] = [
  ['Tab', 'Go to the next node, field or button'],
  ['Shift+drag', 'Select with a box'],
  ['Alt while dragging', 'Neither grid nor guides'],
  [keyName('Mod+click'), 'Add to the selection'],
  ['Wheel, drag', 'Zoom and move the drawing'],
  ['Ctrl+C', 'Interrupt the command, in a console'],
]

function keysOf(event: KeyboardEvent): string {
  const name = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toUpperCase() : event.key
  const shifted = event.shiftKey && event.key.toLowerCase() !== event.key.toUpperCase()
  return `${event.ctrlKey || event.metaKey ? 'Mod+' : ''}${event.altKey ? 'Alt+' : ''}${shifted ? 'Shift+' : ''}${name}`
}

/** Where keys choose: everything is theirs. */
const CHOOSING = '[role="menu"], [role="dialog"], [role="listbox"]'
/** Where keys are text. */
const TYPING = 'input, textarea, select, [contenteditable]'

/** What Enter and Space are for there. */
const PRESSED = 'button, a[href], summary, [role="button"], [role="tab"], [role="switch"], [role="checkbox"]'

/** Which commands are heard with the focus there. */
function reachesAt(target: EventTarget | null): readonly KeyReach[] {
  if (!(target instanceof Element) || target === document.body) return ['canvas', 'page', 'text']
  if (target.closest(CHOOSING)) return []
  if (target.closest(TYPING)) return ['text']
  return target.closest('.react-flow') ? ['canvas', 'page', 'text'] : ['page', 'text']
}

/** Whether the key presses the button that has the focus. */
const isPressed = (keys: string, target: EventTarget | null): boolean =>
  (keys === 'Enter' || keys === 'Space') && target instanceof Element && target.closest(PRESSED) !== null

export function listenToKeys(): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return
    const reaches = reachesAt(event.target)
    const keys = keysOf(event)
    if (isPressed(keys, event.target)) return
    const meant = allCommands.filter(
      (each) => !each.native && each.keys?.includes(keys) && reaches.includes(each.reach ?? 'page'),
    )
    // A key may mean several things, of which one can be done.
    const command = meant.find((each) => (each.blocked?.() ?? null) === null) ?? meant[0]
    if (!command) return
    event.preventDefault()
    const why = perform(command)
    if (why !== null) announce(why)
  }
  addEventListener('keydown', keepFromPage, { capture: true })
  addEventListener('keydown', onKeyDown)
  return () => {
    removeEventListener('keydown', keepFromPage, { capture: true })
    removeEventListener('keydown', onKeyDown)
  }
}

/** What the key that ends a composition is called in Safari, where the composition is over when it comes. */
const OF_INPUT_METHOD = 229

/**
 * While somebody composes characters (kana, pinyin, an accent), keys are for the input method: Enter takes what it offers, Escape
 * leaves it. No field or list hears of them.
 */
function keepFromPage(event: KeyboardEvent): void {
  if (event.isComposing || event.keyCode === OF_INPUT_METHOD) event.stopPropagation()
}
