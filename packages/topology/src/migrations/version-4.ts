// Version 4 has a guide to the lab (`lab.guide`). Down again it is left away.
import { isPlainObject } from '../fields.ts'
import type { Migration } from './migrate.ts'

export const toVersion4: Migration = {
  version: 4,
  summary: 'a lab may have a guide',
  up: (file) => file,
  down: (file) => {
    if (!isPlainObject(file.lab)) return file
    const { guide: _, ...lab } = file.lab
    return { ...file, lab }
  },
  recordUp: (record) => (record.type === 'lab' ? { ...record, guide: null } : record),
}
