// Which nodes React Flow gets. A small lab's are all elements when near; of a large one those in view and a little around it.
// From far they are pixels (paint-nodes.ts), and elements are only those in hand: under the pointer, or selected.
import { find, type NodeId, type NodeRecord, type TopologyDocument } from '@etherloom/topology'
import { useCallback } from 'react'
import { useStore } from 'zustand'
import { placeOf } from '../stores/drawing.ts'
import { useSession } from '../stores/hooks.ts'
import { type SessionState, sessionStore } from '../stores/session.ts'
import { sheetOf } from '../stores/sheet.ts'
import { type SteadyView, steadyView } from './steady-view.ts'

/** Up to so many nodes all are elements. */
const SMALL_LAB = 150
/** A larger selection is pixels from far: it can be dragged by the node under the pointer. */
const MOST_IN_HAND = 60
/** The view is looked at in steps, so that moving it a little changes nothing. */
const STEP = 256

export type ShownNodes = (document: TopologyDocument) => readonly NodeRecord[]

export function useShownNodes(far: boolean): ShownNodes {
  const view = useStore(steadyView, (state) => (far ? '' : viewKey(state)))
  const inHand = useSession(inHandKey)
  return useCallback(
    (document) => {
      const { nodes } = sheetOf(document)
      if (far) return handed(document)
      if (nodes.length <= SMALL_LAB) return nodes
      return [...new Set([...handed(document), ...nodesIn(document, view)])]
    },
    [far, view, inHand],
  )
}

/** The view and half a step around it: left, top, right, bottom in steps. */
function viewKey({ x, y, zoom, width, height }: SteadyView): string {
  const step = (at: number, round: (n: number) => number, beyond: number) => round(at / zoom / STEP + beyond)
  return [
    step(-x, Math.floor, -0.5),
    step(-y, Math.floor, -0.5),
    step(width - x, Math.ceil, 0.5),
    step(height - y, Math.ceil, 0.5),
  ].join()
}

function nodesIn(document: TopologyDocument, view: string): NodeRecord[] {
  const [left, top, right, bottom] = view.split(',').map((step) => Number(step) * STEP) as [
    number,
    number,
    number,
    number,
  ]
  return sheetOf(document).nodes.filter(({ id }) => {
    const { x, y } = placeOf(document, id)
    return x >= left && x <= right && y >= top && y <= bottom
  })
}

const inHandKey = ({ selection, hovered, focused }: SessionState): string =>
  `${selection.length > MOST_IN_HAND ? '' : selection.join()} ${hovered?.startsWith('node:') ? hovered : ''} ${focused}`

function handed(document: TopologyDocument): NodeRecord[] {
  const { selection, hovered, focused } = sessionStore.getState()
  const ids = new Set<string>(selection.length > MOST_IN_HAND ? [] : selection)
  if (hovered) ids.add(hovered)
  if (focused) ids.add(focused)
  const { places } = sheetOf(document)
  return [...ids].filter((id): id is NodeId => places.has(id as NodeId)).map((id) => find(document, id as NodeId)!)
}
