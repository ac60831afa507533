// The user guide's page lists what the node types offer: all of it, each under its own name, and nothing else.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ngTypes } from './types.ts'

const page = readFileSync(new URL('../../../docs/user-guide/netgraph.md', import.meta.url), 'utf8')
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf('\n')), text.slice(text.indexOf('\n'))]),
)

test('every node type has a section', () => {
  expect([...sections.keys()]).toEqual(ngTypes.map(({ name }) => name))
})

test.each(ngTypes)('$name: every message is in its section', ({ name, commands }) => {
  const section = sections.get(name) ?? ''
  expect(Object.keys(commands).filter((cmd) => !section.includes(`\`${cmd}\``))).toEqual([])
})
