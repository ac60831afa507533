import { expect, test } from 'vitest'
import { ConsoleOutput } from './console-output.ts'
import type { Exec } from './node-names.ts'

const exec = (session: string, nodeName: string): Exec => ({
  session,
  nodeName,
  node: `node:${nodeName}`,
  line: 'ping 10.0.0.2',
})

function outputOf(...execs: Exec[]) {
  let printed = ''
  const output = new ConsoleOutput(execs, (text) => {
    printed += text
  })
  return { output, printed: () => printed }
}

test('a single command prints as it would at its console, and ends its last line', () => {
  const { output, printed } = outputOf(exec('a', 'pc1'))
  output.take('a', 'PING 10.0', null)
  output.take('a', '.0.2\n64 bytes', null)
  expect(printed()).toBe('PING 10.0.0.2\n')
  output.take('a', '', 0)
  expect(printed()).toBe('PING 10.0.0.2\n64 bytes\n')
  expect(output.running).toEqual([])
})

test('of several commands each line is whole and headed by its node', () => {
  const { output, printed } = outputOf(exec('a', 'pc1'), exec('b', 'router1'))
  output.take('a', 'one ', null)
  output.take('b', 'three\n', null)
  output.take('a', 'two\n', 0)
  output.take('b', '', 1)
  expect(printed()).toBe('router1 | three\npc1     | one two\n')
})

test('without a printer the whole text is kept', () => {
  const output = new ConsoleOutput([exec('a', 'pc1')], null)
  output.take('a', 'one\ntwo\n', null)
  output.take('a', 'three', 3)
  output.take('nobody', 'else', 0)
  expect(output.transcripts).toMatchObject([{ text: 'one\ntwo\nthree', exit: 3 }])
})
