import {
  Background,
  BackgroundVariant,
  type NodeChange,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  useStore,
  useStoreApi,
} from '@xyflow/react'
import { useCallback, useEffect, useState } from 'react'
import { documentStore } from '../stores/document.ts'
import { useDocument, useDocumentState, useSession, useView } from '../stores/hooks.ts'
import { select, sessionStore } from '../stores/session.ts'
import { edit } from '../transport/lab.ts'
import { applyFlowChanges } from './apply-flow-changes.ts'
import { GRID } from './arrange.ts'
import { BusyNote } from './BusyNote.tsx'
import { CanvasControls } from './CanvasControls.tsx'
import { ConnectionLine } from './ConnectionLine.tsx'
import { EdgeCanvas } from './EdgeCanvas.tsx'
import { EmptyCanvas } from './EmptyCanvas.tsx'
import { FlowNodeView } from './FlowNodeView.tsx'
import { holdCanvasView } from './fit-view.ts'
import { type FlowNode, flowNodesOf } from './flow-nodes.ts'
import { Guides } from './Guides.tsx'
import { holdChanges } from './hold-changes.ts'
import { Minimap } from './Minimap.tsx'
import { onMotion } from './motion.ts'
import { FAR_ZOOM } from './node-size.ts'
import { PeerCursors } from './PeerCursors.tsx'
import { PlacingHint } from './PlacingHint.tsx'
import { useFarSelection } from './use-far-selection.ts'
import { useLongPress } from './use-long-press.ts'
import { usePointer } from './use-pointer.ts'
import { useShownNodes } from './use-shown-nodes.ts'
import { useSnapping } from './use-snapping.ts'
import { boundsOf, minZoomFor } from './viewport.ts'

const nodeTypes = { topology: FlowNodeView }
const MULTI_KEYS = ['Meta', 'Control']
/** Below it the dots run together, and thousands of them take long to draw. */
const DOT_ZOOM = 0.3
const CENTER: [number, number] = [0.5, 0.5]
const SNAP_GRID: [number, number] = [GRID, GRID]

/** React Flow as a view: it keeps the viewport, the handles and the near nodes; everything else is drawn below it. */
export function Canvas() {
  const store = useStoreApi<FlowNode>()
  const flow = useReactFlow<FlowNode>()
  useEffect(() => holdCanvasView({ flow, store }), [flow, store])
  const far = useStore((state) => state.transform[2] < FAR_ZOOM)
  const near = useStore((state) => state.transform[2] >= DOT_ZOOM)
  const dotted = useView((view) => view.grid) && near
  const snapping = useSnapping()
  const shown = useShownNodes(far)
  const [nodes, setNodes] = useState<FlowNode[]>([])
  const locked = useSession((session) => session.locked)
  const placing = useSession((session) => session.placing !== null)
  const minZoom = useDocument((document) => minZoomFor(boundsOf(document)))
  const loaded = useDocumentState((state) => state.loaded)
  const pointer = usePointer(store)
  const longPress = useLongPress()
  useFarSelection(store, far)

  useEffect(() => {
    const sync = () => {
      const { document } = documentStore.getState()
      const { selection } = sessionStore.getState()
      setNodes((previous) => flowNodesOf(document, selection, previous, shown(document)))
    }
    sync()
    const stops = [
      documentStore.subscribe((state, before) => state.document !== before.document && sync()),
      sessionStore.subscribe((state, before) => state.selection !== before.selection && sync()),
      onMotion(sync),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [shown])

  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      const { multiSelectionActive, nodes: current } = store.getState()
      const { document } = documentStore.getState()
      const { selection } = sessionStore.getState()
      const held = holdChanges(changes, store)
      const outcome = applyFlowChanges(held, current, document, selection, multiSelectionActive)
      setNodes(outcome.nodes)
      const { operation } = outcome
      if (operation) edit(() => operation)
      select(outcome.selection)
    },
    [store],
  )

  return (
    <ReactFlow<FlowNode>
      nodes={nodes}
      nodeTypes={nodeTypes}
      nodeOrigin={CENTER}
      onNodesChange={onNodesChange}
      {...pointer}
      {...longPress}
      data-placing={placing || undefined}
      data-far={far || undefined}
      connectionLineComponent={ConnectionLine}
      connectOnClick={false}
      connectionRadius={0}
      deleteKeyCode={null}
      multiSelectionKeyCode={MULTI_KEYS}
      selectionMode={SelectionMode.Partial}
      selectNodesOnDrag={false}
      nodeDragThreshold={3}
      nodesDraggable={!locked}
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
      {dotted && <Background variant={BackgroundVariant.Dots} gap={GRID} size={1.4} color="var(--dot)" />}
      <EdgeCanvas />
      <Guides />
      <PeerCursors />
      <Minimap />
      <CanvasControls />
      <PlacingHint />
      <BusyNote />
      {loaded && <EmptyCanvas />}
    </ReactFlow>
  )
}
