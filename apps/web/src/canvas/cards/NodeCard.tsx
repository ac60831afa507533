import { find, type NodeId } from '@etherloom/topology'
import { useStore } from '@xyflow/react'
import { Pin, X } from 'lucide-react'
import { useDocument, useLive } from '../../stores/hooks.ts'
import { Button } from '../../ui/Button.tsx'
import { Glyph } from '../Glyph.tsx'
import { glyphOf, hueOf, titleOf } from '../glyphs.ts'
import { closeCard, pinCard, type Spot, unpinCard } from './card-store.ts'
import { DrawnNode } from './DrawnNode.tsx'
import { Frame } from './Frame.tsx'
import { LiveNode } from './LiveNode.tsx'
import { nodeState } from './node-state.ts'
import { useNodeView } from './use-node-view.ts'

/** On a canvas that is lower than this a passing card is short, or it would lie over the drawing. */
const LOW = 640

interface Props {
  id: NodeId
  at: Spot
  pinned: boolean
}

/** A node as it is now: what its own commands would list. */
export function NodeCard({ id, at, pinned }: Props) {
  const node = useDocument((document) => find(document, id))
  const state = useLive((live) => nodeState(live, id))
  const answer = useNodeView(id)
  if (!node) return null
  const low = useStore(({ height }) => height < LOW)
  const most = pinned ? 60 : low ? 3 : 8
  return (
    <Frame
      label={`Node ${node.name}`}
      about={{ kind: 'node', id, at }}
      width={400}
      firm
      head={
        <>
          <span style={{ color: `var(${hueOf(node)})` }}>
            <Glyph name={glyphOf(node)} size={18} />
          </span>
          <span className="truncate font-semibold">{node.name}</span>
          <span className="truncate text-xs text-dim">{titleOf(node)}</span>
          <span className={`text-xs ${state.tone}`}>{state.words}</span>
          <span className="flex-1" />
          {!pinned && <Button label="Pin the card" icon={<Pin size={14} />} onPress={pinCard} />}
          <Button
            label="Close the card"
            icon={<X size={14} />}
            onPress={() => (pinned ? unpinCard(id) : closeCard())}
          />
        </>
      }
    >
      {answer?.message && <p className="mb-1.5 text-dim">{answer.message}</p>}
      {answer?.view ? <LiveNode id={id} view={answer.view} most={most} /> : <DrawnNode id={id} most={most} />}
    </Frame>
  )
}
