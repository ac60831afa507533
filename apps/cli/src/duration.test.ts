import { expect, test } from 'vitest'
import { formatDuration, parseDuration } from './duration.ts'

test.each([
  ['10s', 10e9],
  ['500ms', 500e6],
  ['2m', 120e9],
  ['1m30s', 90e9],
  ['1.5h', 5400e9],
  ['250us', 250e3],
  ['250µs', 250e3],
  ['7ns', 7],
])('%s is %d ns', (text, ns) => expect(parseDuration(text, '--for')).toBe(ns))

test('a number without a unit is refused with the two things that may have been meant', () => {
  expect(() => parseDuration('10', '--for')).toThrow(
    expect.objectContaining({ exit: 2, message: "--for: '10' is not a duration", mend: 'write 10s or 10ms' }),
  )
})

test('what is longer than the clock can count is refused with the most it can', () => {
  expect(parseDuration('2500h', '--for')).toBe(9e15)
  expect(() => parseDuration('9999999999h', '--for')).toThrow(
    expect.objectContaining({ exit: 2, message: "--for: '9999999999h' is too long", mend: 'write 2500h at most' }),
  )
})

test.each(['', 's', '-1s', '10 s', '10sec', '0s', '0', '1e3s', '10s!'])('%j is no duration', (text) =>
  expect(() => parseDuration(text, '--for')).toThrow(expect.objectContaining({ mend: 'write 10s, 500ms or 2m' })),
)

test.each([
  [999, '999 ns'],
  [12_345, '12.3 µs'],
  [2_000_000, '2 ms'],
  [123_456_789, '123.5 ms'],
  [10e9, '10 s'],
  [90e9, '1 min 30 s'],
  [3_725e9, '1 h 2 min 5 s'],
])('%d ns reads %s', (ns, text) => expect(formatDuration(ns)).toBe(text))
