import { decodeFrame, FLOOD_BURST, FLOOD_PER_SECOND } from '@etherloom/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Pacer } from './pacer.ts'

let nowMs = 0
beforeEach(() => {
  nowMs = 0
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function pass(ms: number): void {
  for (let step = 0; step < ms; step += 50) {
    nowMs += 50
    vi.advanceTimersByTime(50)
  }
}

test('a thousand edits kept through a loss arrive in order, never faster than the server takes them', () => {
  const sent: unknown[] = []
  const pacer = new Pacer(
    (text) => sent.push(text),
    () => nowMs,
  )
  for (let i = 0; i < 1000; i++) pacer.send(String(i))
  for (let second = 1; sent.length < 1000; second++) {
    expect(sent.length).toBeLessThanOrEqual(FLOOD_BURST + (second - 1) * FLOOD_PER_SECOND)
    expect(second).toBeLessThan(20)
    pass(1000)
  }
  expect(sent).toEqual(Array.from({ length: 1000 }, (_, i) => String(i)))
})

test('what is worth nothing later does not wait, and a lost connection empties the queue', () => {
  const sent: unknown[] = []
  const pacer = new Pacer(
    (text) => sent.push(text),
    () => nowMs,
  )
  for (let i = 0; i < 1000; i++) pacer.send('edit')
  pacer.sendOrForget('cursor')
  const before = sent.length
  pacer.clear()
  pass(10_000)
  expect(sent).toHaveLength(before)
  pacer.sendOrForget('cursor')
  expect(sent.at(-1)).toBe('cursor')
})

test('a long text goes in parts, one a task, in its place among the others, and no letter is lost where it is cut', () => {
  const sent: (string | Uint8Array)[] = []
  const pacer = new Pacer(
    (said) => sent.push(said),
    () => nowMs,
  )
  // However it is cut, somewhere it would be through the middle of a letter.
  const long = `${'😀'.repeat(100_000)}x${'😀'.repeat(100_000)}`
  pacer.send('before')
  pacer.send(long)
  pacer.send('after')
  expect(sent.length).toBeLessThan(4)
  pass(1000)
  expect([sent[0], sent.at(-1)]).toEqual(['before', 'after'])
  const frames = sent.slice(1, -1).map((bytes) => decodeFrame(bytes as Uint8Array))
  const parts = frames.flatMap((decoded) => (decoded.ok && decoded.frame.kind === 'part' ? [decoded.frame] : []))
  expect(parts.map(({ last }) => last)).toEqual([...Array(parts.length - 1).fill(false), true])
  expect(parts.length).toBeGreaterThan(3)
  const decoder = new TextDecoder()
  expect(parts.map(({ text }) => decoder.decode(text, { stream: true })).join('')).toBe(long)
})
