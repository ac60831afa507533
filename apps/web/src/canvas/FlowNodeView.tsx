import { find, type NodeId } from '@etherloom/topology'
import { Handle, type NodeProps, Position } from '@xyflow/react'
import { TriangleAlert } from 'lucide-react'
import { memo } from 'react'
import { useNodeProblem } from '../problems/use-problems.ts'
import { useDocument, useLive, useSession } from '../stores/hooks.ts'
import { isStopped, nodeState, STOPPED_HUE, STOPPED_OPACITY } from './cards/node-state.ts'
import type { FlowNode } from './flow-nodes.ts'
import { Glyph } from './Glyph.tsx'
import { glyphOf, hueOf } from './glyphs.ts'
import { iconOf } from './icon-of.ts'
import { NodeName } from './NodeName.tsx'
import { peerSelections } from './presence.ts'

const SIDES = [Position.Top, Position.Right, Position.Bottom, Position.Left]

/** A node near enough to touch: everything it shows comes from the document by its id. */
export const FlowNodeView = memo(function FlowNodeView({ id, selected, dragging }: NodeProps<FlowNode>) {
  const nodeId = id as NodeId
  const node = useDocument((document) => find(document, nodeId))
  const icon = useDocument((document) => iconOf(document, nodeId)?.data)
  const { words, dot, ink } = useLive((live) => nodeState(live, nodeId))
  const fault = useLive((live) => live.faults[id])
  const problem = useNodeProblem(nodeId)
  const otherColor = useLive((live) => peerSelections(live).get(id))
  const targeted = useSession((session) => session.connectTarget === id)
  if (!node) return null
  const stopped = isStopped(ink)
  return (
    <div
      className="topology-node nopan"
      data-testid={`node-${node.name}`}
      data-selected={selected || undefined}
      data-dragging={dragging || undefined}
      data-target={targeted || undefined}
      style={otherColor ? { outline: `2px solid ${otherColor}`, outlineOffset: 3 } : undefined}
    >
      {icon ? (
        <img
          src={icon}
          alt=""
          draggable={false}
          className="pointer-events-none size-11 object-contain"
          style={stopped ? { opacity: STOPPED_OPACITY } : undefined}
        />
      ) : (
        <span style={{ color: `var(${stopped ? `--${STOPPED_HUE}` : hueOf(node)})` }}>
          <Glyph name={glyphOf(node)} size={30} />
        </span>
      )}
      <span className={`absolute top-1 right-1 size-1.5 rounded-full ${dot}`} title={words} />
      {(fault ?? problem) && (
        <span className={`absolute -top-2 -left-2 ${fault ? 'text-bad' : 'text-warn'}`} title={fault ?? problem ?? ''}>
          <TriangleAlert size={16} className="fill-bg" aria-label={fault ?? problem ?? ''} />
        </span>
      )}
      {SIDES.map((side) => (
        <Handle key={side} id={side} type="source" position={side} className="connect-handle" aria-hidden="true" />
      ))}
      <NodeName id={nodeId} name={node.name} />
    </div>
  )
})
