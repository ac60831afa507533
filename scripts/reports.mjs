// What vitest's and Playwright's JSON reports say: three numbers, and the names of what failed, was skipped, or passed only when
// it was tried again.
import { existsSync, readFileSync } from 'node:fs'

/** @typedef {{ passed: number, failed: number, skipped: number, failures: string[], skips: string[], retried: string[] }} Tally */

/** @returns {Tally} */
export const noTests = () => ({ passed: 0, failed: 0, skipped: 0, failures: [], skips: [], retried: [] })

/** @param {string} file @returns {any} */
const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null)

/** A suite that could not even be loaded counts as one failure. @param {string} file @returns {Tally} */
export function vitestTally(file) {
  const tally = noTests()
  const name = (/** @type {any} */ test) => [...test.ancestorTitles, test.title].join(' › ')
  for (const suite of read(file)?.testResults ?? []) {
    if (suite.status === 'failed' && suite.assertionResults.length === 0) {
      tally.failed++
      tally.failures.push(suite.name)
    }
    for (const test of suite.assertionResults) {
      if (test.status === 'passed') tally.passed++
      else if (test.status === 'failed') {
        tally.failed++
        tally.failures.push(name(test))
      } else {
        tally.skipped++
        tally.skips.push(name(test))
      }
    }
  }
  return tally
}

/** @param {string} file @returns {Tally} */
export function playwrightTally(file) {
  const tally = noTests()
  const report = read(file)
  const visit = (/** @type {any} */ suite) => {
    for (const child of suite.suites ?? []) visit(child)
    for (const spec of suite.specs ?? []) for (const test of spec.tests) count(spec, test)
  }
  const count = (/** @type {any} */ spec, /** @type {any} */ test) => {
    if (test.status === 'skipped') {
      const reason = test.annotations?.find((/** @type {any} */ a) => a.type === 'skip')?.description
      tally.skipped++
      tally.skips.push(reason ? `${spec.title}: ${reason}` : spec.title)
    } else if (test.status === 'unexpected') {
      tally.failed++
      tally.failures.push(spec.title)
    } else {
      tally.passed++
      if (test.status === 'flaky') tally.retried.push(spec.title)
    }
  }
  for (const suite of report?.suites ?? []) visit(suite)
  if (report?.errors?.length > 0) {
    tally.failed++
    tally.failures.push(report.errors[0].message?.split('\n')[0] ?? 'Playwright could not start')
  }
  return tally
}

/** @param {Tally} into @param {Tally} from */
export function add(into, from) {
  into.passed += from.passed
  into.failed += from.failed
  into.skipped += from.skipped
  into.failures.push(...from.failures)
  into.skips.push(...from.skips)
  into.retried.push(...from.retried)
}
