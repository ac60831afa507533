import { noImpairment } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { settingWords } from './edge-scene.ts'

test('a link says what was set, once when both ways are alike', () => {
  const slow = { ...noImpairment, bandwidthBps: 10e6, delayUs: 20_000, lossPercent: 1 }
  expect(settingWords(noImpairment, noImpairment)).toBe('')
  expect(settingWords(slow, slow)).toBe('10 Mb/s · 20 ms · 1 % loss')
  expect(settingWords(slow, { ...slow, bandwidthBps: 0, delayUs: 5000 })).toBe(
    '10 Mb/s ⇄ no limit · 20 ms ⇄ 5 ms · 1 % loss',
  )
})
