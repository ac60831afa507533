import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PersistentMap } from './persistent-map.ts'

const edits = fc.array(fc.tuple(fc.constantFrom('set', 'delete'), fc.integer({ min: 0, max: 3000 }), fc.nat()), {
  maxLength: 300,
})

test('it does what a Map does, and its earlier versions stay as they were', () => {
  fc.assert(
    fc.property(edits, edits, (first, second) => {
      const model = new Map<string, number>()
      const versions: { map: PersistentMap<string, number>; model: Map<string, number> }[] = []
      let map = PersistentMap.empty<string, number>()
      for (const batch of [first, second]) {
        map = map.edit((edit) => {
          for (const [what, key, value] of batch) {
            if (what === 'set') {
              edit.set(`k${key}`, value)
              model.set(`k${key}`, value)
            } else {
              edit.delete(`k${key}`)
              model.delete(`k${key}`)
            }
          }
        })
        versions.push({ map, model: new Map(model) })
      }
      for (const version of versions) {
        expect(new Map(version.map)).toEqual(version.model)
        expect(version.map.size).toBe(version.model.size)
        for (const key of version.model.keys()) expect(version.map.get(key)).toBe(version.model.get(key))
      }
      const differing = [...versions[0].map.keysNotShared(versions[1].map)]
      for (const key of new Set([...versions[0].model.keys(), ...versions[1].model.keys()]))
        if (versions[0].model.get(key) !== versions[1].model.get(key)) expect(differing).toContain(key)
    }),
  )
})

test('a small edit of a large map copies little', () => {
  const large = PersistentMap.from(Array.from({ length: 50_000 }, (_, i) => [`iface:router${i}.eth0`, i] as const))
  const edited = large.edit((edit) => edit.set('iface:router7.eth0', -7))
  expect([...large.keysNotShared(edited)].length).toBeLessThan(150)
})
