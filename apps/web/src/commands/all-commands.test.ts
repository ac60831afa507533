// The list of commands as a whole, and the page of the user guide that is made of it.
import { beforeAll, expect, test, vi } from 'vitest'
import page from '../../../../docs/user-guide/keyboard.md?raw'
import type { Command } from './command.ts'
import { shortcutsOf } from './shortcuts.ts'

const PAGE = '../../../../docs/user-guide/keyboard.md'
const BEGIN = '<!-- made of the commands -->\n'
const END = '<!-- end -->\n'

let commands: readonly Command[]

beforeAll(async () => {
  // What the page's modules ask of a browser as they load.
  vi.stubGlobal('navigator', { platform: 'Linux', userAgent: '', vendor: '', maxTouchPoints: 0 })
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {} }))
  vi.stubGlobal('location', { search: '' })
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} })
  vi.stubGlobal('document', { documentElement: { dataset: {} }, querySelector: () => null })
  commands = (await import('./all-commands.ts')).allCommands
  return () => vi.unstubAllGlobals()
}, 180_000)

test('every command has an id of its own, and says why it is blocked in a sentence', () => {
  expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length)
  for (const command of commands) {
    const why = command.blocked?.()
    if (why) expect(why, command.id).toMatch(/^[A-Z].*\.$/)
  }
})

test('a key means one thing; Enter and Escape mean another where they cannot do the first', () => {
  const keys = commands.flatMap((command) => (command.keys ?? []).map((key) => key))
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual(['Escape'])
})

test.each([
  ['import', 'lab.import'],
  ['zoom', 'view.zoom-in'],
  ['record', 'watch.record'],
  ['dock', 'view.dock'],
  ['csv', 'charts.csv'],
  ['time of day', 'events.clock'],
  // Titles that change are found as they are at other times too.
  ['move to the next canvas', 'canvas.move-selection'],
  ['use the dark theme', 'view.theme'],
  ['use the light theme', 'view.theme'],
  ['expand the group', 'group.collapse'],
  ['collapse the group', 'group.collapse'],
  ['pull out the cables', 'node.plug'],
  ['stop recording', 'watch.record'],
  ['wire the two nodes', 'draw.wire'],
])('%s is found', async (typed, id) => {
  const { findCommands } = await import('../find/find-commands.ts')
  expect(findCommands(typed, 100).items.map((item) => item.id)).toContain(id)
})

test('what cannot be done now is below what can, and its group below every name that fits', async () => {
  const { findCommands } = await import('../find/find-commands.ts')
  const isBlocked = findCommands('select', 100).items.map(({ blocked }) => Boolean(blocked))
  expect(new Set(isBlocked).size).toBe(2)
  expect(isBlocked).toEqual([...isBlocked].sort())
  const { items, best } = findCommands('wire the two nodes', 100)
  expect(items[0]!.blocked).toBeTruthy()
  expect(best).toBeLessThan(0)
})

test('the user guide lists every key', async () => {
  const sections = shortcutsOf(commands).map(({ title, rows }) => {
    const lines = rows.map(({ keys, title }) => `| ${keys.map(written).join(', ')} | ${title} |`)
    return `\n**${title}**\n\n| keys | what |\n| --- | --- |\n${lines.join('\n')}\n`
  })
  const [before, rest] = page.split(BEGIN)
  const [, after] = rest!.split(END)
  // `npx vitest run apps/web/src/commands -u` writes it anew.
  await expect(`${before}${BEGIN}${sections.join('')}\n${END}${after}`).toMatchFileSnapshot(PAGE)
})

/** As the guide writes keys: Ctrl for Mod, arrows as arrows. */
const written = (keys: string): string =>
  keys
    .replace('Mod+', 'Ctrl+')
    .replace('ContextMenu', 'Menu')
    .replace(/Arrow(Left|Right|Up|Down)/, (_, way: string) => ({ Left: '←', Right: '→', Up: '↑', Down: '↓' })[way]!)
