import { applyDiff, chain, invertDiff, removeRecords } from '@etherloom/topology'
import { expect, onTestFinished, test } from 'vitest'
import { documentStore } from './document.ts'
import { forgetDeleted } from './forget-deleted.ts'
import { pin, select, sessionStore } from './session.ts'

const captured = () => [...sessionStore.getState().captured].sort()

test('links whose packets are listed go with their node, and are listed again when it comes back', () => {
  onTestFinished(forgetDeleted())
  const document = chain(3)
  documentStore.setState({ document })
  pin(['link:pc1-router1'])
  select(['link:router1-router2'])
  const deleted = removeRecords(document, ['node:router1'])
  documentStore.setState({ document: applyDiff(document, deleted.diff) })
  expect(captured()).toEqual([])
  documentStore.setState({ document: applyDiff(documentStore.getState().document, invertDiff(deleted.diff)) })
  expect(captured()).toEqual(['link:pc1-router1', 'link:router1-router2'])

  // Another was picked meanwhile: that one is wanted, and what is pinned.
  documentStore.setState({ document: applyDiff(document, deleted.diff) })
  select(['link:router2-router3'])
  documentStore.setState({ document })
  expect(captured()).toEqual(['link:pc1-router1', 'link:router2-router3'])
})
