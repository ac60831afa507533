import { describe, expect, test } from 'vitest'
import {
  bitRate,
  byteSize,
  count,
  duration,
  exactBitRate,
  exactDuration,
  exactWhen,
  packetRate,
  packetTime,
  plural,
  when,
} from './format.ts'

describe('rates and counts', () => {
  test.each([
    [0, '0 pps'],
    [0.4, '0.4 pps'],
    [1, '1 pps'],
    [999, '999 pps'],
    [999.6, '1 kpps'],
    [1000, '1 kpps'],
    [12_400, '12.4 kpps'],
    [124_000, '124 kpps'],
    [999_600, '1 Mpps'],
    [1_240_000, '1.24 Mpps'],
  ])('%d packets a second reads %s', (value, text) => expect(packetRate(value)).toBe(text))

  test('bits and plain counts share the rule', () => {
    expect(bitRate(1_200_000_000)).toBe('1.2 Gb/s')
    expect(bitRate(784)).toBe('784 b/s')
    expect(count(0)).toBe('0')
    expect(count(1_500_000)).toBe('1.5 M')
    expect(count(9.4)).toBe('9.4')
  })

  test('what is edited is not rounded', () => {
    expect(exactBitRate(2_048_000)).toBe('2.048 Mb/s')
    expect(exactBitRate(33_600)).toBe('33.6 kb/s')
    expect(exactBitRate(999)).toBe('999 b/s')
    expect(exactBitRate(1e12)).toBe('1 Tb/s')
    expect(exactDuration(1_234_567)).toBe('1.234567 s')
    expect(exactDuration(25_300)).toBe('25.3 ms')
  })

  test('sizes are binary', () => {
    expect(byteSize(512)).toBe('512 B')
    expect(byteSize(1536)).toBe('1.5 KiB')
    expect(byteSize(300 * 1024 * 1024)).toBe('300 MiB')
  })
})

describe('time', () => {
  test.each([
    [0, '0 ms'],
    [250, '250 µs'],
    [1500, '1.5 ms'],
    [20_000, '20 ms'],
    [2_000_000, '2 s'],
  ])('%d µs reads %s', (us, text) => expect(duration(us)).toBe(text))

  test('a packet time has microseconds', () => expect(packetTime(1_234_567_890)).toBe('1.234568'))
})

test('one link, many links', () => {
  expect(plural(1, 'link')).toBe('1 link')
  expect(plural(12_000, 'frame')).toBe('12,000 frames')
})

test('a time is as short as it is clear', () => {
  const now = new Date(2026, 10, 26, 20, 0)
  expect(when(new Date(2026, 10, 26, 7, 5), now)).toMatch(/7.05/)
  expect(when(new Date(2026, 0, 2, 7, 5), now)).toMatch(/^Jan 2$|^2 Jan$/)
  expect(when(new Date(2025, 0, 2, 7, 5), now)).toContain('2025')
  expect(exactWhen(new Date(2026, 10, 26, 7, 5))).toMatch(/2026.*7.05/)
})
