// The user guide tells the truth: every `$ etherloom …` of its pages is run, in one folder and in order, and must print the
// lines that stand below it. Figures may differ (a faster kernel has other times), words and their order may
// not, nor addresses, which readers type.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serialize } from '@etherloom/topology'
import { dropHints, dropWords } from '@etherloom/wire'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commands, main } from '../src/cli.ts'
import { exitWords } from '../src/exit-code.ts'
import { Drawing, hubLoop, tappedWire } from './labs.ts'
import { MemoryIo } from './memory-io.ts'

const guide = fileURLToPath(new URL('../../../docs/user-guide', import.meta.url))
const pages = readdirSync(guide, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'))
const read = (page: string) => readFileSync(join(guide, page), 'utf8')

let folder: string
const home = process.cwd()
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'etherloom-guide-'))
  process.chdir(folder)
  writeFileSync('hub-loop.json', serialize(hubLoop()))
  const draw = new Drawing()
  const zones = [draw.add('zone', 'host'), draw.add('zone', 'host')]
  const stub = draw.add('etherstub')
  writeFileSync('zones.json', serialize(draw.wire(zones[0], stub).wire(zones[1], stub).doc))
  writeFileSync('tee.json', serialize(tappedWire()))
})
afterAll(() => {
  process.chdir(home)
  rmSync(folder, { recursive: true })
})

interface Example {
  readonly page: string
  readonly line: string
  readonly prints: string
}

function examplesOf(page: string): Example[] {
  const blocks = [...read(page).matchAll(/^```console\n(.*?)^```$/gms)].map(([, block]) => block)
  return blocks.flatMap((block) =>
    block.split(/^\$ /m).flatMap((example) => {
      const [line, ...prints] = example.split('\n')
      return line === '' ? [] : { page, line, prints: prints.join('\n') }
    }),
  )
}

/** A line of the guide as a shell would run it: single quotes and pipes between our own commands. */
async function runLine(line: string): Promise<string> {
  let stdin = ''
  let stderr = ''
  for (const command of line.split(' | ')) {
    const [program, ...argv] = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare)
    expect(program).toBe('etherloom')
    const io = new MemoryIo({ stdin })
    await main(argv, io)
    stdin = io.stdout
    stderr += io.stderr
  }
  return stdin + stderr
}

const isAddress = /^\d+(\.\d+){3}$/
const withoutFigures = (text: string) =>
  text
    .replace(/(?<![\w.:])\d+(?:\.\d+){3}(?!\.?\d)|[\d,.]*\d/g, (figure) => (isAddress.test(figure) ? figure : '#'))
    .replace(/[ \t]+/g, ' ')
    .replace(/ $/gm, '')

test.each(pages.flatMap(examplesOf))('$page: $line', async ({ line, prints }) => {
  expect(withoutFigures(await runLine(line))).toBe(withoutFigures(prints))
})

test('every link between pages leads somewhere', () => {
  const targets = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\(([^)#]+\.md)\)/g)].map(([, target]) => join(page, '..', target)),
  )
  const outside = targets.filter((target) => target.startsWith('..'))
  expect(outside.filter((target) => !existsSync(join(guide, target)))).toEqual([])
  const inside = targets.filter((target) => !target.startsWith('..'))
  expect(new Set(inside)).toEqual(new Set(pages.filter((page) => page !== 'README.md')))
})

test('every drop reason, exit code and command is explained in its own words', () => {
  for (const [i, word] of dropWords.entries())
    if (i > 0) expect(read('drops.md')).toContain(`\n| ${word} | ${dropHints[i]} |\n`)
  for (const [code, words] of Object.entries(exitWords)) expect(read('cli.md')).toContain(`| ${code} | ${words} |\n`)
  for (const { name } of commands) expect(read('cli.md')).toContain(`\`etherloom ${name}`)
})
