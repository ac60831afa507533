import { BANDWIDTH, DELAY, FRAMES, ODDS, PERCENT, parseQuantity } from '@etherloom/topology'
import { describe, expect, test } from 'vitest'
import { percent } from './format.ts'

describe('what people type', () => {
  test.each([
    ['10', 10_000_000],
    ['10M', 10_000_000],
    ['1.5 Gb/s', 1_500_000_000],
    ['64 kbps', 64_000],
    ['9600 b/s', 9600],
    ['2.5mbit', 2_500_000],
    ['1 Gbit/s', 1_000_000_000],
    ['1,500 kb/s', 1_500_000],
    ['', 0],
    ['unlimited', 0],
    ['0.1k', 100],
  ])('bandwidth %j is %d b/s', (text, value) => expect(parseQuantity(text, BANDWIDTH)).toEqual({ value }))

  test.each([
    ['20', 20_000],
    ['20ms', 20_000],
    ['500 µs', 500],
    ['1.5s', 1_500_000],
  ])('delay %j is %d µs', (text, value) => expect(parseQuantity(text, DELAY)).toEqual({ value }))

  test('loss and queue', () => {
    expect(parseQuantity('2.5 %', PERCENT)).toEqual({ value: 2.5 })
    expect(parseQuantity('50', FRAMES)).toEqual({ value: 50 })
    expect(parseQuantity('1e-7 %', PERCENT)).toEqual({ value: 1e-7 })
  })

  test('what a field shows it reads back', () => {
    for (const value of [1e-7, 0.1, 2.5, 100, 1e-12]) expect(parseQuantity(percent(value), PERCENT)).toEqual({ value })
  })

  test.each([
    ['1 in 1000000', 1_000_000],
    ['1/1000', 1000],
    ['1e-6', 1_000_000],
    ['5m', 5_000_000],
    ['', 0],
  ])('bit errors %j are one in %d', (text, value) => expect(parseQuantity(text, ODDS)).toEqual({ value }))

  test('a negative number is told so', () => {
    expect(parseQuantity('-5', DELAY)).toEqual({ error: 'It cannot be less than 0. Try 20 ms, 500 µs or 1.5 s.' })
  })

  test('a decimal comma is no thousands separator', () => {
    expect(parseQuantity('0,5', PERCENT)).toHaveProperty('error')
    expect(parseQuantity('1,5 %', PERCENT)).toHaveProperty('error')
    expect(parseQuantity('1 in 1,000,000', ODDS)).toEqual({ value: 1_000_000 })
  })

  test.each(['-1', 'ten', '10 parsecs', '1e400', 'constructor', '5 toString'])(
    '%j is refused with an example',
    (text) => {
      const parsed = parseQuantity(text, BANDWIDTH)
      expect(parsed).toHaveProperty('error')
      expect('error' in parsed && parsed.error).toContain('10 Mb/s')
    },
  )
})
