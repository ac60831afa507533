// What must hold of what is only drawn: canvases, places, groups, annotations, pictures, bends.
import { canvasOf, canvasRecords, find, inGroup, isIfaceId, layoutIdOf, nameOf, pathIdOf } from '../document.ts'
import { indexOf } from '../document-index.ts'
import {
  type AnnotationRecord,
  type CanvasId,
  type CanvasRecord,
  FIRST_CANVAS,
  type GroupId,
  type GroupRecord,
  type ImageId,
  type LayoutRecord,
  type PathRecord,
  type RecordId,
  type TopologyDocument,
} from '../records.ts'
import type { Report } from './problem.ts'

/** Keeps a cycle from being walked for ever, and boxes in boxes legible. */
export const MAX_GROUP_NESTING = 16

export function checkLayout(doc: TopologyDocument, layout: LayoutRecord, report: Report): void {
  if (find(doc, layout.node) === undefined)
    report('error', layout.id, 'node', `its node ${layout.node} does not exist`, 'remove the layout')
  else if (layout.id !== layoutIdOf(layout.node))
    report(
      'error',
      layout.id,
      'id',
      `the layout of ${layout.node} must be called ${layoutIdOf(layout.node)}`,
      'rename it',
    )
  checkCanvasOf(doc, layout.id, layout.canvas, report)
  checkGroupOf(doc, layout, 'group', layout.group, report)
  checkImage(doc, layout.id, 'icon', layout.icon, report)
}

/** Where a document says nothing of canvases there is one; where it says something, there are those. */
export function checkCanvases(doc: TopologyDocument, report: Report): void {
  if (canvasRecords(doc).length === 0 || doc.records.has(FIRST_CANVAS)) return
  const stranded = indexOf(doc).onCanvas.get(FIRST_CANVAS)?.at(0)
  if (stranded !== undefined) checkCanvasOf(doc, stranded, FIRST_CANVAS, report)
}

export function checkCanvas(doc: TopologyDocument, canvas: CanvasRecord, report: Report): void {
  checkImage(doc, canvas.id, 'picture.image', canvas.picture?.image ?? null, report)
}

export function checkGroup(doc: TopologyDocument, group: GroupRecord, report: Report): void {
  checkCanvasOf(doc, group.id, group.canvas, report)
  checkGroupOf(doc, group, 'parent', group.parent, report)
  let at: GroupId | null = group.parent
  for (let depth = 1; at !== null; depth++) {
    if (at === group.id)
      return report(
        'error',
        group.id,
        'parent',
        `${nameOf(doc, group.id)} would be inside itself`,
        'set its parent to null',
      )
    if (depth >= MAX_GROUP_NESTING)
      return report(
        'error',
        group.id,
        'parent',
        `groups are nested more than ${MAX_GROUP_NESTING} deep`,
        'set its parent to null',
      )
    at = find(doc, at)?.parent ?? null
  }
  if (inGroup(doc, group.id).length === 0)
    report('warning', group.id, null, `${nameOf(doc, group.id)} has nothing in it, so it is not drawn`, 'delete it')
}

export function checkAnnotation(doc: TopologyDocument, annotation: AnnotationRecord, report: Report): void {
  checkCanvasOf(doc, annotation.id, annotation.canvas, report)
  checkGroupOf(doc, annotation, 'group', annotation.group, report)
  const { shape, width, height, points } = annotation
  if (shape !== 'arrow' && (width < 0 || height < 0))
    report(
      'error',
      annotation.id,
      width < 0 ? 'width' : 'height',
      'a box is not smaller than nothing',
      'write 0 or more',
    )
  if (points.length % 2 === 1)
    report('error', annotation.id, 'points', 'a point has two numbers, and there is one too many', 'remove the last')
  if (shape !== 'freehand' && points.length > 0)
    report('error', annotation.id, 'points', `a ${shape} has no points`, 'remove them')
}

export function checkPath(doc: TopologyDocument, path: PathRecord, report: Report): void {
  const edge = find(doc, path.edge)
  if (edge === undefined) report('error', path.id, 'edge', `its link ${path.edge} does not exist`, 'remove the path')
  else if (path.id !== pathIdOf(path.edge))
    report('error', path.id, 'id', `the path of ${path.edge} must be called ${pathIdOf(path.edge)}`, 'rename it')
  else if (edge.type === 'iface' && edge.kind !== 'vnic')
    report(
      'error',
      path.id,
      'edge',
      `${nameOf(doc, edge.id)} is a ${edge.kind}, not drawn as a line`,
      'remove the path',
    )
  if (path.split && isIfaceId(path.edge))
    report('error', path.id, 'split', 'only a wire can be split, and this is a vnic', 'set split to false')
}

function checkCanvasOf(doc: TopologyDocument, id: RecordId, canvas: CanvasId, report: Report): void {
  if (canvasOf(doc, canvas) === undefined)
    report('error', id, 'canvas', `its canvas ${canvas} does not exist`, 'put it on another canvas')
}

function checkGroupOf(
  doc: TopologyDocument,
  member: LayoutRecord | GroupRecord | AnnotationRecord,
  field: 'group' | 'parent',
  id: GroupId | null,
  report: Report,
): void {
  if (id === null) return
  const group = find(doc, id)
  if (group === undefined) report('error', member.id, field, `its group ${id} does not exist`, `set ${field} to null`)
  else if (group.canvas !== member.canvas)
    report('error', member.id, field, `its group ${nameOf(doc, id)} is on another canvas`, `set ${field} to null`)
}

function checkImage(doc: TopologyDocument, id: RecordId, field: string, image: ImageId | null, report: Report): void {
  if (image !== null && find(doc, image) === undefined)
    report('error', id, field, `the picture ${image} does not exist`, 'choose another')
}
