import { generators, nodesNamed } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { createLocalPort } from './local-port.ts'
import type { Up } from './port.ts'
import { Unsent } from './unsent.ts'

const SECOND = 1e9
const LINE = '64 bytes from 10.0.1.20: icmp_seq=12345 ttl=61 time=0.010 ms\n'

/** What a person is sent who reads for some seconds while many lines come each millisecond. */
function readFor(seconds: number, linesEach: number, unsent = new Unsent(true)): string[] {
  const sent: string[] = []
  for (let now = 0; now < seconds * SECOND; now += 1e6) {
    for (let i = 0; i < linesEach; i++) unsent.write(LINE)
    if (unsent.dueIn(now) === 0) sent.push(unsent.take(now))
  }
  return [...sent, unsent.end()]
}

const linesOf = (text: string): string[] => text.split('\n').slice(0, -1)
const leftOutIn = (line: string): number =>
  Number(/^… ([\d,]+) lines? left out/.exec(line)?.[1]?.replaceAll(',', '') ?? 0)

test('more than can be read is left out in whole lines, each counted in its place', () => {
  const sent = readFor(10, 100)
  const lines = linesOf(sent.join(''))
  const shown = lines.filter((line) => `${line}\n` === LINE).length
  const counted = lines.reduce((sum, line) => sum + leftOutIn(line), 0)
  expect(shown + counted).toBe(10_000 * 100)
  expect(lines.filter((line) => `${line}\n` !== LINE && leftOutIn(line) === 0)).toEqual([])
  expect(lines.find((line) => leftOutIn(line) > 1000)).toMatch(/^… \d+,\d{3} lines left out: /)
  // A burst at first, then a steady little, in few messages.
  expect(shown).toBeLessThan(20_000)
  expect(sent.length).toBeLessThan(100)
})

test('what a person can read comes whole, and the first word at once', () => {
  const unsent = new Unsent(true)
  unsent.write(LINE)
  expect([unsent.dueIn(0), unsent.take(0), unsent.dueIn(0)]).toEqual([0, LINE, null])
  unsent.write(LINE)
  const wait = unsent.dueIn(1e6)!
  expect(wait).toBeGreaterThan(0)
  expect([unsent.dueIn(1e6 + wait), unsent.take(1e6 + wait)]).toEqual([0, LINE])
  expect(linesOf(readFor(1, 5).join(''))).toHaveLength(5000)
})

test('a long table is shown whole, and the end of an endless one too', () => {
  const table = LINE.repeat(5000)
  const unsent = new Unsent(true)
  unsent.write(table)
  expect(unsent.take(0)).toBe(table)
  for (let i = 0; i < 50_000; i++) unsent.write(LINE)
  unsent.write('50000 packets transmitted\n')
  const end = linesOf(unsent.end())
  expect(end.at(-1)).toBe('50000 packets transmitted')
  expect(leftOutIn(end[0]!) + end.length - 2).toBe(50_000)
})

test('what ends no line is counted in characters, on a line of its own', () => {
  const unsent = new Unsent(true)
  unsent.write('.'.repeat(10))
  expect(unsent.take(0)).toBe('.'.repeat(10))
  unsent.write('.'.repeat(900_000))
  expect(unsent.take(SECOND)).toMatch(/^\n… \d{3},\d{3} characters left out: [^\n]*\n\.+$/)
})

test('who is not paced gets all of it', () => {
  expect(linesOf(readFor(2, 50, new Unsent(false)).join(''))).toHaveLength(2000 * 50)
})

/** A ping without end in virtual time as fast as it goes, and beside it one that ends. */
function beside(paced: boolean) {
  const document = generators.find(({ name }) => name === 'chain')!.generate(3)
  const pc1 = nodesNamed(document, 'pc1')[0]!.id
  const seen: Up[] = []
  let now = 0
  const { port, host } = createLocalPort(() => (now += 1000), structuredClone)
  port.onMessage((message) => seen.push(message))
  const records = [...document.records.values()]
  port.send({ type: 'start', rev: 1, records, options: { clock: 'virtual', seed: 1, scale: 0 } })
  port.send({ type: 'run' })
  port.send({ type: 'console', session: 'chatty', node: pc1, line: 'ping -i 0.2 pc2', origin: 'me', paced })
  let until = 0
  while (until < 2000e9) host.advance((until += 60e9))
  port.send({ type: 'console', session: 'other', node: pc1, line: 'ping -c 5 pc2', origin: 'me', paced })
  host.advance((until += 10e9))
  const text = (session: string): string =>
    seen.map((each) => (each.type === 'output' && each.session === session ? each.text : '')).join('')
  port.send({ type: 'query', query: 1, what: { kind: 'links' } })
  const answers = seen.filter((each) => each.type === 'answer').map(({ answer }) => answer)
  port.send({ type: 'stop' })
  return { chatty: text('chatty'), other: text('other'), answers }
}

test('a chatty console takes nothing from another, and packets go the same way whoever reads', () => {
  const [read, whole] = [beside(true), beside(false)]
  expect(read.chatty).toMatch(/… [\d,]+ lines left out/)
  expect(read.other).toContain('5 packets transmitted, 5 packets received')
  expect(read.other).toBe(whole.other)
  expect(read.answers).toEqual(whole.answers)
})
