import { isAnnotationId, isGroupId, isNodeId, type RecordId, type TopologyDocument } from '@etherloom/topology'
import { BoxSelect } from 'lucide-react'
import { memo } from 'react'
import { plural } from '../format.ts'
import { useDocumentState } from '../stores/hooks.ts'
import { InspectorHead } from './InspectorHead.tsx'
import { ManyLinks } from './ManyLinks.tsx'
import { ManyNodes } from './ManyNodes.tsx'
import { NodesActions } from './NodesActions.tsx'

/** Several things at once: what can be done with all of them. */
export function SelectionInspector({ ids }: { ids: readonly RecordId[] }) {
  const document = useDocumentState((state) => state.document)
  return <Contents ids={ids} document={document} />
}

interface Props {
  ids: readonly RecordId[]
  document: TopologyDocument
}

const Contents = memo(function Contents({ ids, document }: Props) {
  const nodes = ids.filter(isNodeId).length
  const drawn = ids.filter((id) => isAnnotationId(id) || isGroupId(id)).length
  const links = ids.length - nodes - drawn
  const words = [
    nodes > 0 && plural(nodes, 'node'),
    links > 0 && plural(links, 'link'),
    drawn > 0 && plural(drawn, 'drawing'),
  ]
    .filter(Boolean)
    .join(', ')
  return (
    <>
      <InspectorHead
        icon={<BoxSelect size={18} className="text-dim" />}
        title="Selection"
        subtitle={words}
        deleting="Delete all of them"
      />
      {nodes > 1 && <NodesActions />}
      <ManyNodes ids={ids} document={document} />
      <ManyLinks ids={ids} document={document} />
    </>
  )
})
