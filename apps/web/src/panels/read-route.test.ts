import { expect, test } from 'vitest'
import { readRoute } from './read-route.ts'

test('a route is read as people write it', () => {
  const route = { destination: '10.1.0.0/16', gateway: '10.0.0.1' }
  for (const text of ['10.1.0.0/16 10.0.0.1', ' 10.1.0.0/16  via 10.0.0.1 ', '10.1.0.0/16 → 10.0.0.1'])
    expect(readRoute(text)).toEqual(route)
  expect(readRoute('  ')).toBeNull()
  for (const text of ['10.1.0.0/16', 'a b c', 'a via']) expect(readRoute(text)).toBeUndefined()
})
