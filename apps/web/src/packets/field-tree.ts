// The fields of a packet as the rows of a tree: which are open is remembered by name, so that the next packet shows the same.
import type { Field } from '@etherloom/capture'
import { createStore } from 'zustand/vanilla'

export interface FieldRow {
  /** Names from the layer down; a second field of one name has a number behind it. */
  readonly path: string
  readonly field: Field
  readonly depth: number
  /** Null for a field without parts. */
  readonly open: boolean | null
  readonly parent: string | null
}

/** What was opened and closed by hand; layers are open at first, and what is in them closed. */
export const openFieldsStore = createStore<{ open: ReadonlyMap<string, boolean> }>(() => ({ open: new Map() }))

export function openField(path: string, open: boolean): void {
  openFieldsStore.setState((state) => ({ open: new Map(state.open).set(path, open) }))
}

/** The rows that can be seen, from the top down. */
export function fieldRows(layers: readonly Field[], open: ReadonlyMap<string, boolean>): FieldRow[] {
  const rows: FieldRow[] = []
  const add = (fields: readonly Field[], depth: number, parent: string | null): void => {
    const seen = new Map<string, number>()
    for (const field of fields) {
      const nth = seen.get(field.name) ?? 0
      seen.set(field.name, nth + 1)
      const path = `${parent ?? ''}/${field.name}${nth > 0 ? ` ${nth + 1}` : ''}`
      const isOpen = field.children.length > 0 ? (open.get(path) ?? depth === 0) : null
      rows.push({ path, field, depth, open: isOpen, parent })
      if (isOpen) add(field.children, depth + 1, path)
    }
  }
  add(layers, 0, null)
  return rows
}

/** The smallest field that a byte belongs to, as a row, with every field above it; null when it is nobody's. */
export function fieldAtByte(layers: readonly Field[], byte: number): FieldRow | null {
  const everything = fieldRows(layers, { get: () => true } as unknown as ReadonlyMap<string, boolean>)
  let best: FieldRow | null = null
  for (const row of everything) {
    const { offset, length } = row.field
    if (byte < offset || byte >= offset + length) continue
    if (best === null || length <= best.field.length) best = row
  }
  return best
}

/** Opens whatever hides a row. */
export function uncover(path: string): void {
  const names = path.split('/').slice(1, -1)
  let parent = ''
  for (const name of names) {
    parent += `/${name}`
    openField(parent, true)
  }
}
