// Whatever is typed and whatever is in the file: an exit code and at most one line on stderr, never an exception.
import { chain, serialize } from '@etherloom/topology'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MemoryIo } from '../test/memory-io.ts'
import { main } from './cli.ts'

const lab = serialize(chain(1))

async function survives(argv: readonly string[], stdin: string): Promise<void> {
  const io = new MemoryIo({ stdin })
  const exit = await main(argv, io)
  expect([0, 1, 2, 3, 5]).toContain(exit)
  expect(io.stderr).toMatch(/^(etherloom[^\n]*: [^\n]+\n)?$/)
  expect(io.stdout + io.stderr).not.toBe('')
}

test('random words', async () => {
  // Nothing that writes a file or runs for hours.
  const word = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom('-', '--for=5ms', '--exec', 'pc1: ping -c 1 pc2', '--json', '--seed', '7'),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom('--', '--for', '20ms', '--exec=pc2: nothing', '--virtual', '--help', '-h'),
    },
    { weight: 2, arbitrary: fc.constantFrom('chain', 'ring', '3', '--frob', 'no such file') },
    { weight: 1, arbitrary: fc.string({ maxLength: 6 }).map((text) => `:${text}`) },
  )
  const command = fc.constantFrom('run', 'generate', 'validate', 'help', 'nothing')
  await fc.assert(
    fc.asyncProperty(command, fc.array(word, { maxLength: 6 }), (name, words) => survives([name, ...words], lab)),
    { numRuns: 500 },
  )
})

test('damaged lab files', async () => {
  const damage = fc.tuple(fc.nat(lab.length), fc.nat(40), fc.string({ maxLength: 20 }))
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
      const text = damages.reduce((all, [at, cut, put]) => all.slice(0, at) + put + all.slice(at + cut), lab)
      await survives(['validate', '-'], text)
      await survives(['run', '-', '--for', '1ms'], text)
    }),
    { numRuns: 300 },
  )
})
