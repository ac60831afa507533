// The pointer on what is pixels: draws with a tool, moves and resizes annotations, moves groups, bends links, moves stubs. A
// press that takes hold of something is kept from React Flow, which would move the whole drawing.
import {
  type AnnotationId,
  type AnnotationRecord,
  type AnnotationShape,
  find,
  type ItemId,
  isAnnotationId,
  isItemId,
  isNodeId,
  makeAnnotation,
  moveItems,
  moveStub,
  type NodeId,
  type Operation,
  type Point,
  setAnnotation,
  setWaypoints,
  type TopologyDocument,
  whyLocked,
  withContents,
} from '@etherloom/topology'
import { useEffect } from 'react'
import { documentStore } from '../stores/document.ts'
import { type Place, placeOf } from '../stores/drawing.ts'
import { select, sessionStore } from '../stores/session.ts'
import { isShown } from '../stores/view.ts'
import { edit } from '../transport/lab.ts'
import { whyViewOnly } from '../transport/view-only.ts'
import { tell } from '../ui/toast-manager.ts'
import { GRID } from './arrange.ts'
import { draw, strokeOf } from './drawing-tools.ts'
import { showDrawn } from './drawn-motion.ts'
import { edgeLayer } from './EdgeCanvas.tsx'
import type { FlowStoreApi } from './flow-nodes.ts'
import { type Grab, grabAt } from './grab.ts'
import { resized } from './handles.ts'
import { segmentDistance } from './hit-test.ts'
import { isFreehand } from './use-snapping.ts'

/** On the screen: less is a click. */
const DRAG = 4
/** A bend let go this near to the straight line is taken away. */
const STRAIGHT = 6

/** One thing being done with the button held down. */
interface Hold {
  /** Shows what would come of letting go here. */
  readonly move: (at: Place) => void
  /** What letting go does. */
  readonly drop: (at: Place, zoom: number) => void
}

export function useDrawingHand(store: FlowStoreApi): void {
  useEffect(() => {
    const { domNode } = store.getState()
    if (!domNode) return
    const stop = new AbortController()
    const point = (event: { clientX: number; clientY: number }): { at: Place; zoom: number; x: number; y: number } => {
      const box = domNode.getBoundingClientRect()
      const [tx, ty, zoom] = store.getState().transform
      const x = event.clientX - box.left
      const y = event.clientY - box.top
      return { at: { x: (x - tx) / zoom, y: (y - ty) / zoom }, zoom, x, y }
    }
    const holdAt = (down: PointerEvent): Hold | null => {
      const { at, zoom, x, y } = point(down)
      const { drawing } = sessionStore.getState()
      if (drawing) return drawWith(drawing, at)
      const edge = edgeLayer()?.edgeAt(x, y) ?? null
      const grab = grabAt(at, zoom, edge)
      return grab && hold(grab, at)
    }
    const onDown = (down: PointerEvent): void => {
      if (down.button !== 0 || !down.isPrimary || down.shiftKey || !(down.target instanceof Element)) return
      const onPane = down.target.classList.contains('react-flow__pane')
      const tool = sessionStore.getState().drawing
      if (!onPane && !(tool && down.target.closest('.react-flow__node'))) return
      const held = holdAt(down)
      if (!held) return
      down.stopPropagation()
      swallow(domNode, 'mousedown')
      follow(down, held, point, tool !== null)
    }
    domNode.addEventListener('pointerdown', onDown, { capture: true, signal: stop.signal })
    return () => stop.abort()
  }, [store])
}

/** React Flow's own dragging listens to mouse events, which follow the pointer's. */
function swallow(node: Element, type: 'mousedown' | 'click'): void {
  const eat = (event: Event): void => event.stopPropagation()
  node.addEventListener(type, eat, { capture: true, once: true })
  setTimeout(() => node.removeEventListener(type, eat, { capture: true }), 0)
}

function follow(
  down: PointerEvent,
  held: Hold,
  point: (event: { clientX: number; clientY: number }) => { at: Place; zoom: number },
  always: boolean,
): void {
  const stop = new AbortController()
  const { signal } = stop
  let moved = always
  const end = (): void => {
    stop.abort()
    showDrawn({})
  }
  const onMove = (move: PointerEvent): void => {
    if (move.pointerId !== down.pointerId) return
    moved ||= Math.hypot(move.clientX - down.clientX, move.clientY - down.clientY) >= DRAG
    if (moved) held.move(point(move).at)
  }
  const onUp = (up: PointerEvent): void => {
    if (up.pointerId !== down.pointerId) return
    if (moved) {
      const { at, zoom } = point(up)
      held.drop(at, zoom)
      swallow(document.documentElement, 'click')
    }
    end()
  }
  addEventListener('pointermove', onMove, { signal })
  addEventListener('pointerup', onUp, { signal })
  addEventListener('pointercancel', end, { signal })
  addEventListener('keydown', (event) => event.key === 'Escape' && end(), { signal })
}

