import { type NodeId, whyNotConnect } from '@etherloom/topology'
import type { ConnectionLineComponentProps } from '@xyflow/react'
import { useEffect } from 'react'
import { documentStore } from '../stores/document.ts'
import { placeOf } from '../stores/drawing.ts'
import { setConnectTarget } from '../stores/session.ts'
import { Words } from '../ui/Words.tsx'
import { edgeLayer } from './EdgeCanvas.tsx'
import { leaveTile } from './edge-geometry.ts'
import type { FlowNode } from './flow-nodes.ts'
import { DROP_MARGIN } from './use-pointer.ts'

/** The link being drawn: from its node's border to the pointer, or to the border of the node it would end at. */
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
  const [x1, y1] = leaveTile(start, end.x, end.y)
  const [x2, y2] = accepted ? leaveTile(end, start.x, start.y) : [end.x, end.y]
  return (
    <g>
      <line
        x1={x1}
        y1={y1}
        x2={x2}
        y2={y2}
        className={`fill-none stroke-2 ${why ? 'stroke-bad' : 'stroke-accent'}`}
        strokeDasharray={accepted ? undefined : '5 4'}
      />
      {why && (
        <foreignObject x={toX + 12} y={toY + 12} width={260} height={80}>
          <div className="inline-block rounded-md border border-line bg-raised px-2 py-1 text-sm text-bad shadow-pop">
            <Words text={why} />
          </div>
        </foreignObject>
      )}
    </g>
  )
}
