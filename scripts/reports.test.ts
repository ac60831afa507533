// The closing line of `npm test` is read by people and by machines: it must count what the two runners really report.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { add, noTests, playwrightTally, vitestTally } from './reports.mjs'

const folder = mkdtempSync(join(tmpdir(), 'etherloom-reports-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function report(value: unknown): string {
  const file = join(folder, `${Math.random()}.json`)
  writeFileSync(file, JSON.stringify(value))
  return file
}

test('vitest: every state of a test, and a file that could not be loaded', () => {
  const assertion = (status: string, title: string) => ({ status, ancestorTitles: ['sums'], title })
  const file = report({
    testResults: [
      {
        name: 'a.test.ts',
        status: 'failed',
        assertionResults: [
          assertion('passed', 'adds'),
          assertion('failed', 'subtracts'),
          assertion('skipped', 'divides'),
          assertion('todo', 'roots'),
        ],
      },
      { name: 'broken.test.ts', status: 'failed', assertionResults: [] },
    ],
  })
  expect(vitestTally(file)).toEqual({
    passed: 1,
    failed: 2,
    skipped: 2,
    failures: ['sums › subtracts', 'broken.test.ts'],
    skips: ['sums › divides', 'sums › roots'],
    retried: [],
  })
})

test('Playwright: nested suites, flaky as passed and named, a skip with its reason, an error outside any test', () => {
  const spec = (title: string, status: string, annotations: unknown[] = []) => ({
    title,
    tests: [{ status, annotations }],
  })
  const file = report({
    suites: [
      {
        specs: [spec('opens', 'expected'), spec('runs', 'unexpected')],
        suites: [
          { specs: [spec('flaky', 'flaky'), spec('tshark', 'skipped', [{ type: 'skip', description: 'not here' }])] },
        ],
      },
    ],
    errors: [{ message: 'global setup failed\n  at x' }],
  })
  expect(playwrightTally(file)).toEqual({
    passed: 2,
    failed: 2,
    skipped: 1,
    failures: ['runs', 'global setup failed'],
    skips: ['tshark: not here'],
    retried: ['flaky'],
  })
})

test('a runner that left no report counts nothing', () => {
  expect(vitestTally(join(folder, 'absent.json'))).toEqual(noTests())
  expect(playwrightTally(join(folder, 'absent.json'))).toEqual(noTests())
})

test('tallies add up', () => {
  const sum = noTests()
  add(sum, { passed: 2, failed: 1, skipped: 0, failures: ['a'], skips: [], retried: [] })
  add(sum, { passed: 3, failed: 0, skipped: 1, failures: [], skips: ['b'], retried: ['c'] })
  expect(sum).toEqual({ passed: 5, failed: 1, skipped: 1, failures: ['a'], skips: ['b'], retried: ['c'] })
})
