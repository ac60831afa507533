import { expect, test } from 'vitest'
import { median, Report } from './report.ts'

function printed(json: boolean) {
  const lines: string[] = []
  const report = new Report(json, (line) => lines.push(line))
  const rate = { name: 'forward/14-hops', value: 24.00012e6, unit: 'hops/s', better: 'high' } as const
  report.add({ ...rate, peer: { name: 'netns', value: 2e6, bar: 8 } })
  const up = { name: 'instantiate/100/up', value: 12.345, unit: 'ms', better: 'low' } as const
  report.add({ ...up, peer: { name: 'ip', value: 617.25 }, bar: 12 })
  report.add({ name: 'instantiate/100/left', value: -0.5, unit: 'B/node', better: 'low' })
  return lines
}

test('a program reads one object a line; the ratio says how many times better, for rates and for times', () => {
  const rate = { name: 'forward/14-hops', value: 24e6, unit: 'hops/s', peer: 'netns', peerValue: 2e6, ratio: 12 }
  const up = { name: 'instantiate/100/up', value: 12.35, unit: 'ms', peer: 'ip', peerValue: 617.3, ratio: 50 }
  const left = { name: 'instantiate/100/left', value: -0.5, unit: 'B/node', peer: null, peerValue: null, ratio: null }
  expect(printed(true).map((line) => JSON.parse(line))).toEqual([
    { ...rate, bars: [{ of: 'ratio', limit: 8, met: true }] },
    { ...up, bars: [{ of: 'value', limit: 12, met: false }] },
    { ...left, bars: [] },
  ])
})

test('people read aligned lines, and whether the bar is met', () => {
  const lines = printed(false)
  expect(lines[0].lastIndexOf('≥')).toBe(lines[1].indexOf('≤'))
  expect(lines.map((line) => line.replace(/ {3,}/g, ' … '))).toEqual([
    'forward/14-hops … 24,000,120 hops/s … 12 × netns (2,000,000 hops/s) … ≥ 8 × netns: met',
    'instantiate/100/up … 12.3 ms … 50 × ip (617 ms) … ≤ 12 ms: NOT MET',
    'instantiate/100/left … -0.5 B/node',
  ])
})

test('the median of an even number is between the middle two', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5])
})
