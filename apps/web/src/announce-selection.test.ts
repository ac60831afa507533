import { chain } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { selectionWords } from './announce-selection.ts'

test.each([
  [[], 'Nothing selected'],
  [['node:gone'], 'Nothing selected'],
  [['node:router1'], 'Router router1 selected'],
  [['link:pc1-router1'], 'Link pc1 – router1 selected'],
  [['node:pc1', 'node:pc2', 'link:pc1-router1'], '2 nodes and 1 link selected'],
] as const)('%j', (ids, words) => expect(selectionWords(chain(1), ids)).toBe(words))
