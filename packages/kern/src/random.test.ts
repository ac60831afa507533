import { expect, test } from 'vitest'
import { Random } from './random.ts'

const draw = (r: Random, n = 4) => Array.from({ length: n }, () => r.int32())

test('the same seed draws the same numbers, another seed others', () => {
  expect(draw(new Random(7))).toEqual(draw(new Random(7)))
  expect(draw(new Random(7))).not.toEqual(draw(new Random(8)))
})

test('a fork depends on seed and name alone: what others draw changes nothing', () => {
  const a = new Random(7)
  const b = new Random(7)
  draw(a, 100)
  a.fork('link:1')
  expect(draw(a.fork('link:2'))).toEqual(draw(b.fork('link:2')))
  expect(draw(b.fork('link:1'))).not.toEqual(draw(b.fork('link:2')))
})

test('a million draws fall evenly, in value and from one to the next', () => {
  const r = new Random(1)
  const counts = new Array(16).fill(0)
  let last = r.float()
  let rises = 0
  for (let i = 0; i < 1e6; i++) {
    const x = r.float()
    counts[Math.floor(x * 16)]++
    if (x > last) rises++
    last = x
  }
  for (const n of counts) expect(Math.abs(n - 62_500)).toBeLessThan(1_500)
  expect(Math.abs(rises - 500_000)).toBeLessThan(2_000)
})
