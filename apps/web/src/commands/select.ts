// Choosing what the next command is about.
import { isNodeId, type RecordId } from '@etherloom/topology'
import { titleOf as kindOf } from '../canvas/glyphs.ts'
import { paletteItems } from '../canvas/palette-items.ts'
import { alike, inverted, linksAmong, withNeighbors } from '../canvas/select-more.ts'
import { liveSelection, selectAll, selectedNodes } from '../selection.ts'
import { documentStore } from '../stores/document.ts'
import { select } from '../stores/session.ts'
import { sheetOf } from '../stores/sheet.ts'
import type { Command } from './command.ts'

const doc = () => documentStore.getState().document
const whyEmpty = (): string | null => (sheetOf(doc()).nodes.length === 0 ? 'Nothing is drawn yet.' : null)
const whyNoNode = (): string | null => (selectedNodes().length === 0 ? 'Select a node first.' : null)
const nothing = (): string | null => (liveSelection().length === 0 ? 'Select something first.' : null)

const allOf = paletteItems.map(
  (item): Command => ({
    id: `select.all-${item.id}`,
    section: 'Edit',
    menu: 'Select all of a kind',
    title: `Select every ${item.label}`,
    words: 'all kind role',
    places: ['canvas'],
    blocked: () => (ofKind(kindOf(item)).length === 0 ? 'There is none in this lab.' : null),
    run: () => select(ofKind(kindOf(item))),
  }),
)

const ofKind = (title: string): RecordId[] =>
  sheetOf(doc())
    .nodes.filter((node) => kindOf(node) === title)
    .map(({ id }) => id)

export const selectCommands: readonly Command[] = [
  {
    id: 'edit.select-all',
    section: 'Edit',
    title: 'Select every node',
    keys: ['Mod+A'],
    places: ['canvas'],
    blocked: whyEmpty,
    run: selectAll,
  },
  {
    id: 'select.neighbors',
    section: 'Edit',
    menu: 'Select more',
    title: 'Select what is wired to it too',
    words: 'adjacent neighbors connected grow',
    keys: ['Mod+Shift+A'],
    places: ['node', 'link', 'selection'],
    blocked: nothing,
    run: () => select(withNeighbors(doc(), liveSelection())),
  },
  {
    id: 'select.alike',
    section: 'Edit',
    menu: 'Select more',
    title: 'Select all of its kind',
    words: 'same role alike',
    places: ['node', 'selection'],
    blocked: whyNoNode,
    run: () => select(alike(doc(), liveSelection())),
  },
  {
    id: 'select.links',
    section: 'Edit',
    menu: 'Select more',
    title: 'Select the links among them too',
    words: 'wires between',
    places: ['selection'],
    blocked: () => (selectedNodes().length < 2 ? 'Select two nodes or more first.' : null),
    run: () => select([...new Set([...liveSelection(), ...linksAmong(doc(), liveSelection())])]),
  },
  {
    id: 'select.invert',
    section: 'Edit',
    title: 'Select the others',
    words: 'invert inverse',
    keys: ['Mod+I'],
    places: ['selection'],
    blocked: whyEmpty,
    run: () => select(inverted(doc(), liveSelection().filter(isNodeId))),
  },
  ...allOf,
]
