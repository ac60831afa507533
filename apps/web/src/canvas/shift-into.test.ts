import { expect, test } from 'vitest'
import { shiftInto } from './shift-into.ts'

const screen = { width: 800, height: 600 }
const box = { x: 0, y: 0, width: 56, height: 78 }

test.each([
  ['all in view', [300, 200, 1], { x: 0, y: 0 }],
  ['in view, at the very border', [0, 522, 1], { x: 0, y: 0 }],
  ['out on the left', [-100, 200, 1], { x: 124, y: 0 }],
  ['half out on the right', [770, 200, 1], { x: -50, y: 0 }],
  ['out below', [300, 900, 1], { x: 0, y: -402 }],
  ['larger than the view', [300, 200, 20], null],
] as const)('%s', (_, [x, y, zoom], shift) => expect(shiftInto(box, [x, y, zoom], screen)).toEqual(shift))
