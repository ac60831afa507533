import { expect, test } from 'vitest'
import { SpinMargin } from './spin-margin.ts'

const after = (count: number, lateNs: number, margin = new SpinMargin()): SpinMargin => {
  for (let i = 0; i < count; i++) margin.learn(lateNs)
  return margin
}

test('where sleeps end late it begins to spin earlier, and where they do not it forgets', () => {
  const margin = after(20, 600e3)
  expect(margin.ns).toBeGreaterThan(600e3)
  expect(after(10, 100e3, margin).ns).toBeGreaterThan(500e3)
  expect(after(2000, 100e3, margin).ns).toBeLessThan(150e3)
})

test('what another program held up teaches nothing; it never spins longer than a millisecond, nor not at all', () => {
  const margin = after(50, 200e3)
  const { ns } = margin
  expect(after(50, 5e6, margin).ns).toBe(ns)
  expect(after(50, 1e6, margin).ns).toBeLessThanOrEqual(1e6)
  expect(after(4000, -1000, margin).ns).toBeGreaterThan(99e3)
})
