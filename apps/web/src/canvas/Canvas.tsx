import { whyLocked } from '@etherloom/topology'
import { type NodeChange, ReactFlow, SelectionMode, useReactFlow, useStoreApi } from '@xyflow/react'
import { useCallback, useEffect } from 'react'
import { useStore } from 'zustand'
import { documentStore } from '../stores/document.ts'
import { useDocument, useDocumentState, useSession } from '../stores/hooks.ts'
import { select, sessionStore } from '../stores/session.ts'
import { Probes } from '../traffic/Probes.tsx'
import { whyViewOnly } from '../transport/view-only.ts'
import { InTurn } from '../ui/InTurn.tsx'
import { applyFlowChanges } from './apply-flow-changes.ts'
import { GRID } from './arrange.ts'
import { BusyNote } from './BusyNote.tsx'
import { CanvasControls } from './CanvasControls.tsx'
import { ConnectionLine } from './ConnectionLine.tsx'
import { backWhereItWas, useCallOff } from './call-off.ts'
import { Cards } from './cards/Cards.tsx'
import { showDragAlong } from './drag-along.ts'
import { drop } from './drop.ts'
import { EdgeCanvas } from './EdgeCanvas.tsx'
import { EmptyCanvas } from './EmptyCanvas.tsx'
import { FlowNodeView } from './FlowNodeView.tsx'
import { holdCanvasView } from './fit-view.ts'
import type { FlowNode } from './flow-nodes.ts'
import { GroupButtons } from './GroupButtons.tsx'
import { Guides } from './Guides.tsx'
import { holdChanges } from './hold-changes.ts'
import { Legend } from './Legend.tsx'
import { Minimap } from './Minimap.tsx'
import { OWN_NAME_ZOOM } from './node-names.ts'
import { FAR_ZOOM, TINY_ZOOM } from './node-size.ts'
import { PeerCursors } from './PeerCursors.tsx'
import { PlacingHint } from './PlacingHint.tsx'
import { followView, steadyView } from './steady-view.ts'
import { TextEditor } from './TextEditor.tsx'
import { followTurningBack } from './turned-back.ts'
import { useDrawingHand } from './use-drawing-hand.ts'
import { useFarSelection } from './use-far-selection.ts'
import { useFlowNodes } from './use-flow-nodes.ts'
import { useLockedHint } from './use-locked-hint.ts'
import { useLongPress } from './use-long-press.ts'
import { useNoText } from './use-no-text.ts'
import { usePinch } from './use-pinch.ts'
import { usePointer } from './use-pointer.ts'
import { useShownNodes } from './use-shown-nodes.ts'
import { useSnapping } from './use-snapping.ts'
import { boundsOf, minZoomFor } from './viewport.ts'

const nodeTypes = { topology: FlowNodeView }
const MULTI_KEYS = ['Meta', 'Control']
const CENTER: [number, number] = [0.5, 0.5]
const SNAP_GRID: [number, number] = [GRID, GRID]

/** React Flow as a view: it keeps the viewport, the handles and the near nodes; everything else is drawn below it. */
export function Canvas() {
  const store = useStoreApi<FlowNode>()
  const flow = useReactFlow<FlowNode>()
  useEffect(() => holdCanvasView({ flow, store }), [flow, store])
  useEffect(() => followView(store), [store])
  useEffect(followTurningBack, [])
  const far = useStore(steadyView, (view) => view.zoom < FAR_ZOOM)
  const unreadable = useStore(steadyView, (view) => view.zoom < OWN_NAME_ZOOM)
  const tiny = useStore(steadyView, (view) => view.zoom < TINY_ZOOM)
  const snapping = useSnapping()
  const shown = useShownNodes(far)
  const [nodes, setNodes] = useFlowNodes(shown)
  const viewOnly = whyViewOnly() !== null
  const locked = useDocument(whyLocked) !== null || viewOnly
  const canvas = useSession((session) => session.canvas)
  const placing = useSession((session) => session.placing !== null || session.drawing !== null)
  const minZoom = useDocument((document) => minZoomFor(boundsOf(document)))
  const loaded = useDocumentState((state) => state.loaded)
  const pointer = usePointer(store)
  const longPress = useLongPress()
  useFarSelection(store, far)
  useLockedHint(store)
  useDrawingHand(store)
  usePinch(store)
  useCallOff(store)
  useNoText(store)

  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      const { multiSelectionActive, nodes: current } = store.getState()
      const { document } = documentStore.getState()
      const { selection } = sessionStore.getState()
      const held = backWhereItWas(holdChanges(changes, store))
      showDragAlong(held)
      const outcome = applyFlowChanges(held, current, document, selection, multiSelectionActive)
      setNodes(outcome.nodes)
      if (outcome.move) drop(outcome.move)
      select(outcome.selection)
    },
    [store, setNodes],
  )

  return (
    <ReactFlow<FlowNode>
      nodes={nodes}
      nodeTypes={nodeTypes}
      nodeOrigin={CENTER}
      onNodesChange={onNodesChange}
      {...pointer}
      {...longPress}
      data-canvas-shown={canvas ?? undefined}
      data-placing={placing || undefined}
      data-far={far || undefined}
      data-names-painted={unreadable || undefined}
      data-tiny={tiny || undefined}
      data-view-only={viewOnly || undefined}
      connectionLineComponent={ConnectionLine}
      connectOnClick={false}
      connectionRadius={0}
      deleteKeyCode={null}
      multiSelectionKeyCode={MULTI_KEYS}
      selectionMode={SelectionMode.Partial}
      selectNodesOnDrag={false}
      nodeDragThreshold={3}
      nodesDraggable={!locked}
      nodesConnectable={!viewOnly}
      snapToGrid={snapping}
      snapGrid={SNAP_GRID}
      zoomOnDoubleClick={false}
      minZoom={minZoom}
      maxZoom={3}
      autoPanOnNodeFocus={false}
      disableKeyboardA11y
      tabIndex={-1}
      proOptions={{ hideAttribution: true }}
      aria-label="Network"
    >
      <EdgeCanvas />
      <InTurn>
        <GroupButtons />
        <Guides />
        <PeerCursors />
        <Minimap />
        <Cards />
        <Probes />
        <CanvasControls />
        <Legend />
        <TextEditor />
        <PlacingHint />
        <BusyNote />
        {loaded && <EmptyCanvas />}
      </InTurn>
    </ReactFlow>
  )
}