function drawWith(shape: AnnotationShape, start: Place): Hold {
  const stroke: Place[] = [start]
  return {
    move: (at) => {
      stroke.push(at)
      const what = strokeOf(shape, stroke)
      if (what && shape !== 'text') showDrawn({ fresh: makeAnnotation({ id: 'annotation:fresh', ...what }) })
    },
    drop: (at) => {
      if (shape !== 'text') stroke.push(at)
      const what = strokeOf(shape, stroke)
      if (what) draw(what)
      sessionStore.setState({ drawing: null })
    },
  }
}

/** Null, with a word why, when the layout is locked. */
function hold(grab: Grab, from: Place): Hold | null {
  const { document } = documentStore.getState()
  const viewOnly = whyViewOnly()
  const locked = viewOnly ?? whyLocked(document)
  const inHand = grab.kind === 'item' ? moving(document, grab.id, from) : holdPart(grab)
  if (locked === null) return inHand
  const say = (): void =>
    viewOnly === null
      ? tell('The layout is locked', 'Unlock it in the View menu to move things.')
      : tell('That stays where it is', viewOnly)
  return { move: () => {}, drop: say }
}

function holdPart(grab: Exclude<Grab, { kind: 'item' }>): Hold {
  switch (grab.kind) {
    case 'handle': {
      const { annotation, handle } = grab
      const geometry = (at: Place) => rounded(resized(annotation, handle, snapped(at)))
      return {
        move: (at) => showDrawn({ annotations: new Map([[annotation.id, geometry(at)]]) }),
        drop: (at) => edit((document) => setAnnotation(document, [annotation.id], geometry(at))),
      }
    }
    case 'stub': {
      const { edge, end } = grab
      return {
        move: (at) => showDrawn({ stub: { edge, end, at } }),
        drop: (at) => edit((document) => moveStub(document, edge, end, roundedPoint(at))),
      }
    }
    case 'bend': {
      const { edge, points, index, fresh } = grab
      const bent = (at: Place): Point[] => [
        ...points.slice(0, index),
        roundedPoint(snapped(at)),
        ...points.slice(fresh ? index : index + 1),
      ]
      return {
        move: (at) => showDrawn({ bends: { edge, points: bent(at) } }),
        drop: (at, zoom) => {
          const next = bent(at)
          edit((document) =>
            setWaypoints(document, edge, isStraight(edge, next, index, zoom) ? without(next, index) : next),
          )
        },
      }
    }
  }
}

const without = <T>(list: readonly T[], index: number): T[] => list.filter((_, i) => i !== index)

function isStraight(id: string, points: readonly Point[], index: number, zoom: number): boolean {
  const lies = edgeLayer()?.lies
  const edge = lies?.scene.edges.find((each) => each.id === id)
  if (!lies || !edge) return false
  const before = points[index - 1] ?? lies.centerOf(edge.a)
  const after = points[index + 1] ?? lies.centerOf(edge.b)
  const { x, y } = points[index]!
  return segmentDistance(before.x, before.y, after.x, after.y, x, y) < (STRAIGHT / zoom) ** 2
}

/** An item, and all that is selected if it is one of those. */
function moving(document: TopologyDocument, id: ItemId, from: Place): Hold {
  const { selection } = sessionStore.getState()
  const items = selection.includes(id) ? selection.filter(isItemId) : [id]
  const all = [...withContents(document, items)]
  const nodes = all.filter(isNodeId)
  const annotations = all.filter(isAnnotationId).map((each) => find(document, each)!)
  const by = (at: Place): Place => {
    const step = isShown('snap') && !isFreehand() ? GRID : 1
    return { x: Math.round((at.x - from.x) / step) * step, y: Math.round((at.y - from.y) / step) * step }
  }
  return {
    move: (at) => {
      const { x, y } = by(at)
      const places = new Map<NodeId, Place>()
      for (const node of nodes) {
        const place = placeOf(document, node)
        places.set(node, { x: place.x + x, y: place.y + y })
      }
      const shown = annotations.map((each): [AnnotationId, Partial<AnnotationRecord>] => [
        each.id,
        { x: each.x + x, y: each.y + y },
      ])
      if (!selection.includes(id)) select([id])
      showDrawn({ annotations: new Map(shown) }, places)
    },
    drop: (at) => {
      const shift = by(at)
      if (shift.x !== 0 || shift.y !== 0) edit((now): Operation => moveItems(now, items, shift))
    },
  }
}

const snapped = ({ x, y }: Place): Place =>
  isShown('snap') && !isFreehand() ? { x: Math.round(x / GRID) * GRID, y: Math.round(y / GRID) * GRID } : { x, y }

const roundedPoint = ({ x, y }: Place): Point => ({ x: Math.round(x), y: Math.round(y) })

const rounded = <G extends { readonly [field: string]: number }>(geometry: G): G =>
  Object.fromEntries(Object.entries(geometry).map(([field, value]) => [field, Math.round(value)])) as G
