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
