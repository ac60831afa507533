// A run whose lab cannot be put into words by the thread of labs.
import type { Down } from '@etherloom/experiment/port'
import { expect, test } from 'vitest'
import { StartInWords } from './start-in-words.ts'

test('starts all the same, and says that it held up others, and why', async () => {
  const sent: Down['type'][] = []
  const port = {
    coarse: false,
    send: ({ type }: Down) => void sent.push(type),
    startInWords: () => void sent.push('stop'),
    onMessage: () => {},
    close: () => Promise.resolve(),
  }
  const told: string[] = []
  const words = () => Promise.reject(new Error('it died'))
  const start = new StartInWords(port, words, (error) => told.push(error.message))
  start.send({ type: 'start', rev: 3, records: [], options: { clock: 'virtual', seed: null, scale: 1 } })
  start.send({ type: 'run' })
  await new Promise((resolve) => setImmediate(resolve))
  expect([sent, told]).toEqual([['start', 'run'], ['it died']])
})
