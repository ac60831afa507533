import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { twoLans } from '../test/network.ts'
import { commandsOf } from './run.ts'

test('a command of the other system is refused with a hint', () => {
  const network = twoLans('jail')
  expect(network.type('here', 'dladm show-vnic')).toMatchObject({
    status: 127,
    text: expect.stringContaining('(it is a command of illumos: use a zone)'),
  })
  expect(network.type('here', 'frobnicate')).toMatchObject({ status: 127, text: expect.stringContaining('not found') })
  expect(network.type('here', '')).toEqual({ status: 0, text: '' })
})

test('commands follow each other on one line; Ctrl-C ends it all', () => {
  const network = twoLans('jail')
  expect(network.type('here', 'echo a; echo b && echo c || echo d')).toEqual({ status: 0, text: 'a\nb\nc\n' })
  expect(network.type('here', 'frob || echo instead').text).toMatch(/not found.*\ninstead\n$/)
  expect(network.type('here', 'frob && echo never')).toMatchObject({ status: 127 })
  const { text } = network.type('here', 'ping there; echo never', 2e9)
  expect(text).toContain('^C\n--- there ping statistics ---')
  expect(text).not.toContain('never')
})

test('help lists every command; each says how it is used', () => {
  for (const kind of ['jail', 'zone'] as const) {
    const network = twoLans(kind)
    const { text } = network.type('here', 'help')
    for (const { name, summary } of commandsOf(kind === 'jail' ? 'freebsd' : 'illumos')) {
      expect(text).toContain(`\n${name} `.trim())
      expect(summary).not.toMatch(/[.\n]$/)
      const usage = network.type('here', `${name} --help`)
      expect(usage).toMatchObject({ status: 0, text: expect.stringMatching(/\nusage: /i) })
      expect(network.type('here', `help ${name}`)).toEqual(usage)
    }
    expect(network.type('here', 'help frobnicate').status).toBe(127)
  }
})

test('every command is in the user guide', () => {
  const guide = fileURLToPath(new URL('../../../docs/user-guide/', import.meta.url))
  const pages = readdirSync(guide).filter((file) => file.startsWith('console'))
  const text = pages.map((page) => readFileSync(`${guide}${page}`, 'utf8')).join('\n')
  for (const { name } of [...commandsOf('freebsd'), ...commandsOf('illumos')])
    expect(text, name).toMatch(new RegExp(`^ {4}${name}\\b`, 'm'))
})
