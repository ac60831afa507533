// One seed for all property tests of a run, printed before they start, so that a failure seen once can be seen again:
// `FUZZ_SEED=12345 npx vitest run`. fast-check also prints it, with the path to the counter-example, where one fails.
export default function setup(): void {
  process.env.FUZZ_SEED ??= String(Math.floor(Math.random() * 2 ** 31))
  console.log(`seed of the property tests: ${process.env.FUZZ_SEED} (FUZZ_SEED=… repeats it)`)
}
