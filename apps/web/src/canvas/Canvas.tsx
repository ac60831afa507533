import {
  Background,
  BackgroundVariant,
  type NodeChange,
  ReactFlow,
  SelectionMode,
  useStore,
  useStoreApi,
} from '@xyflow/react'
import { useCallback, useEffect, useState } from 'react'
import { documentStore } from '../stores/document.ts'
import { useDocumentState, useSession } from '../stores/hooks.ts'
import { select, sessionStore } from '../stores/session.ts'
import { edit } from '../transport/lab.ts'
import { applyFlowChanges } from './apply-flow-changes.ts'
import { CanvasControls } from './CanvasControls.tsx'
import { ConnectionLine } from './ConnectionLine.tsx'
import { EdgeCanvas } from './EdgeCanvas.tsx'
import { EmptyCanvas } from './EmptyCanvas.tsx'
import { FlowNodeView } from './FlowNodeView.tsx'
import { type FlowNode, flowNodesOf } from './flow-nodes.ts'
import { Minimap } from './Minimap.tsx'
import { FAR_ZOOM } from './node-size.ts'
import { PeerCursors } from './PeerCursors.tsx'
import { PlacingHint } from './PlacingHint.tsx'
import { usePointer } from './use-pointer.ts'
import { useShownNodes } from './use-shown-nodes.ts'

const nodeTypes = { topology: FlowNodeView }
const MULTI_KEYS = ['Meta', 'Control']
const CENTER: [number, number] = [0.5, 0.5]

/** React Flow as a view: it keeps the viewport, the handles and the near nodes; everything else is drawn below it. */
export function Canvas() {
  const store = useStoreApi<FlowNode>()
  const far = useStore((state) => state.transform[2] < FAR_ZOOM)
  const shown = useShownNodes(far)
  const [nodes, setNodes] = useState<FlowNode[]>([])
  const placing = useSession((session) => session.placing !== null)
  const loaded = useDocumentState((state) => state.loaded)
  const pointer = usePointer(store)

  useEffect(() => {
    const sync = () =>
      setNodes((previous) =>
        flowNodesOf(documentStore.getState().document, sessionStore.getState().selection, previous, shown),
      )
    sync()
    const stops = [documentStore.subscribe(sync), sessionStore.subscribe(sync)]
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
      minZoom={0.005}
      maxZoom={3}
      onlyRenderVisibleElements={nodes.length > 150}
      autoPanOnNodeFocus={false}
      proOptions={{ hideAttribution: true }}
      aria-label="Network"
    >
      <Background variant={BackgroundVariant.Dots} gap={24} size={1.4} color="var(--dot)" />
      <EdgeCanvas />
      <PeerCursors />
      <Minimap />
      <CanvasControls />
      <PlacingHint />
      {loaded && <EmptyCanvas />}
    </ReactFlow>
  )
}
