import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { shellWord } from './shell-word.ts'

test('a shell reads back what was meant', () => {
  expect(shellWord('pc1-router1')).toBe('pc1-router1')
  for (const text of ['Two offices', "Ada's lab", '$HOME `ls` "x"', 'a\\b', ''])
    expect(execFileSync('sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' })).toBe(text)
})
