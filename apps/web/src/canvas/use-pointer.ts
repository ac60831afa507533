// What the pointer does on the canvas beyond React Flow's own: picks and hovers edges (they are pixels), places nodes,
// takes drops from the palette, and ends a link on whatever node is under it.
import {
  connect,
  type EdgeId,
  find,
  isGroupId,
  type NodeId,
  pathOf,
  setCollapsed,
  setWaypoints,
} from '@etherloom/topology'
import { type FinalConnectionState, type ReactFlowProps, useReactFlow } from '@xyflow/react'
import { type DragEvent, type MouseEvent, useMemo } from 'react'
import { openFinder } from '../panels/dialogs.ts'
import { focusInspector } from '../panels/focus-panes.ts'
import { documentStore } from '../stores/document.ts'
import type { Place } from '../stores/drawing.ts'
import { hover, select, sessionStore, setConnectTarget } from '../stores/session.ts'
import { aim } from '../traffic/aim.ts'
import { probeStore } from '../traffic/probe-store.ts'
import { edit } from '../transport/lab.ts'
import { pointAt } from '../transport/presence.ts'
import { isCallingOff } from './call-off.ts'
import { pointerAt } from './cards/card-store.ts'
import { openMenuAt } from './context-menu.ts'
import { edgeLayer } from './EdgeCanvas.tsx'
import type { FlowNode, FlowStoreApi } from './flow-nodes.ts'
import { bendAt, drawnAt } from './grab.ts'
import { goToOtherEnd } from './other-end.ts'
import { PALETTE_MIME, paletteItem } from './palette-items.ts'
import { placeNode } from './place-node.ts'
import { TOUCH_REACH } from './use-long-press.ts'

type Handlers = Pick<
  ReactFlowProps<FlowNode>,
  | 'onPaneClick'
  | 'onPaneMouseMove'
  | 'onPaneMouseLeave'
  | 'onNodeClick'
  | 'onNodeDoubleClick'
  | 'onDoubleClick'
  | 'onContextMenu'
  | 'onNodeMouseEnter'
  | 'onNodeMouseLeave'
  | 'onConnectEnd'
  | 'onDrop'
  | 'onDragOver'
>

/** How far from a tile a link may be let go and still end there, in the drawing's units. */
export const DROP_MARGIN = 16

