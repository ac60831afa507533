// The drawing by keys alone: going from node to node, choosing, opening what there is about a thing.
import { openMenuByKeys } from '../canvas/context-menu.ts'
import { focusCanvas, focusedNode } from '../canvas/focus-node.ts'
import type { Direction } from '../canvas/nearest.ts'
import { cycleLinks, walk, whyNotCycle } from '../canvas/walk.ts'
import { focusInspector, focusNextPane } from '../panels/focus-panes.ts'
import { documentStore } from '../stores/document.ts'
import { drawingOf } from '../stores/drawing.ts'
import { select, sessionStore } from '../stores/session.ts'
import { aim } from '../traffic/aim.ts'
import type { Command } from './command.ts'

const whyNoNodes = (): string | null =>
  drawingOf(documentStore.getState().document).nodes.length === 0 ? 'Place a node first.' : null

const toward = (direction: Direction, arrow: string): Command => ({
  id: `walk.${direction}`,
  section: 'View',
  menu: 'Go to the next node that way',
  title:
    direction === 'up'
      ? 'Go to the node above'
      : `Go to the node ${direction === 'down' ? 'below' : `on the ${direction}`}`,
  words: 'focus walk',
  keys: [`Alt+${arrow}`],
  reach: 'canvas',
  blocked: whyNoNodes,
  run: () => walk(direction),
})

export const walkCommands: readonly Command[] = [
  toward('left', 'ArrowLeft'),
  toward('right', 'ArrowRight'),
  toward('up', 'ArrowUp'),
  toward('down', 'ArrowDown'),
  {
    id: 'walk.choose',
    section: 'Edit',
    title: 'Select the node, then go into the inspector',
    keys: ['Enter'],
    reach: 'canvas',
    blocked: () => (focusedNode() || sessionStore.getState().selection.length > 0 ? null : 'Go to a node first.'),
    run: choose,
  },
  {
    id: 'walk.add',
    section: 'Edit',
    title: 'Add the node to the selection, or take it out',
    keys: ['Space'],
    reach: 'canvas',
    blocked: () => (focusedNode() ? null : 'Go to a node first.'),
    run: addFocused,
  },
  {
    id: 'walk.next-link',
    section: 'View',
    title: 'Next link of the node',
    keys: [']'],
    blocked: whyNotCycle,
    run: () => cycleLinks(1),
  },
  {
    id: 'walk.previous-link',
    section: 'View',
    title: 'Previous link of the node',
    keys: ['['],
    blocked: whyNotCycle,
    run: () => cycleLinks(-1),
  },
  {
    id: 'walk.menu',
    section: 'View',
    title: 'Open the menu of what is selected',
    words: 'context right click',
    keys: ['Shift+F10', 'ContextMenu'],
    reach: 'canvas',
    run: openMenuByKeys,
  },
  {
    id: 'walk.canvas',
    section: 'View',
    title: 'Back to the canvas',
    keys: ['Escape'],
    reach: 'text',
    blocked: () =>
      document.activeElement === document.body || document.activeElement?.closest('main')
        ? 'The canvas has the keyboard already.'
        : null,
    run: focusCanvas,
  },
  {
    id: 'walk.next-pane',
    section: 'View',
    title: 'Next part of the page',
    words: 'pane focus palette inspector dock',
    keys: ['F6'],
    reach: 'text',
    run: () => focusNextPane(1),
  },
  {
    id: 'walk.previous-pane',
    section: 'View',
    title: 'Previous part of the page',
    words: 'pane focus',
    keys: ['Shift+F6'],
    reach: 'text',
    run: () => focusNextPane(-1),
  },
]

function choose(): void {
  const node = focusedNode()
  const { selection } = sessionStore.getState()
  if (node && aim(node)) return
  if (node && !(selection.length === 1 && selection[0] === node)) select([node])
  else focusInspector()
}

function addFocused(): void {
  const node = focusedNode()!
  const { selection } = sessionStore.getState()
  select(selection.includes(node) ? selection.filter((id) => id !== node) : [...selection, node])
}
