// docs/dependencies.md has one line, with a reason and a licence, for everything a package.json asks for; and no others.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const folders = [
  '.',
  'bench',
  ...['apps', 'packages'].flatMap((p) => readdirSync(join(root, p)).map((n) => `${p}/${n}`)),
]

test('every dependency has its line in docs/dependencies.md', () => {
  const wanted = new Set<string>()
  for (const folder of folders) {
    const file = join(root, folder, 'package.json')
    if (!existsSync(file)) continue
    const { dependencies, devDependencies } = JSON.parse(readFileSync(file, 'utf8'))
    for (const name of Object.keys({ ...dependencies, ...devDependencies }))
      if (!name.startsWith('@etherloom/')) wanted.add(name)
  }
  const text = readFileSync(join(root, 'docs', 'dependencies.md'), 'utf8')
  const listed = [...text.matchAll(/^\| `([^`]+)` \| \S.* \| [A-Z]\S.* \|$/gm)].map((match) => match[1])
  expect(listed.sort()).toEqual([...wanted].sort())
})

const SKIP = new Set(['node_modules', 'dist', 'test-results'])

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return SKIP.has(entry.name) ? [] : filesIn(path)
    return /\.(tsx?|mjs|css|html)$/.test(entry.name) ? [path] : []
  })
}

/** What a package.json asks for and no file of the package names: as `'name'`, or as `'name/part'`. */
function unused(dependencies: readonly string[], texts: readonly string[]): string[] {
  return dependencies.filter((name) => {
    const quoted = new RegExp(`['"]${name}['"/]`)
    return !name.startsWith('@types/') && !texts.some((text) => quoted.test(text))
  })
}

test.each(folders.filter((folder) => folder !== '.'))('%s uses every package of ours that it declares', (folder) => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  const ours = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => name.startsWith('@etherloom/'))
  const texts = filesIn(folder).map((path) => readFileSync(join(root, path), 'utf8'))
  expect(unused(ours, texts)).toEqual([])
})

test('a dependency that nothing imports is found, also beside one whose name it begins', () => {
  const texts = ["import { u16 } from '@etherloom/kern/testing'\n", '@import "tailwindcss";\n']
  expect(unused(['@etherloom/kern', 'tailwindcss', '@types/node', 'tailwind', '@etherloom/ker'], texts)).toEqual([
    'tailwind',
    '@etherloom/ker',
  ])
})
