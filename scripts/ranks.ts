// Who may import whom. A package imports strictly lower ranks; siblings never import each other; ranks 0–8 know neither Node
// nor the DOM, which is why the whole product also runs inside a browser tab. `violations` says, for one package, every
// place where that is broken: the file, the import, the rule.
import { builtinModules } from 'node:module'

export const ranks: Record<string, number> = {
  wire: 0,
  topology: 0,
  kern: 1,
  capture: 1,
  protocol: 1,
  formats: 1,
  net: 2,
  netgraph: 3,
  inet: 3,
  datalink: 3,
  filter: 3,
  varpd: 4,
  proc: 4,
  machine: 5,
  shell: 6,
  services: 6,
  experiment: 7,
  room: 8,
  server: 9,
  web: 9,
  cli: 9,
  bench: 9,
}

/** Packages that may see less than everything below them. */
const only: Record<string, string[]> = {
  kern: ['wire'],
  capture: ['wire'],
  protocol: ['topology'],
  formats: ['topology'],
  varpd: ['datalink', 'net', 'kern', 'wire'],
  proc: ['inet', 'net', 'kern', 'wire'],
  room: ['experiment', 'protocol', 'topology', 'capture', 'wire'],
  web: ['topology', 'protocol', 'capture', 'wire', 'room', 'experiment'],
}
/** The imports between siblings: `serve` is one of the command line's commands, and benchmarks measure the server's worker. */
const siblings: Record<string, string[]> = { cli: ['server'], bench: ['server'] }

const SCOPE = '@etherloom/'
const builtins = new Set(builtinModules)

export interface SourceFile {
  /** From the repository's root, as in `packages/net/src/switch.ts`. */
  path: string
  text: string
}

export interface Package {
  /** Without the scope; `e2e` for the end-to-end tests, which are no package. */
  name: string
  /** As in `packages/net`. */
  folder: string
  dependencies: string[]
  devDependencies: string[]
  /** Of `tsconfig.json`; null where there is none. */
  compilerOptions: { types?: string[]; lib?: string[] } | null
  files: SourceFile[]
}

const isTest = (path: string) => /\.test\.tsx?$|\/testing\.ts$|\/test\//.test(path)

/** Every module a file imports, types included: knowing a type is knowing the package. */
export function importsOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  const found: string[] = []
  const statement =
    /(?:^|[;\n])\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|(?:^|[;\n])\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g
  for (const match of code.matchAll(statement)) found.push(match[1] ?? match[2] ?? match[3]!)
  return found
}

/** Why `from` may not know `to`, or null. */
export function refusal(from: string, to: string): string | null {
  if (from === 'e2e') return 'e2e meets the product from outside and imports no package'
  const mine = ranks[from]
  const theirs = ranks[to]
  if (mine === undefined) return `${from} has no rank: give it one in scripts/ranks.ts`
  if (theirs === undefined) return `${to} has no rank: give it one in scripts/ranks.ts`
  if (siblings[from]?.includes(to)) return null
  if (theirs === mine) return `siblings never import each other (both rank ${mine})`
  if (theirs > mine) return `rank ${mine} imports strictly lower ranks, and ${to} is rank ${theirs}`
  if (only[from] && !only[from].includes(to)) return `${from} may know only ${only[from].join(', ')}`
  return null
}

/** Every breach of the rules in one package. `exported` holds what the workspace's packages export. */
export function violations(pkg: Package, exported: ReadonlySet<string>): string[] {
  const found = [...manifestViolations(pkg), ...pureViolations(pkg)]
  for (const file of pkg.files)
    for (const specifier of importsOf(file.text)) {
      const why = importViolation(pkg, file, specifier, exported)
      if (why) found.push(`${file.path} imports ${specifier}: ${why}`)
    }
  return found
}

const isPure = (pkg: Package) => (ranks[pkg.name] ?? 9) <= 8 && pkg.folder.startsWith('packages/')

