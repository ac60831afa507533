import { find, isAnnotationId, isGroupId, isIfaceId, isLinkId, isNodeId } from '@etherloom/topology'
import { useDocument, useDocumentState, useSession } from '../stores/hooks.ts'
import { whyViewOnly } from '../transport/view-only.ts'
import { Contained } from '../ui/Contained.tsx'
import { InTurn } from '../ui/InTurn.tsx'
import { ReadOnly } from '../ui/read-only.ts'
import { AnnotationInspector } from './AnnotationInspector.tsx'
import { GroupInspector } from './GroupInspector.tsx'
import { LabInspector } from './LabInspector.tsx'
import { LinkInspector } from './LinkInspector.tsx'
import { NodeInspector } from './NodeInspector.tsx'
import { SelectionInspector } from './SelectionInspector.tsx'
import { useKeptScroll } from './use-kept-scroll.ts'
import { VnicInspector } from './VnicInspector.tsx'

/** What is selected, in full; the lab itself when nothing is. */
export function Inspector({ className }: { className: string }) {
  const subject = useSession(({ selection }) => (selection.length > 1 ? 'several' : (selection[0] ?? 'lab')))
  const viewOnly = whyViewOnly()
  const scroll = useKeptScroll<HTMLElement>(subject)
  return (
    <aside
      aria-label="Inspector"
      className={`beside-drawing overflow-y-auto bg-panel ${className} min-[2200px]:w-96`}
      {...scroll}
    >
      {viewOnly !== null && <p className="px-3 py-2 text-sm text-warn">{viewOnly}</p>}
      <ReadOnly.Provider value={viewOnly}>
        <InTurn>
          <Contained part="The inspector" showing={subject}>
            <Subject />
          </Contained>
        </InTurn>
      </ReadOnly.Provider>
    </aside>
  )
}

function Subject() {
  const selection = useSession((session) => session.selection)
  const only = selection.length === 1 ? selection[0]! : null
  const loaded = useDocumentState((state) => state.loaded)
  const exists = useDocument((document) => only !== null && find(document, only) !== undefined)
  if (!loaded) return null
  if (selection.length > 1) return <SelectionInspector ids={selection} />
  if (only === null || !exists) return <LabInspector />
  if (isNodeId(only)) return <NodeInspector key={only} id={only} />
  if (isLinkId(only)) return <LinkInspector key={only} id={only} />
  if (isIfaceId(only)) return <VnicInspector key={only} id={only} />
  if (isAnnotationId(only)) return <AnnotationInspector key={only} id={only} />
  if (isGroupId(only)) return <GroupInspector key={only} id={only} />
  return <LabInspector />
}
