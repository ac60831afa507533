// The scripts are asked by the shells themselves, where they are installed.
import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { MemoryIo } from '../test/memory-io.ts'
import { commands, main } from './cli.ts'
import { completionScript } from './completion.ts'

const missing = (shell: string) => (spawnSync(shell, ['-c', ':']).status === 0 ? '' : `(${shell} is not installed)`)

/** What bash offers for the last of these words. */
function offered(...line: string[]): string[] {
  const words = ['etherloom', ...line]
  const ask = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _etherloom; printf '%s\\n' "\${COMPREPLY[@]}"`
  const script = `${completionScript('bash', commands)}\n${ask}`
  const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', script, 'bash', ...words], {
    encoding: 'utf8',
    cwd: new URL('..', import.meta.url),
  })
  expect([status, stderr]).toEqual([0, ''])
  return stdout.split('\n').filter((word) => word !== '')
}

describe.skipIf(missing('bash'))(`in bash ${missing('bash')}`, () => {
  test('commands, then each one’s own options', () => {
    expect(offered('')).toEqual([...commands.map(({ name }) => name), 'help', '--help', '--version'])
    expect(offered('va')).toEqual(['validate'])
    expect(offered('help', 'gen')).toEqual(['generate'])
    for (const { name, options } of commands)
      expect(offered(name, '--')).toEqual([...options.map((option) => `--${option.name}`), '--help'])
  })

  test('files where a file goes, the names there are where there are some', () => {
    expect(offered('validate', 'pack')).toEqual(['package.json'])
    expect(offered('serve', '--data', 'READ')).toEqual(['README.md'])
    expect(offered('run', 'package.json', '--capture', 'READ')).toEqual([])
    expect(offered('completion', 'z')).toEqual(['zsh'])
    expect(offered('completion', 'READ')).toEqual([])
    expect(offered('generate', 'fat')).toEqual(['fat-tree'])
    expect(offered('generate', '--ipv6', 'on', 'fat')).toEqual(['fat-tree'])
    expect(offered('generate', 'chain', 'fat')).toEqual([])
    expect(offered('generate', 'grid', '3', '--node', 'z')).toEqual(['zone', 'zone-router'])
    expect(offered('convert', 'a', 'b', '--to', '')).toEqual(['etherloom', 'imn'])
    expect(offered('nonsense', '')).toEqual([])
  })
})

test.skipIf(missing('zsh'))(`zsh finds no fault in its script ${missing('zsh')}`, () => {
  const { stderr, status } = spawnSync('zsh', ['-n'], { input: completionScript('zsh', commands), encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
})

test('every option of every command is in both scripts; a shell we do not know is refused', async () => {
  for (const shell of ['bash', 'zsh'] as const) {
    const io = new MemoryIo()
    expect(await main(['completion', shell], io)).toBe(0)
    for (const { options } of commands) for (const { name } of options) expect(io.stdout).toContain(`--${name}`)
  }
  const io = new MemoryIo()
  expect(await main(['completion', 'fish'], io)).toBe(2)
  expect(io.stderr).toBe("etherloom completion: 'fish' has no completions here: there are bash, zsh\n")
})
