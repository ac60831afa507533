import { expect, test } from 'vitest'
import { getopt } from './options.ts'
import { splitCommands } from './words.ts'

/** Of a line with one command, or none. */
function splitWords(line: string) {
  const steps = splitCommands(line)
  return Array.isArray(steps) ? (steps[0]?.words ?? []) : steps
}

test('words are split as sh does it, quotes and backslashes grouping', () => {
  expect(splitWords('ping  -c 3 10.0.0.2')).toEqual(['ping', '-c', '3', '10.0.0.2'])
  expect(splitWords(`echo "a b" 'c "d' e\\ f ''`)).toEqual(['echo', 'a b', 'c "d', 'e f', ''])
  expect(splitWords('ls # a comment')).toEqual(['ls'])
  expect(splitWords('   ')).toEqual([])
})

test('what a real shell would do and this line cannot is refused by name', () => {
  expect(splitWords('ping "10.0.0.2')).toEqual({ error: 'unmatched ": close the quote' })
  expect(splitWords('ping 10.0.0.2 | head')).toMatchObject({ error: expect.stringContaining("'|' is not supported") })
  expect(splitWords('ping "$HOST"')).toEqual({
    error: "'$' is not supported here: leave it out, or put it in single quotes",
  })
  expect(splitWords(`ping '$5' "\\$6"`)).toEqual(['ping', '$5', '$6'])
})

test('commands follow each other, or depend on the one before', () => {
  expect(splitCommands('a 1; b && c "&&" || d ;')).toEqual([
    { when: 'always', words: ['a', '1'] },
    { when: 'always', words: ['b'] },
    { when: 'success', words: ['c', '&&'] },
    { when: 'failure', words: ['d'] },
  ])
  expect(splitCommands('a &&')).toEqual({ error: 'syntax error: a command is missing at the end' })
  expect(splitCommands('; a')).toEqual({ error: 'syntax error: ";" without a command before it' })
  expect(splitCommands('a & b')).toMatchObject({ error: expect.stringContaining("'&' is not supported") })
  expect(splitCommands('a ;; b')).toMatchObject({ error: expect.stringContaining('without a command') })
})

test('option letters come clustered, attached or apart', () => {
  const parsed = getopt(['-nc3', '-s', '56', '10.0.0.2', '-x'], 'nc:s:')
  expect(parsed).toEqual({
    options: new Map([
      ['n', ''],
      ['c', '3'],
      ['s', '56'],
    ]),
    operands: ['10.0.0.2', '-x'],
  })
  expect(getopt(['-z'], 'nc:')).toBe('illegal option -- z')
  expect(getopt(['-:'], 'nc:')).toBe('illegal option -- :')
  expect(getopt(['-c'], 'nc:')).toBe('option requires an argument -- c')
  expect(getopt(['--', '-c'], 'c:')).toEqual({ options: new Map(), operands: ['-c'] })
})
