import { chain } from '@etherloom/topology'
import { expect, onTestFinished, test, vi } from 'vitest'
import { announceSelection, selectionWords } from './announce-selection.ts'
import { sessionStore } from './stores/session.ts'
import { announce, announceStore } from './ui/announce.ts'

test.each([
  [[], 'Nothing selected'],
  [['node:gone'], 'Nothing selected'],
  [['node:router1'], 'Router router1 selected'],
  [['link:pc1-router1'], 'Link pc1 – router1 selected'],
  [['node:pc1', 'node:pc2', 'link:pc1-router1'], '2 nodes and 1 link selected'],
] as const)('%j', (ids, words) => expect(selectionWords(chain(1), ids)).toBe(words))

test('a selection that changes quickly is said once, and not over what was said of it meanwhile', () => {
  vi.useFakeTimers()
  const stop = announceSelection()
  onTestFinished(() => {
    stop()
    vi.useRealTimers()
  })
  const said: string[] = []
  onTestFinished(announceStore.subscribe(({ words }) => said.push(words)))
  for (const selection of [['node:a'], ['node:a', 'node:b'], []] as const) sessionStore.setState({ selection })
  vi.runAllTimers()
  expect(said).toEqual(['Nothing selected'])
  sessionStore.setState({ selection: ['node:a'] })
  announce('1 node copied')
  vi.runAllTimers()
  expect(said).toEqual(['Nothing selected', '1 node copied'])
})