function manifestViolations(pkg: Package): string[] {
  const found: string[] = []
  const check = (names: string[], field: string) => {
    for (const name of names) {
      if (!name.startsWith(SCOPE)) continue
      const to = name.slice(SCOPE.length)
      if (to === 'testbed' && field === 'devDependencies' && (ranks[pkg.name] ?? 0) >= 3) continue
      const why = refusal(pkg.name, to)
      if (why) found.push(`${pkg.folder}/package.json has ${name} in ${field}: ${why}`)
    }
  }
  check(pkg.dependencies, 'dependencies')
  check(pkg.devDependencies, 'devDependencies')
  return found
}

function pureViolations(pkg: Package): string[] {
  if (!isPure(pkg) || pkg.files.length === 0) return []
  const where = `${pkg.folder}/tsconfig.json`
  if (!pkg.compilerOptions) return [`${where} is missing: without it the sources are not checked against types: []`]
  const found: string[] = []
  if (pkg.compilerOptions.types === undefined || pkg.compilerOptions.types.length > 0)
    found.push(`${where}: types must be [], ranks 0–8 know neither Node nor the DOM`)
  if (pkg.compilerOptions.lib?.some((lib) => /^(dom|webworker)/i.test(lib)))
    found.push(`${where}: lib must not hold the DOM, ranks 0–8 know neither Node nor the DOM`)
  return found
}

function importViolation(
  pkg: Package,
  file: SourceFile,
  specifier: string,
  exported: ReadonlySet<string>,
): string | null {
  if (specifier.startsWith('.')) return escapes(pkg, file, specifier)
  const bare = specifier.replace(/^node:/, '')
  if (specifier.startsWith('node:') || builtins.has(bare))
    return isPure(pkg) && !isTest(file.path) ? 'ranks 0–8 know neither Node nor the DOM' : null
  if (!specifier.startsWith(SCOPE)) return null
  const to = specifier.slice(SCOPE.length).split('/')[0]!
  return (
    testbedViolation(pkg, file, to) ??
    workspaceViolation(pkg, file, specifier, to) ??
    (exported.has(specifier) ? null : `${to} does not export that`)
  )
}

function testbedViolation(pkg: Package, file: SourceFile, to: string): string | null {
  if (to !== 'testbed') return null
  if (!isTest(file.path)) return 'testbed is for tests alone'
  return (ranks[pkg.name] ?? 0) < 3 ? 'ranks 0–2 test with kern/testing, which testbed stands above' : null
}

function workspaceViolation(pkg: Package, file: SourceFile, specifier: string, to: string): string | null {
  if (pkg.name !== 'e2e' && to === pkg.name) return 'inside a package, import its files by relative path'
  const why = to === 'testbed' ? null : refusal(pkg.name, to)
  if (why) return why
  if (specifier === `${SCOPE}kern/testing` && !isTest(file.path) && pkg.name !== 'testbed' && pkg.name !== 'bench')
    return 'kern/testing is for tests alone'
  if (pkg.name === 'room' && to === 'experiment' && !isTest(file.path) && specifier !== `${SCOPE}experiment/port`)
    return "room knows experiment's port alone (@etherloom/experiment/port)"
  if (pkg.name === 'web' && (to === 'room' || to === 'experiment') && !file.path.includes('/sandbox/'))
    return 'web runs a kernel only inside its sandbox worker (apps/web/src/sandbox/)'
  const declared = isTest(file.path) ? [...pkg.dependencies, ...pkg.devDependencies] : pkg.dependencies
  if (!declared.includes(`${SCOPE}${to}`)) return `${pkg.folder}/package.json does not declare ${SCOPE}${to}`
  return null
}

/** A relative path that leaves the package goes around its exports, and around these rules. */
function escapes(pkg: Package, file: SourceFile, specifier: string): string | null {
  const parts = file.path.split('/').slice(0, -1)
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  const target = parts.join('/')
  if (target.startsWith(`${pkg.folder}/`) || target.startsWith('scripts/')) return null
  // The user guide is held to the product by tests that read it.
  if (isTest(file.path) && target.startsWith('docs/')) return null
  return `it leaves ${pkg.folder}; import another package by its name`
}
