import { type GroupId, nameOf } from '@etherloom/topology'
import { ViewportPortal } from '@xyflow/react'
import { type MouseEvent, useMemo } from 'react'
import { plural } from '../format.ts'
import { focusInspector } from '../panels/focus-panes.ts'
import { useDocumentState, useSession } from '../stores/hooks.ts'
import { select, sessionStore } from '../stores/session.ts'
import { restingBoxes } from './drawn-geometry.ts'
import { bringIntoView } from './reveal.ts'

/** Groups are pixels: for the keyboard and for screen readers each is a button, where it is drawn. */
export function GroupButtons() {
  const document = useDocumentState((state) => state.document)
  const canvas = useSession((session) => session.canvas)
  const selection = useSession((session) => session.selection)
  // `canvas` says which groups are on the page.
  const boxes = useMemo(() => restingBoxes(document), [document, canvas])
  if (boxes.length === 0) return null
  return (
    <ViewportPortal>
      {boxes.map(({ group, box, nodes }) => (
        <button
          key={group.id}
          type="button"
          data-group={group.id}
          aria-label={`${nameOf(document, group.id)}, group of ${plural(nodes, 'node')}`}
          aria-expanded={!group.collapsed}
          aria-pressed={selection.includes(group.id)}
          className="pointer-events-none absolute top-0 left-0 rounded-lg outline-accent focus:outline-2"
          style={{ transform: `translate(${box.x}px, ${box.y}px)`, width: box.width, height: box.height }}
          onFocus={(event) => {
            if (event.currentTarget.matches(':focus-visible')) bringIntoView(group.id)
          }}
          onClick={(event) => choose(group.id, event)}
        />
      ))}
    </ViewportPortal>
  )
}

/** As of a node: selected, and then gone into the inspector for. */
function choose(id: GroupId, event: MouseEvent): void {
  const { selection } = sessionStore.getState()
  if (event.ctrlKey || event.metaKey) select([...selection.filter((other) => other !== id), id])
  else if (selection.length === 1 && selection[0] === id) focusInspector()
  else select([id])
}
