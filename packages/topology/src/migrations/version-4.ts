// Version 4 knows canvases, groups, annotations, pictures and the bends of links, and a guide to the lab (`lab.guide`). A file of
// version 3 is one of version 4 as it stands: everything of it lies on the first canvas.
//
// Down again only places are left of these. Version 3 has one plane, so what was on further canvases comes to lie to the right.
import { type Fields, isPlainObject } from '../fields.ts'
import { FIRST_CANVAS } from '../ids.ts'
import { mapRecords } from './map-records.ts'
import type { Migration, RawFile } from './migrate.ts'

export const toVersion4: Migration = {
  version: 4,
  summary: 'canvases, groups, annotations, pictures, bent and split links; a locked layout; a guide',
  up: (file) => file,
  down: (file) => {
    const { canvases, groups: _g, annotations: _a, images: _i, paths: _p, ...rest } = file
    const shifts = shiftsOf(rest.layout, canvases)
    const labDown = ({ guide: _guide, lockLayout: _l, ...lab }: RawFile) => lab
    const layoutDown = ({ canvas, group: _group, icon: _icon, x, ...layout }: RawFile) => ({
      ...layout,
      x: typeof x === 'number' ? x + (shifts.get(canvas ?? FIRST_CANVAS) ?? 0) : x,
    })
    return {
      ...rest,
      ...(isPlainObject(rest.lab) ? { lab: labDown(rest.lab) } : {}),
      ...(rest.layout === undefined ? {} : { layout: mapRecords(rest.layout, layoutDown) }),
    }
  },
  recordUp: (record) =>
    record.type === 'layout'
      ? { ...record, canvas: FIRST_CANVAS, group: null, icon: null }
      : record.type === 'lab'
        ? { ...record, guide: null, lockLayout: false }
        : record,
}

const GAP = 400

/** By canvas, how far to the right what lies on it moves so that no two lie on each other. */
function shiftsOf(layout: unknown, canvases: unknown): Map<unknown, number> {
  const extents = new Map<unknown, { left: number; right: number }>()
  for (const each of isPlainObject(layout) ? Object.values(layout) : []) {
    if (!isPlainObject(each) || typeof each.x !== 'number') continue
    const { canvas = FIRST_CANVAS, x } = each
    const { left, right } = extents.get(canvas) ?? { left: x, right: x }
    extents.set(canvas, { left: Math.min(left, x), right: Math.max(right, x) })
  }
  const order = (id: unknown): number => {
    const said: Fields = isPlainObject(canvases) ? canvases : {}
    const canvas = said[String(id)]
    return isPlainObject(canvas) && typeof canvas.order === 'number' ? canvas.order : 0
  }
  const shifts = new Map<unknown, number>()
  const inOrder = [...extents.keys()].sort((a, b) => order(a) - order(b) || (String(a) < String(b) ? -1 : 1))
  let free: number | null = null
  for (const id of inOrder) {
    const { left, right } = extents.get(id)!
    const shift: number = free === null ? 0 : Math.max(0, free - left)
    shifts.set(id, shift)
    free = right + shift + GAP
  }
  return shifts
}
