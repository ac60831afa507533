import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LabelSpace, overlaps, type ScreenBox } from './label-space.ts'

const box = fc
  .tuple(fc.integer({ min: -100, max: 2000 }), fc.integer({ min: -100, max: 1200 }), fc.nat(300), fc.nat(60))
  .map(([left, top, width, height]): ScreenBox => ({ left, top, right: left + width + 1, bottom: top + height + 1 }))

test('a place is free exactly when it overlaps nothing that was put down', () => {
  fc.assert(
    fc.property(fc.array(box, { maxLength: 30 }), box, (boxes, asked) => {
      const space = new LabelSpace()
      for (const each of boxes) space.add(each)
      expect(space.isFree(asked)).toBe(!boxes.some((each) => overlaps(each, asked)))
    }),
  )
})
