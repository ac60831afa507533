import { expect, test } from 'vitest'
import type { Command } from './command.ts'
import { menuFor } from './menu.ts'

const command = (id: string, more: Partial<Command>): Command => ({
  id,
  section: 'Edit',
  title: id,
  run: () => {},
  ...more,
})

test('a menu has the commands of its place, by section; a submenu stands where its first command would', () => {
  const commands = [
    command('fit', { section: 'View', places: ['canvas', 'node'] }),
    command('delete', { places: ['node', 'link'] }),
    command('left', { section: 'Arrange', menu: 'Align', places: ['node'] }),
    command('grid', { section: 'Arrange', places: ['node'] }),
    command('right', { section: 'Arrange', menu: 'Align', places: ['node'] }),
    command('undo', {}),
  ]
  const shown = menuFor(commands, 'node').map((group) =>
    group.map((entry) =>
      entry.kind === 'command' ? entry.command.id : `${entry.title}: ${entry.commands.map(({ id }) => id).join()}`,
    ),
  )
  expect(shown).toEqual([['delete'], ['Align: left,right', 'grid'], ['fit']])
  expect(menuFor(commands, 'selection')).toEqual([])
})
