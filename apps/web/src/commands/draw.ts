// Putting things on the canvas and wiring them.
import { linkShapes, whyNotLinkAs } from '@etherloom/topology'
import { menuPoint } from '../canvas/context-menu.ts'
import { focusNode } from '../canvas/focus-node.ts'
import { middleOfView } from '../canvas/menu-target.ts'
import { paletteItems } from '../canvas/palette-items.ts'
import { placeNear, placeNode } from '../canvas/place-node.ts'
import { exactCount } from '../format.ts'
import { openFinder, openGenerate } from '../panels/dialogs.ts'
import { connectSelection, selectedNodes, whyNotConnectSelection } from '../selection.ts'
import { documentStore } from '../stores/document.ts'
import { editMade } from '../transport/lab.ts'
import type { Command } from './command.ts'

/** Each wire looks for a subnet of its own. */
const MANY_WIRES = 12

const whyNotOpen = (): string | null => (documentStore.getState().loaded ? null : 'The lab is still being opened.')

const placeCommands = paletteItems.map(
  (item): Command => ({
    id: `draw.place-${item.id}`,
    section: 'Draw',
    menu: 'Place',
    title: `Place ${/^[AEIOU]/.test(item.label) ? 'an' : 'a'} ${item.label}`,
    words: `add new ${item.hint}`,
    places: ['canvas'],
    blocked: whyNotOpen,
    run: () => {
      const at = menuPoint()
      const placed = at ? placeNode(item, at) : placeNear(item, middleOfView())
      if (placed) focusNode(placed)
    },
  }),
)

const linkCommands = linkShapes.map(
  (shape): Command => ({
    id: `draw.link-${shape}`,
    section: 'Draw',
    menu: 'Link as',
    title: `Link as a ${shape}`,
    words: 'wire connect selected nodes',
    places: ['selection'],
    blocked: () => whyNotLinkAs(documentStore.getState().document, selectedNodes(), shape),
    run: () => {
      const nodes = selectedNodes()
      void editMade(`Linking ${exactCount(nodes.length)} nodes…`, nodes.length >= MANY_WIRES, (workshop) =>
        workshop.make({ link: nodes, as: shape }),
      )
    },
  }),
)

export const drawCommands: readonly Command[] = [
  {
    id: 'draw.quick',
    section: 'Draw',
    title: 'Place something…',
    words: 'add new node',
    keys: ['A'],
    blocked: whyNotOpen,
    run: () => openFinder({ for: 'place', at: middleOfView(), exactly: false }),
  },
  ...placeCommands,
  {
    id: 'draw.wire',
    section: 'Draw',
    title: () => (selectedNodes().length === 2 ? 'Wire the two nodes' : 'Wire to…'),
    words: 'link connect draw the two nodes',
    keys: ['L'],
    places: ['node', 'selection'],
    blocked: whyNotConnectSelection,
    run: connectSelection,
  },
  ...linkCommands,
  {
    id: 'draw.generate',
    section: 'Draw',
    title: 'Generate a topology…',
    words: 'insert chain ring star tree grid torus cube clique fat tree random generator',
    places: ['canvas'],
    blocked: whyNotOpen,
    run: openGenerate,
  },
]
