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
import { useDocument, useDocumentState, useSession } from '../stores/hooks.ts'
import { select, sessionStore } from '../stores/session.ts'
import { edit } from '../transport/lab.ts'
import { applyFlowChanges } from './apply-flow-changes.ts'
import { BusyNote } from './BusyNote.tsx'
import { CanvasControls } from './CanvasControls.tsx'
import { ConnectionLine } from './ConnectionLine.tsx'
import { EdgeCanvas } from './EdgeCanvas.tsx'
import { EmptyCanvas } from './EmptyCanvas.tsx'
import { FlowNodeView } from './FlowNodeView.tsx'
import { holdCanvasView } from './fit-view.ts'
import { type FlowNode, flowNodesOf } from './flow-nodes.ts'
import { Minimap } from './Minimap.tsx'
import { FAR_ZOOM } from './node-size.ts'
import { PeerCursors } from './PeerCursors.tsx'
import { PlacingHint } from './PlacingHint.tsx'
import { useFarSelection } from './use-far-selection.ts'
import { usePointer } from './use-pointer.ts'
import { useShownNodes } from './use-shown-nodes.ts'
import { boundsOf, minZoomFor } from './viewport.ts'

const nodeTypes = { topology: FlowNodeView }
const MULTI_KEYS = ['Meta', 'Control']
/** Below it the dots run together, and thousands of them take long to draw. */
const DOT_ZOOM = 0.3
const CENTER: [number, number] = [0.5, 0.5]

/** React Flow as a view: it keeps the viewport, the handles and the near nodes; everything else is drawn below it. */
export function Canvas() {
  const store = useStoreApi<FlowNode>()
  const flow = useReactFlow<FlowNode>()
  useEffect(() => holdCanvasView({ flow, store }), [flow, store])
  const far = useStore((state) => state.transform[2] < FAR_ZOOM)
  const dotted = useStore((state) => state.transform[2] >= DOT_ZOOM)
  const shown = useShownNodes(far)
  const [nodes, setNodes] = useState<FlowNode[]>([])
  const placing = useSession((session) => session.placing !== null)
  const minZoom = useDocument((document) => minZoomFor(boundsOf(document)))
  const loaded = useDocumentState((state) => state.loaded)
  const pointer = usePointer(store)
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
      const outcome = applyFlowChanges(changes, current, document, selection, multiSelectionActive)
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
      zoomOnDoubleClick={false}
      minZoom={minZoom}
      maxZoom={3}
      autoPanOnNodeFocus={false}
      proOptions={{ hideAttribution: true }}
      aria-label="Network"
    >
      {dotted && <Background variant={BackgroundVariant.Dots} gap={24} size={1.4} color="var(--dot)" />}
      <EdgeCanvas />
      <PeerCursors />
      <Minimap />
      <CanvasControls />
      <PlacingHint />
      <BusyNote />
      {loaded && <EmptyCanvas />}
    </ReactFlow>
  )
}
