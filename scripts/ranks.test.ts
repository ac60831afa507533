// Reads every package.json and every import statement of the repository against the ranks; then shows that each rule bites.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importsOf, type Package, ranks, violations } from './ranks.ts'

const root = join(import.meta.dirname, '..')
const SKIP = new Set(['node_modules', 'dist', 'test-results'])

function sources(folder: string): { path: string; text: string }[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return SKIP.has(entry.name) ? [] : sources(path)
    return /\.tsx?$/.test(entry.name) ? [{ path, text: readFileSync(join(root, path), 'utf8') }] : []
  })
}

const json = (path: string) =>
  existsSync(join(root, path)) ? JSON.parse(readFileSync(join(root, path), 'utf8')) : null

function readPackage(folder: string): Package {
  const manifest = json(`${folder}/package.json`) ?? {}
  const own = json(`${folder}/tsconfig.json`)
  return {
    name: folder.split('/').at(-1)!,
    folder,
    dependencies: Object.keys(manifest.dependencies ?? {}),
    devDependencies: Object.keys(manifest.devDependencies ?? {}),
    compilerOptions: own && { ...json('tsconfig.base.json').compilerOptions, ...own.compilerOptions },
    files: sources(folder),
  }
}

const folders = ['apps', 'packages'].flatMap((parent) =>
  readdirSync(join(root, parent)).map((name) => `${parent}/${name}`),
)
const exported = new Set(
  folders.flatMap((folder) => {
    const manifest = json(`${folder}/package.json`) ?? {}
    return Object.keys(manifest.exports ?? {}).map((path) => manifest.name + path.slice(1))
  }),
)

describe('the repository keeps its ranks', () => {
  test.each([...folders, 'bench', 'e2e'].sort())('%s', (folder) => {
    expect(violations(readPackage(folder), exported)).toEqual([])
  })
  test.each(readdirSync(join(root, 'packages')))('packages/%s has a rank', (name) => {
    expect({ ...ranks, testbed: 'exempt' }).toHaveProperty(name)
  })
})

describe('each rule bites', () => {
  const example = (folder: string, path: string, text: string, change: Partial<Package> = {}): string[] => {
    const pkg: Package = {
      name: folder.split('/').at(-1)!,
      folder,
      dependencies: [],
      devDependencies: [],
      compilerOptions: { types: [], lib: ['ES2023'] },
      files: [{ path: `${folder}/${path}`, text }],
      ...change,
    }
    return violations(
      pkg,
      new Set([
        '@etherloom/wire',
        '@etherloom/kern',
        '@etherloom/kern/testing',
        '@etherloom/testbed',
        '@etherloom/inet',
        '@etherloom/experiment',
        '@etherloom/experiment/port',
        '@etherloom/room',
        '@etherloom/topology',
      ]),
    )
  }
  const declares = (...names: string[]) => ({ dependencies: names.map((name) => `@etherloom/${name}`) })

  test('a higher rank', () => {
    expect(example('packages/kern', 'src/a.ts', "import { ip } from '@etherloom/inet'\n")).toEqual([
      'packages/kern/src/a.ts imports @etherloom/inet: rank 1 imports strictly lower ranks, and inet is rank 3',
    ])
  })
  test('a sibling, even for a type', () => {
    expect(example('packages/datalink', 'src/a.ts', "import type { Ip } from '@etherloom/inet'\n")[0]).toMatch(
      /siblings never/,
    )
  })
  test('a package.json alone', () => {
    expect(example('packages/net', 'src/a.ts', '', declares('room'))[0]).toMatch(
      /^packages\/net\/package.json has @etherloom\/room/,
    )
  })
  test('what the package.json does not declare', () => {
    expect(example('packages/net', 'src/a.ts', "export * from '@etherloom/kern'\n")[0]).toMatch(
      /does not declare @etherloom\/kern/,
    )
    expect(example('packages/net', 'src/a.ts', "export * from '@etherloom/kern'\n", declares('kern'))).toEqual([])
  })
  test('a package that may know less than all below it', () => {
    expect(example('packages/capture', 'src/a.ts', "import '@etherloom/topology'\n")[0]).toMatch(/may know only wire/)
  })
  test('Node, in sources but not in tests', () => {
    expect(example('packages/wire', 'src/a.ts', "import { readFileSync } from 'node:fs'\n")[0]).toMatch(/neither Node/)
    expect(example('packages/wire', 'src/a.ts', "import { readFileSync } from 'fs'\n")[0]).toMatch(/neither Node/)
    expect(example('packages/wire', 'src/a.test.ts', "import { readFileSync } from 'node:fs'\n")).toEqual([])
  })
  test('Node or the DOM through the tsconfig', () => {
    expect(example('packages/wire', 'src/a.ts', '', { compilerOptions: { types: ['node'] } })[0]).toMatch(
      /types must be/,
    )
    expect(example('packages/wire', 'src/a.ts', '', { compilerOptions: { types: [], lib: ['DOM'] } })[0]).toMatch(
      /lib must not/,
    )
    expect(example('packages/wire', 'src/a.ts', '', { compilerOptions: null })[0]).toMatch(/is missing/)
  })
  test('a way around the exports', () => {
    expect(example('packages/net', 'src/a.ts', "import '../../kern/src/mbuf.ts'\n")[0]).toMatch(/leaves packages\/net/)
    expect(example('packages/net', 'src/a.ts', "import '@etherloom/kern/src/mbuf.ts'\n", declares('kern'))[0]).toMatch(
      /does not export/,
    )
    expect(example('packages/net', 'src/a.ts', "import '@etherloom/net'\n")[0]).toMatch(/relative path/)
  })
  test('testbed and kern/testing outside tests', () => {
    const dev = { devDependencies: ['@etherloom/testbed'] }
    expect(example('packages/inet', 'src/a.ts', "import '@etherloom/testbed'\n", dev)[0]).toMatch(/tests alone/)
    expect(example('packages/inet', 'src/a.test.ts', "import '@etherloom/testbed'\n", dev)).toEqual([])
    expect(example('packages/net', 'src/a.test.ts', "import '@etherloom/testbed'\n", dev).join()).toMatch(/ranks 0–2/)
    expect(example('packages/net', 'src/a.ts', "import '@etherloom/kern/testing'\n", declares('kern'))[0]).toMatch(
      /tests alone/,
    )
  })
  test('room beyond the port, web beyond its sandbox', () => {
    const both = declares('experiment', 'room')
    expect(example('packages/room', 'src/a.ts', "import '@etherloom/experiment'\n", declares('experiment'))[0]).toMatch(
      /port alone/,
    )
    expect(
      example('packages/room', 'src/a.ts', "import '@etherloom/experiment/port'\n", declares('experiment')),
    ).toEqual([])
    expect(example('apps/web', 'src/a.ts', "const { Room } = await import('@etherloom/room')\n", both)[0]).toMatch(
      /sandbox/,
    )
    expect(example('apps/web', 'src/sandbox/a.ts', "import '@etherloom/room'\n", both)).toEqual([])
  })
  test('a package from the end-to-end tests', () => {
    expect(example('e2e', 'a.spec.ts', "import '@etherloom/topology'\n")[0]).toMatch(/imports no package/)
  })
})

test('imports are found in all their forms, and not in comments', () => {
  const text = `
import a, { type B } from 'one'
import 'two'
export * from 'three'
import type {
  C,
} from 'four'
const d = await import('five')
// import x from 'comment'
/* import y from 'comment' */
`
  expect(importsOf(text)).toEqual(['one', 'two', 'three', 'four', 'five'])
})
