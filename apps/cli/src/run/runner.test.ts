// A kernel with a bug in it: the run ends, and what was counted until then is told.
import { createLocalPort } from '@etherloom/experiment'
import { chain } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { exitOf } from '../commands/run.ts'
import { Captures } from './captures.ts'
import { ConsoleOutput } from './console-output.ts'
import { parseExec } from './node-names.ts'
import { jsonReport, textReport } from './report.ts'
import { Runner } from './runner.ts'

test('a panic is exit code 4, with the counters as they were', async () => {
  const doc = chain(1)
  const { port, host } = createLocalPort(() => Number(process.hrtime.bigint()), structuredClone)
  const output = new ConsoleOutput([parseExec(doc, 'pc1: ping pc2', 0)], null)
  const captures = new Captures(doc, [], 0n)
  const runner = new Runner(doc, { clock: 'virtual', seed: null, scale: 0 }, port, output, captures)
  runner.start()
  host.advance(1e9)
  host.running!.ifaces.get('iface:pc2.eth0')!.ifp.setReceive(() => {
    throw new Error('a bug')
  })
  expect(host.advance(5e9)).toBe('panicked')
  runner.settle()

  expect(runner.panic).toMatchObject({ message: 'a bug', node: 'pc2' })
  const report = runner.report('panic', 1)
  expect(exitOf(report)).toBe(4)
  expect(textReport(report)).toMatch(/^pc1:eth0 +router1:eth0 +[3-9] /m)
  expect(textReport(report)).toContain('pc1: ping pc2: did not end\n')
  expect(JSON.parse(jsonReport(report))).toMatchObject({
    endedBy: 'panic',
    panic: { message: 'a bug', node: 'pc2', backtrace: expect.stringContaining('runner.test.ts') },
  })
  await port.close()
})

test('an error in what listens is ours, and does not pass for a panic of the kernel', () => {
  const doc = chain(1)
  const { port, host } = createLocalPort(() => Number(process.hrtime.bigint()), structuredClone)
  const output = new ConsoleOutput([parseExec(doc, 'pc1: ping -c 1 pc2', 0)], () => {
    throw new Error('the disk is full')
  })
  const runner = new Runner(doc, { clock: 'virtual', seed: null, scale: 0 }, port, output, new Captures(doc, [], 0n))
  runner.start()
  expect(host.advance(1e9)).toBe('until')
  expect(() => runner.settle()).toThrow('the disk is full')
  expect(runner.panic).toBeNull()
})
