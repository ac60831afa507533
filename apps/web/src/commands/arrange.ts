// Where nodes stand: moved by arrows, in a line, evenly, on the grid.
import { isItemId, type NodeId, setLocked, whyLocked as whyNothingMoves } from '@etherloom/topology'
import { type Axis, align, distribute, type Places, type Side, snap } from '../canvas/arrange.ts'
import type { Direction } from '../canvas/nearest.ts'
import { nudge } from '../canvas/nudge.ts'
import { walk } from '../canvas/walk.ts'
import { plural } from '../format.ts'
import { selectedNodes } from '../selection.ts'
import { documentStore } from '../stores/document.ts'
import { placeOf } from '../stores/drawing.ts'
import { sessionStore } from '../stores/session.ts'
import { sheetOf } from '../stores/sheet.ts'
import { isShown, toggleShown } from '../stores/view.ts'
import { edit, moveMany } from '../transport/lab.ts'
import { tell } from '../ui/toast-manager.ts'
import type { Command } from './command.ts'

export const whyLocked = (): string | null => whyNothingMoves(documentStore.getState().document)

const whyFewer = (least: number) => (): string | null =>
  whyLocked() ??
  (selectedNodes().length >= least ? null : `Select ${least === 2 ? 'two' : 'three'} nodes or more first.`)

const placesOf = (ids: readonly NodeId[]): Places => {
  const { document } = documentStore.getState()
  return new Map(ids.map((id) => [id, placeOf(document, id)]))
}

/** One operation, called what was asked for. */
export function moveTo(places: Places, label: string): void {
  if (places.size === 0) return tell('Nothing to move', 'They stand there already.')
  void moveMany(places, label)
}

const ALIGN: readonly (readonly [side: Side, words: string])[] = [
  ['left', 'left'],
  ['center', 'to a vertical line'],
  ['right', 'right'],
  ['top', 'top'],
  ['middle', 'to a horizontal line'],
  ['bottom', 'bottom'],
]

const alignCommands = ALIGN.map(
  ([side, words]): Command => ({
    id: `arrange.align-${side}`,
    section: 'Arrange',
    menu: 'Align',
    title: `Align ${words}`,
    words: side,
    places: ['selection'],
    blocked: whyFewer(2),
    run: () => {
      const nodes = selectedNodes()
      moveTo(align(placesOf(nodes), side), `Align ${plural(nodes.length, 'node')} ${words}`)
    },
  }),
)

const DISTRIBUTE: readonly (readonly [axis: Axis, words: string])[] = [
  ['x', 'horizontally'],
  ['y', 'vertically'],
]

const distributeCommands = DISTRIBUTE.map(
  ([axis, words]): Command => ({
    id: `arrange.distribute-${axis}`,
    section: 'Arrange',
    menu: 'Align',
    title: `Distribute ${words}`,
    words: 'space evenly',
    places: ['selection'],
    blocked: whyFewer(3),
    run: () => {
      const nodes = selectedNodes()
      moveTo(distribute(placesOf(nodes), axis), `Distribute ${plural(nodes.length, 'node')} ${words}`)
    },
  }),
)

const nudgeTo = (direction: Direction, far: boolean): Command => {
  const arrow = `Arrow${direction[0]!.toUpperCase()}${direction.slice(1)}`
  return {
    id: `arrange.nudge-${direction}${far ? '-far' : ''}`,
    section: 'Arrange',
    menu: far
      ? 'Move the selection ten times as far'
      : 'Move the selection; with nothing selected, go to the next node',
    title: `Move ${direction}${far ? ', ten times as far' : ''}`,
    words: 'nudge',
    keys: [far ? `Shift+${arrow}` : arrow],
    reach: 'canvas',
    blocked: () => (isMoved() ? whyLocked() : far ? 'Select a node first.' : null),
    run: () => (isMoved() ? nudge(direction, far) : walk(direction)),
  }
}

/** Arrows go about the drawing until something is selected. */
const isMoved = (): boolean => sessionStore.getState().selection.some(isItemId)

const DIRECTIONS: readonly Direction[] = ['left', 'right', 'up', 'down']

export const arrangeCommands: readonly Command[] = [
  ...alignCommands,
  ...distributeCommands,
  {
    id: 'arrange.onto-grid',
    section: 'Arrange',
    menu: 'Align',
    title: () => (selectedNodes().length > 0 ? 'Move onto the grid' : 'Move every node onto the grid'),
    words: 'every node snap',
    places: ['selection'],
    blocked: () =>
      whyLocked() ?? (sheetOf(documentStore.getState().document).nodes.length === 0 ? 'Place a node first.' : null),
    run: () => {
      const chosen = selectedNodes()
      const nodes = chosen.length > 0 ? chosen : [...sheetOf(documentStore.getState().document).places.keys()]
      moveTo(snap(placesOf(nodes)), `Move ${plural(nodes.length, 'node')} onto the grid`)
    },
  },
  ...DIRECTIONS.map((direction) => nudgeTo(direction, false)),
  ...DIRECTIONS.map((direction) => nudgeTo(direction, true)),
  {
    id: 'arrange.snap',
    section: 'Arrange',
    title: 'Snap to the grid',
    words: 'align dots',
    keys: ['G'],
    places: ['canvas'],
    checked: () => isShown('snap'),
    run: () => toggleShown('snap'),
  },
  {
    id: 'arrange.guides',
    section: 'Arrange',
    title: 'Guides while dragging',
    words: 'align level lines',
    places: ['canvas'],
    checked: () => isShown('guides'),
    run: () => toggleShown('guides'),
  },
  {
    id: 'arrange.lock',
    section: 'Arrange',
    title: 'Lock the layout',
    words: 'unlock fix pin move',
    places: ['canvas'],
    checked: () => whyLocked() !== null,
    run: () => edit((document) => setLocked(document, whyLocked() === null)),
  },
]
