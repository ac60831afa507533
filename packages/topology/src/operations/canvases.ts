// Canvases: adding, naming, ordering, setting and deleting them, and moving things from one to another.
import { makeCanvas } from '../defaults.ts'
import type { Operation } from '../diff.ts'
import { canvases, isNodeId, onCanvas, record } from '../document.ts'
import { freshId } from '../naming.ts'
import type { CanvasId, CanvasRecord, Color, GroupId, TopologyDocument, TopologyRecord } from '../records.ts'
import {
  canvasIn,
  demandCanvas,
  demandUnlocked,
  dropEmptyGroups,
  groupOf,
  type ItemId,
  layoutIn,
  namesOf,
  withContents,
} from './drawn-items.ts'
import { Draft, Refused } from './operation.ts'
import { removeRecords } from './remove-records.ts'

/** A canvas behind the others. Its id is in the operation: `addedCanvases(operation.diff).at(-1)`. */
export function addCanvas(doc: TopologyDocument, name?: string): Operation {
  const list = canvases(doc)
  const draft = new Draft(doc)
  canvasIn(draft, list[0].id)
  const called = name ?? freshCanvasName(list)
  const order = Math.max(...list.map((canvas) => canvas.order)) + 1
  draft.add(
    makeCanvas({ id: freshId(draft.doc, 'canvas', called.toLowerCase().replace(/ /g, '')), name: called, order }),
  )
  return draft.operation(`Add ${called}`)
}

function freshCanvasName(list: readonly CanvasRecord[]): string {
  let n = list.length + 1
  while (list.some(({ name }) => name === `Canvas ${n}`)) n++
  return `Canvas ${n}`
}

export function renameCanvas(doc: TopologyDocument, id: CanvasId, name: string): Operation {
  const draft = new Draft(doc)
  const canvas = canvasIn(draft, id)
  draft.put({ ...canvas, name })
  return draft.operation(`Rename ${canvas.name} to ${name}`)
}

export interface CanvasSettings {
  readonly width?: number
  readonly height?: number
  readonly grid?: number
  readonly background?: Color | null
}

export function setCanvas(doc: TopologyDocument, id: CanvasId, settings: CanvasSettings): Operation {
  const draft = new Draft(doc)
  const canvas = canvasIn(draft, id)
  draft.put({ ...canvas, ...settings })
  return draft.operation(`Change ${Object.keys(settings).join(', ')} of ${canvas.name}`)
}

/** Lists a canvas before another, or last. */
export function orderCanvas(doc: TopologyDocument, id: CanvasId, before: CanvasId | null): Operation {
  const draft = new Draft(doc)
  const canvas = canvasIn(draft, id)
  const others = canvases(doc).filter((each) => each.id !== id)
  const at = before === null ? others.length : others.findIndex((each) => each.id === before)
  if (at < 0) throw new Refused(`There is no ${before} in this lab any more.`)
  // Numbered anew: canvases are few, and two may stand at one number.
  const inOrder = [...others.slice(0, at), canvas, ...others.slice(at)]
  draft.putAll(inOrder.map((each, order) => ({ ...each, order })))
  return draft.operation(`Reorder ${canvas.name}`)
}

/** Deletes a canvas with all that is on it, or moves that to another one first. */
export function removeCanvas(doc: TopologyDocument, id: CanvasId, content: 'delete' | { moveTo: CanvasId }): Operation {
  const canvas = demandCanvas(doc, id)
  if (canvases(doc).length === 1) throw new Refused(`${canvas.name} is the only canvas: add another one first.`)
  if (content === 'delete') return removeRecords(doc, [id])
  const items = itemsOn(doc, id)
  const to = demandCanvas(doc, content.moveTo)
  if (to.id === id) throw new Refused(`What is on ${canvas.name} cannot stay on it: choose another canvas.`)
  const draft = new Draft(doc)
  if (items.length > 0) draft.apply(moveToCanvas(doc, items, to.id).diff)
  draft.apply(removeRecords(draft.doc, [id]).diff)
  return draft.operation(
    items.length === 0 ? `Delete ${canvas.name}` : `Delete ${canvas.name}, what was on it is on ${to.name} now`,
  )
}

/** Nodes, groups and annotations on a canvas. */
export const itemsOn = (doc: TopologyDocument, id: CanvasId): ItemId[] =>
  onCanvas(doc, id).map((each) => (each.type === 'layout' ? each.node : each.id))

/**
 * Puts nodes, annotations and whole groups on another canvas, where they were. What leaves its group behind leaves it. Links
 * whose two ends are then on different canvases are drawn on each as a stub.
 */
export function moveToCanvas(doc: TopologyDocument, ids: readonly ItemId[], canvas: CanvasId): Operation {
  demandUnlocked(doc)
  const to = demandCanvas(doc, canvas)
  const draft = new Draft(doc)
  const moving = withContents(doc, ids)
  const left = new Set<GroupId | null>()
  const moved: TopologyRecord[] = []
  for (const id of moving) {
    const where = isNodeId(id) ? layoutIn(draft, id) : record(draft.doc, id)
    if (where.canvas === to.id) continue
    const group = groupOf(doc, id)
    const stays = group !== null && moving.has(group) ? group : null
    if (stays !== group) left.add(group)
    moved.push(
      where.type === 'group' ? { ...where, canvas: to.id, parent: stays } : { ...where, canvas: to.id, group: stays },
    )
  }
  draft.putAll(moved)
  dropEmptyGroups(draft, left)
  return draft.operation(`Move ${namesOf(doc, ids)} to ${to.name}`)
}
