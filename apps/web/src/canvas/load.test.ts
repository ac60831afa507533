import { expect, test } from 'vitest'
import { IDLE_WIDTH, loadInk, loadWidth } from './load.ts'

const M = 1_000_000

test('a limited direction is coloured by how much of its limit it uses', () => {
  const inks = [0, 3, 5, 8, 9.9, 12].map((mbps) => loadInk(mbps * M, 10 * M, 1000 * M))
  expect(inks).toEqual(['wire', 'load-1', 'load-2', 'load-3', 'load-4', 'load-4'])
})

test('without a limit traffic is compared with the busiest, and is never alarming', () => {
  const inks = [0.001, 5, 30, 90].map((mbps) => loadInk(mbps * M, 0, 100 * M))
  expect(inks).toEqual(['flow-1', 'flow-1', 'flow-2', 'flow-3'])
  expect(loadInk(900, 0, 900), 'a lone ping is little, though nobody sends more').toBe('flow-1')
})

test('a ping is wider than silence, and a gigabit wider than a ping', () => {
  const widths = [0, 800, M, 1000 * M].map(loadWidth)
  expect(widths[0]).toBe(IDLE_WIDTH)
  for (let i = 1; i < widths.length; i++) expect(widths[i]).toBeGreaterThan(widths[i - 1])
  expect(loadWidth(1e15)).toBeLessThan(8)
})
