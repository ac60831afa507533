// What is shown: the dock's tabs, the part of the drawing in view, this list itself.
import { canvasView, fitView } from '../canvas/fit-view.ts'
import { isPaletteOpen, togglePalette } from '../canvas/palette-open.ts'
import { openFinder, openShortcuts } from '../panels/dialogs.ts'
import { isInspectorOpen, toggleInspector } from '../panels/inspector-open.ts'
import { openConsole } from '../panels/open-console.ts'
import { type DockTab, sessionStore } from '../stores/session.ts'
import { currentTheme, toggleTheme } from '../theme.ts'
import type { Command } from './command.ts'

const showTab = (dockTab: DockTab) => () => sessionStore.setState({ dockTab, dockOpen: true })

export const viewCommands: readonly Command[] = [
  {
    id: 'view.find',
    section: 'View',
    title: 'Find anything',
    words: 'command palette search',
    keys: ['Mod+K', 'Mod+P'],
    reach: 'text',
    run: () => openFinder({ for: 'anything' }),
  },
  {
    id: 'view.commands',
    section: 'View',
    title: 'Find a command',
    words: 'palette',
    keys: ['Mod+Shift+P'],
    reach: 'text',
    run: () => openFinder({ for: 'commands' }),
  },
  {
    id: 'view.fit',
    section: 'View',
    title: 'Fit to view',
    words: 'zoom whole all',
    keys: ['F'],
    places: ['canvas'],
    run: () => fitView(200),
  },
  {
    id: 'view.zoom-in',
    section: 'View',
    title: 'Zoom in',
    words: 'larger bigger closer scale',
    run: () => void canvasView()?.flow.zoomIn(),
  },
  {
    id: 'view.zoom-out',
    section: 'View',
    title: 'Zoom out',
    words: 'smaller farther scale',
    run: () => void canvasView()?.flow.zoomOut(),
  },
  {
    id: 'view.zoom-full',
    section: 'View',
    title: 'Zoom to 100 %',
    words: 'reset actual size scale',
    run: () => void canvasView()?.flow.zoomTo(1, { duration: 120 }),
  },
  { id: 'view.packets', section: 'View', title: 'Packets', keys: ['1'], run: showTab('packets') },
  {
    id: 'view.console',
    section: 'View',
    title: 'Console, with the caret in its prompt',
    keys: ['2'],
    run: () => openConsole(),
  },
  { id: 'view.charts', section: 'View', title: 'Charts', words: 'graph plot', keys: ['3'], run: showTab('charts') },
  { id: 'view.events', section: 'View', title: 'Events', words: 'log history', keys: ['4'], run: showTab('events') },
  { id: 'view.problems', section: 'View', title: 'Problems', keys: ['5'], run: showTab('problems') },
  {
    id: 'view.dock',
    section: 'View',
    title: () => (sessionStore.getState().dockOpen ? 'Fold the dock away' : 'Open the dock'),
    words: 'open fold close hide show the dock panel bottom',
    run: () => sessionStore.setState(({ dockOpen }) => ({ dockOpen: !dockOpen })),
  },
  {
    id: 'view.inspector',
    section: 'View',
    title: () => (isInspectorOpen() ? 'Fold the inspector away' : 'Open the inspector'),
    words: 'panel column side hide show',
    run: toggleInspector,
  },
  {
    id: 'view.palette',
    section: 'View',
    title: () => (isPaletteOpen() ? 'Fold the palette' : 'Unfold the palette'),
    words: 'signs icons column side narrow hide show',
    run: togglePalette,
  },
  {
    id: 'view.theme',
    section: 'View',
    title: () => `Use the ${currentTheme() === 'dark' ? 'light' : 'dark'} theme`,
    words: 'use the dark light theme mode colours colors',
    run: toggleTheme,
  },
  { id: 'help.shortcuts', section: 'Help', title: 'Keyboard shortcuts', keys: ['?'], run: openShortcuts },
]
