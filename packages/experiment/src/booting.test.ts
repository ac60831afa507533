// What is typed before the systems of a lab are up.
import { generators } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { createLocalPort } from './local-port.ts'

/** Runs a lab from its start with these commands; what each printed, its status, and when it had ended. */
function runFromStart(
  ipv6: 'on' | 'off',
  lines: readonly (readonly [node: `node:${string}`, line: string])[],
  interruptAtNs: number | null = null,
) {
  const ring = generators.find(({ name }) => name === 'ring')!.generate(4, { ipv6 })
  const { port, host } = createLocalPort(() => 0, structuredClone)
  const typed = lines.map(() => ({ text: '', exit: null as number | null }))
  port.onMessage((message) => {
    if (message.type !== 'output') return
    const to = typed[Number(message.session)]
    to.text += message.text
    to.exit ??= message.exit
  })
  const options = { clock: 'virtual', seed: 1, scale: 0 } as const
  port.send({ type: 'start', rev: 1, records: [...ring.records.values()], options })
  for (const [i, [node, line]] of lines.entries())
    port.send({ type: 'console', session: String(i), node, line, origin: 'test' })
  port.send({ type: 'run' })
  if (interruptAtNs !== null) {
    host.advance(interruptAtNs)
    for (const i of lines.keys()) port.send({ type: 'interrupt', session: String(i) })
  }
  const endsNs = () => {
    while (typed.some(({ exit }) => exit === null)) host.advance(host.running!.kernel.nowNs + 10e6)
    return host.running!.kernel.nowNs
  }
  return { typed, endsNs: endsNs() }
}

test('a command at the very start begins once the addresses of all nodes are known to be unique', () => {
  const { typed } = runFromStart('on', [
    ['node:router1', 'ping6 -c 1 router3'],
    ['node:router4', 'ping6 -c 1 router2'],
  ])
  for (const { text, exit } of typed) expect([exit, text]).toEqual([0, expect.stringContaining('1 packets received')])
})

test('without IPv6 there is nothing to wait for', () => {
  expect(runFromStart('off', [['node:router1', 'hostname']])).toEqual({
    typed: [{ text: 'router1\n', exit: 0 }],
    endsNs: 10e6,
  })
})

test('what is interrupted before it began says so', () => {
  const { typed } = runFromStart('on', [['node:router1', 'hostname']], 500e6)
  expect(typed).toEqual([
    { exit: 130, text: expect.stringMatching(/^Interrupted before it began: .* until 1\.1 s into the run .*\n$/) },
  ])
})
