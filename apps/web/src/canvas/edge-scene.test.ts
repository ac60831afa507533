import { noImpairment, simpleGilbert } from '@etherloom/topology'
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

test('what is set beside that is told too, shortly: no link that changes or loses frames looks like a plain one', () => {
  const bursts = { ...noImpairment, lossBurst: simpleGilbert }
  expect(settingWords(bursts, noImpairment)).toBe('loss in bursts')
  expect(settingWords({ ...bursts, delayUs: 2000, jitterUs: 3000 }, bursts)).toBe('2 ms ⇄ 0 ms · loss in bursts')
  expect(settingWords({ ...bursts, bandwidthBps: 1e6, mtu: 576 }, { ...noImpairment, bandwidthBps: 1e6 })).toBe(
    '1 Mb/s · 2 more',
  )
  expect(settingWords({ ...noImpairment, corruptPercent: 1 }, { ...noImpairment, mtu: 1280 })).toBe(
    'corrupts · MTU 1280',
  )
})
