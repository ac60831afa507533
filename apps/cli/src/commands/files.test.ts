// generate and validate: labs as files.
import { mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generators } from '@etherloom/topology'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MemoryIo } from '../../test/memory-io.ts'
import { main } from '../cli.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'etherloom-cli-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const inFolder = (name: string) => join(folder, name)

async function etherloom(...argv: string[]) {
  const io = new MemoryIo()
  return { exit: await main(argv, io), stdout: io.stdout, stderr: io.stderr }
}

describe('generate', () => {
  test('what is written validates, and is the same each time', async () => {
    const first = await etherloom('generate', 'chain', '3')
    expect(first).toMatchObject({ exit: 0, stderr: '' })
    expect(await etherloom('generate', 'chain', '3', '--out', inFolder('chain.json'))).toMatchObject({ stdout: '' })
    expect(readFileSync(inFolder('chain.json'), 'utf8')).toBe(first.stdout)
    expect(await etherloom('validate', inFolder('chain.json'))).toEqual({
      exit: 0,
      stdout: `${inFolder('chain.json')}: valid: 5 nodes, 8 interfaces, 4 links, 0 warnings\n`,
      stderr: '',
    })
  })

  test.each([
    [
      ['generate'],
      `what to generate is missing: write ${generators.map(({ name }) => name).join('|')} and a number, as in generate chain 3`,
    ],
    [['generate', 'chian', '3'], "'chian' is not a shape: did you mean 'chain'?"],
    [['generate', 'ring', 'many'], "'many' is not a number: write ring and how many, as in ring 3"],
    [['generate', 'ring', '2'], 'A ring takes 3 to 65536 routers, not 2.'],
    [['generate', 'ring', '-3'], 'A ring takes 3 to 65536 routers, not -3.'],
    [['generate', 'ring', '3', '4'], "'4' is one word too many: `etherloom generate --help` says how it is called"],
    [['generate', 'ring', '3', '--columns', '4'], 'A ring knows no columns; it takes routers, node, ipv6.'],
    [['generate', 'random', '1000', '--seed', '-1'], 'A random lab takes a seed from 0 to 4294967295, not -1.'],
    [['generate', 'grid', '3', '--columns', 'x'], 'A grid takes 1 to 10000 columns, not x.'],
  ])('%j is refused in one line', async (argv, words) => {
    expect(await etherloom(...argv)).toEqual({ exit: 2, stdout: '', stderr: `etherloom generate: ${words}\n` })
  })

  test('each shape can be told what it takes, and says what that is', async () => {
    const { stdout } = await etherloom(
      'generate',
      'grid',
      '2',
      '--columns',
      '3',
      '--node',
      'zone-router',
      '--ipv6',
      'on',
    )
    expect(stdout.match(/"kind": "zone".*"role": "router"/g)).toHaveLength(6)
    expect(stdout).toContain('"fc00::')
    for (const { name, parameters } of generators) {
      const { exit, stdout: help } = await etherloom('generate', name, '--help')
      expect(exit).toBe(0)
      for (const parameter of parameters.slice(1)) expect(help).toContain(`--${parameter.name}`)
    }
  })

  test('a place that cannot be written is said, with the path', async () => {
    const out = inFolder('no/such/folder.json')
    expect(await etherloom('generate', 'star', '2', '-o', out)).toMatchObject({
      exit: 5,
      stderr: `etherloom generate: cannot write ${out}: there is no such file or folder: check the spelling\n`,
    })
  })
})

describe('validate', () => {
  test('every problem has its line, its record and its mend', async () => {
    const { stdout } = await etherloom('generate', 'chain', '1')
    const file = inFolder('broken.json')
    writeFileSync(file, stdout.replace('"kind": "jail"', '"kind": "jial"').replace('10.0.0.20/24', '10.0.0.20/99'))
    const result = await etherloom('validate', file)
    expect(result).toMatchObject({ exit: 3, stderr: '' })
    expect(result.stdout).toMatch(/^\S+broken.json:\d+: nodes\/node:\S+\/kind: .+; .+\n/)
    expect(result.stdout).toMatch(/broken.json: not valid: \d errors?\n$/)
    const { stdout: json } = await etherloom('validate', file, '--json')
    expect(JSON.parse(json)).toMatchObject({ valid: false, warnings: [] })
  })

  test('a key with a newline or an escape sequence in it stays one line of plain text', async () => {
    const { stdout } = await etherloom('generate', 'chain', '1')
    const io = new MemoryIo({ stdin: stdout.replace('"node:pc1": {', '"node:\\n\\u001b[2Jpc1": {') })
    expect(await main(['validate', '-'], io)).toBe(3)
    expect(io.stdout.split('\n')[0]).toMatch(/^standard input:\d+: nodes\/node:\\n\\u001b\[2Jpc1/)
  })

  test('a file longer than any lab is not read to its end', async () => {
    for (const [name, most] of [
      ['huge.json', 128],
      ['huge.imn', 64],
    ] as const) {
      writeFileSync(inFolder(name), '')
      truncateSync(inFolder(name), 2 ** 40)
      const { exit, stderr } = await etherloom('validate', inFolder(name))
      expect(exit).toBe(3)
      expect(stderr).toBe(
        `etherloom validate: ${inFolder(name)} is longer than ${most} MiB, which no lab is: split the lab, or check that it is one\n`,
      )
    }
  })

  test('standard input is a file too', async () => {
    const { stdout } = await etherloom('generate', 'star', '2')
    const io = new MemoryIo({ stdin: stdout })
    expect(await main(['validate', '-'], io)).toBe(0)
    expect(io.stdout).toBe('standard input: valid: 3 nodes, 4 interfaces, 2 links, 0 warnings\n')
  })

  test('a file that is not there, a folder, and bytes that are no text', async () => {
    expect(await etherloom('validate', inFolder('none.json'))).toMatchObject({
      exit: 5,
      stderr: expect.stringContaining('cannot read'),
    })
    expect(await etherloom('validate', folder)).toMatchObject({ exit: 5, stderr: expect.stringContaining('a folder') })
    writeFileSync(inFolder('noise'), Uint8Array.of(0xff, 0xfe, 0x00))
    expect(await etherloom('validate', inFolder('noise'))).toMatchObject({
      exit: 3,
      stderr: expect.stringContaining('is not text'),
    })
    symlinkSync(inFolder('round'), inFolder('round'))
    expect(await etherloom('validate', inFolder('round'))).toMatchObject({
      exit: 5,
      stderr: expect.stringMatching(/: cannot read \S+round: its symbolic links lead round in a circle: .+\n$/),
    })
    writeFileSync(inFolder('list.json'), '[1, 2')
    expect(await etherloom('validate', inFolder('list.json'))).toMatchObject({ exit: 3 })
  })
})
