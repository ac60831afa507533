import { star } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { documentStore } from './document.ts'
import { select, sessionStore } from './session.ts'

const tab = () => sessionStore.getState().dockTab

test('the dock goes to what can be said of what is selected, and stays where there is nothing', () => {
  documentStore.setState({ document: star(2) })
  select(['link:pc1-switch1'])
  expect(tab()).toBe('packets')
  select(['node:switch1'])
  expect(tab(), 'a switch has no console').toBe('packets')
  select(['node:pc1'])
  expect(tab()).toBe('console')
  select(['node:pc1', 'node:pc2'])
  expect(tab()).toBe('console')
})
