import { type NodeId, whyNotConnect } from '@etherloom/topology'
import type { ConnectionLineComponentProps } from '@xyflow/react'
import { useEffect } from 'react'
import { documentStore } from '../stores/document.ts'
import { placeOf } from '../stores/drawing.ts'
import { setConnectTarget } from '../stores/session.ts'
import { edgeLayer } from './EdgeCanvas.tsx'
import type { FlowNode } from './flow-nodes.ts'
import { DROP_MARGIN } from './use-pointer.ts'

/** The link being drawn: from its node's middle to the pointer, or to the middle of the node it would end at. */
export function ConnectionLine({ fromNode, toX, toY }: ConnectionLineComponentProps<FlowNode>) {
  const { document } = documentStore.getState()
  const from = fromNode.id as NodeId
  const under = edgeLayer()?.lies.nodeAt({ x: toX, y: toY }, DROP_MARGIN) ?? null
  const target = under === from ? null : under
  const why = target && whyNotConnect(document, from, target)
  const accepted = target && !why ? target : null
  useEffect(() => setConnectTarget(accepted), [accepted])
  const start = placeOf(document, from)
  const end = accepted ? placeOf(document, accepted) : { x: toX, y: toY }
  return (
    <g>
      <line
        x1={start.x}
        y1={start.y}
        x2={end.x}
        y2={end.y}
        className={`fill-none stroke-2 ${why ? 'stroke-bad' : 'stroke-accent'}`}
        strokeDasharray={accepted ? undefined : '5 4'}
      />
      {why && (
        <foreignObject x={toX + 12} y={toY + 12} width={260} height={80}>
          <div className="inline-block rounded-md border border-line bg-raised px-2 py-1 text-sm text-bad shadow-pop">
            {why}
          </div>
        </foreignObject>
      )}
    </g>
  )
}
