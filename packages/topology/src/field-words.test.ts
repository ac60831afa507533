import { expect, test } from 'vitest'
import { fieldWords } from './field-words.ts'

test.each([
  [{ lossPercent: 1, delayUs: 5 }, 'loss, delay'],
  [{ bandwidthBps: 1, queueFrames: 9, queueDiscipline: 'fifo' }, 'bandwidth, queue, queue discipline'],
  [{ ab: { lossPercent: 1 }, ba: { lossPercent: 2, mtu: 1500 } }, 'loss, MTU'],
  [{ mac: '', ipv6: true, addresses: [] }, 'MAC, IPv6, addresses'],
])('the fields of %j are called %s', (fields, words) => expect(fieldWords(fields)).toBe(words))
