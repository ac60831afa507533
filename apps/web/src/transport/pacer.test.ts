import { FLOOD_BURST, FLOOD_PER_SECOND } from '@etherloom/protocol'
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
  const sent: string[] = []
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
  const sent: string[] = []
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
