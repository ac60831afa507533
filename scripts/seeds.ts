// One seed for all property tests of a run, printed before they start, so that a failure seen once can be seen again:
// `FUZZ_SEED=12345 npx vitest run`. fast-check also prints it, with the path to the counter-example, where one fails.
import type { TestProject } from 'vitest/node'

export default function setup(project: TestProject): void {
  process.env.FUZZ_SEED ??= String(Math.floor(Math.random() * 2 ** 31))
  if (project.isRootProject())
    console.log(`seed of the property tests: ${process.env.FUZZ_SEED} (FUZZ_SEED=… repeats it)`)
}