export function usePointer(store: FlowStoreApi): Handlers {
  const { screenToFlowPosition } = useReactFlow<FlowNode>()
  return useMemo(() => {
    const flowPoint = (event: { clientX: number; clientY: number }) =>
      screenToFlowPosition({ x: event.clientX, y: event.clientY })

    /** In the canvas's pixels. */
    const spotOf = (event: MouseEvent) => {
      const box = store.getState().domNode!.getBoundingClientRect()
      return { x: event.clientX - box.left, y: event.clientY - box.top }
    }

    const edgeUnder = (event: MouseEvent) => {
      const box = store.getState().domNode!.getBoundingClientRect()
      // A tap is a click too, of something wider.
      const touched = (event.nativeEvent as Partial<PointerEvent>).pointerType === 'touch'
      return (
        edgeLayer()?.edgeAt(event.clientX - box.left, event.clientY - box.top, touched ? TOUCH_REACH : undefined) ??
        null
      )
    }

    /** True when the click was for the palette's tool. */
    const place = (event: MouseEvent): boolean => {
      const { placing } = sessionStore.getState()
      if (!placing) return false
      placeNode(placing, flowPoint(event))
      if (!event.shiftKey) sessionStore.setState({ placing: null })
      return true
    }

    return {
      onPaneClick: (event) => {
        probeStore.setState({ aiming: null })
        if (place(event)) return
        const id = edgeUnder(event)?.id ?? drawnAt(flowPoint(event), zoomOf(store))
        if (!id) return select([])
        const { selection } = sessionStore.getState()
        select(event.ctrlKey || event.metaKey ? [...selection.filter((other) => other !== id), id] : [id])
      },
      onPaneMouseMove: (event) => {
        // A hand that moves the drawing points at nothing.
        if (event.buttons !== 0) return
        const point = flowPoint(event)
        pointAt(point)
        pointerAt(spotOf(event))
        const edge = edgeUnder(event)
        const { domNode } = store.getState()
        domNode?.toggleAttribute('data-over-edge', edge !== null || drawnAt(point, zoomOf(store)) !== null)
        // From far the nodes are pixels too: the one under the pointer becomes an element that can be dragged.
        hover(edgeLayer()?.lies.nodeAt(point, 0) ?? edge?.id ?? null)
      },
      onPaneMouseLeave: () => {
        pointAt(null)
        hover(null)
      },
      onNodeClick: (event, node) => {
        if (aim(node.id as NodeId) || place(event) || event.ctrlKey || event.metaKey || event.shiftKey) return
        // React Flow leaves a selection alone when one of it is clicked; it is that one that was meant.
        if (sessionStore.getState().selection.length > 1) select([node.id as NodeId])
      },
      onNodeDoubleClick: (_, node) => sessionStore.setState({ renaming: node.id as NodeId }),
      onDoubleClick: (event) => {
        if (!isPane(event.target) || sessionStore.getState().placing) return
        const edge = edgeUnder(event)
        const drawn = edge ? null : drawnAt(flowPoint(event), zoomOf(store))
        if (edge?.stub?.away) goToOtherEnd(edge)
        else if (edge) {
          if (!unbend(edge.id, flowPoint(event), zoomOf(store))) focusInspector()
        } else if (drawn && isGroupId(drawn))
          edit((document) => setCollapsed(document, [drawn], !find(document, drawn)?.collapsed))
        else if (drawn) sessionStore.setState({ writing: drawn })
        else openFinder({ for: 'place', at: flowPoint(event), exactly: true })
      },
      onContextMenu: (event) => {
        // Fields and the console's text keep the browser's own.
        if (event.target instanceof Element && event.target.closest('input')) return
        event.preventDefault()
        openMenuAt(event, event.target as Element)
      },
      onNodeMouseEnter: (event, node) => {
        pointerAt(spotOf(event))
        hover(node.id as NodeId)
      },
      // A hand that has taken a small node moves off it before the node follows: it would be gone from under the hand.
      onNodeMouseLeave: (event) => {
        if (event.buttons === 0) hover(null)
      },
      onConnectEnd: (event, connection) => {
        setConnectTarget(null)
        if (isCallingOff()) return
        const target = edgeLayer()?.lies.nodeAt(flowPoint(lastTouch(event)), DROP_MARGIN) ?? null
        drawLink(connection, target)
      },
      onDragOver: (event: DragEvent) => {
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      },
      onDrop: (event: DragEvent) => {
        const item = paletteItem(event.dataTransfer.getData(PALETTE_MIME))
        if (!item) return
        event.preventDefault()
        placeNode(item, flowPoint(event))
      },
    }
  }, [store, screenToFlowPosition])
}

const zoomOf = (store: FlowStoreApi): number => store.getState().transform[2]

/** Takes away the bend at a place; false when there is none. */
function unbend(edge: EdgeId, at: Place, zoom: number): boolean {
  const points = pathOf(documentStore.getState().document, edge)?.points ?? []
  const index = bendAt(at, zoom, points)
  if (index < 0) return false
  edit((document) => setWaypoints(document, edge, [...points.slice(0, index), ...points.slice(index + 1)]))
  return true
}

const isPane = (target: EventTarget): boolean =>
  target instanceof Element && target.classList.contains('react-flow__pane')

function drawLink(connection: FinalConnectionState, target: NodeId | null): void {
  const source = connection.fromNode?.id as NodeId | undefined
  if (!source || !target || source === target) return
  edit((document) => connect(document, source, target))
}

const lastTouch = (event: globalThis.MouseEvent | TouchEvent) =>
  'changedTouches' in event ? event.changedTouches[0]! : event
