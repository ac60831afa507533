import { attachInet } from '@etherloom/inet'
import { Kernel } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import { Vnet } from '@etherloom/net'
import { expect, test } from 'vitest'
import { askOutside, IcmpSocket, Interrupted, type Process, ProcessTable, type Program, sleep } from './index.ts'

function setUp() {
  const kernel = new Kernel({ seed: 1 })
  const vnet = new Vnet(kernel, 'n0')
  attachInet(vnet)
  const table = new ProcessTable(kernel)
  const log: string[] = []
  const start = (name: string, program: (process: Process) => Program): Process => {
    const tty = { write: (text: string) => log.push(`${name}: ${text}`) }
    const process = table.fork(vnet, tty, (status) => log.push(`${name} exit ${status} at ${kernel.nowNs}`))
    process.exec(program(process))
    return process
  }
  return { kernel, vnet, log, start }
}

test('processes sleep on the kernel’s clock and wake in order', () => {
  const { kernel, log, start } = setUp()
  for (const [name, ms] of [
    ['slow', 30],
    ['fast', 10],
    ['also fast', 10],
  ] as const)
    start(name, function* (process) {
      yield* sleep(process, ms * 1e6)
      process.tty.write('awake')
      return ms
    })
  kernel.run(1e9)
  expect(log).toEqual([
    'fast: awake',
    'fast exit 10 at 10000000',
    'also fast: awake',
    'also fast exit 10 at 10000000',
    'slow: awake',
    'slow exit 30 at 30000000',
  ])
})

test('Ctrl-C is thrown where the program waits; one that does not mind goes on', () => {
  const { kernel, log, start } = setUp()
  const plain = start('plain', function* (process) {
    yield* sleep(process, 1e9)
    return 0
  })
  const careful = start('careful', function* (process) {
    try {
      yield* sleep(process, 1e9)
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error
      process.tty.write('summary')
    }
    return 7
  })
  kernel.run(1e6)
  plain.interrupt()
  careful.interrupt()
  kernel.run(2e6)
  expect(log).toEqual(['plain exit 130 at 1000000', 'careful: summary', 'careful exit 7 at 1000000'])
})

test('kill ends a program at once and closes what it had open, also a socket it forgot', () => {
  const { kernel, vnet, log, start } = setUp()
  const process = start('forgetful', function* (self) {
    const socket = new IcmpSocket(self)
    try {
      yield* socket.receive(Number.POSITIVE_INFINITY)
    } finally {
      self.tty.write('finally')
    }
    return 0
  })
  kernel.run(1e6)
  process.kill()
  process.kill()
  expect(log).toEqual(['forgetful: finally', 'forgetful exit 130 at 1000000'])
  expect(Reflect.get((vnet.ip as unknown as { icmp: object }).icmp, 'listeners')).toEqual([])
  assertNoLeak(kernel)
})

test('a program with a bug says so on its own terminal, and the kernel runs on', () => {
  const { kernel, log, start } = setUp()
  // biome-ignore lint/correctness/useYield: the bug comes before it would wait
  start('buggy', function* () {
    throw new TypeError('oops')
  })
  start('other', function* (process) {
    yield* sleep(process, 1)
    return 0
  })
  expect(kernel.run(1e6)).toBe('until')
  expect(log[0]).toMatch(/^buggy: internal error: TypeError: oops/)
  expect(log[1]).toBe('buggy exit 70 at 0')
  expect(log[2]).toMatch(/^other exit 0/)
})

test('a question that leaves the kernel stops virtual time; the asker goes on a round after the answer', () => {
  const { kernel, log, start } = setUp()
  let ticket = 0
  start('asker', function* (process) {
    yield* sleep(process, 5e6)
    const answer = yield* askOutside<string>(process, (asked) => {
      ticket = asked
    })
    process.tty.write(answer)
    return 0
  })
  expect(kernel.run(1e9)).toBe('held')
  expect(kernel.nowNs).toBe(5e6)
  kernel.release(ticket, 'forty-two')
  expect(kernel.run(1e9)).toBe('until')
  expect(log).toEqual(['asker: forty-two', 'asker exit 0 at 5001000'])
})
