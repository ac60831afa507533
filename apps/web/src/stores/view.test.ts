import fc from 'fast-check'
import { beforeAll, expect, test, vi } from 'vitest'

let readView: typeof import('./view.ts').readView
beforeAll(async () => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} })
  readView = (await import('./view.ts')).readView
  return () => vi.unstubAllGlobals()
})

test('what was chosen is found again; what is not of its kind is not', () => {
  expect(readView('{"grid": false, "ipv6": true, "rates": 3, "old": true}')).toEqual({
    ...readView(null),
    grid: false,
    ipv6: true,
  })
})

test('whatever stands there, there is a view', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(Object.keys(readView(text)).sort()).toEqual(Object.keys(readView(null)).sort())
    }),
  )
})
