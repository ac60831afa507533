import { find, hasStack, type NodeId } from '@etherloom/topology'
import { capitalized, exactCount, withArticle } from '../format.ts'
import { consoleNodes } from '../stores/drawing.ts'
import { useDocument, useDocumentLater, useSession } from '../stores/hooks.ts'
import { ConsoleView } from './ConsoleView.tsx'
import { openConsole } from './open-console.ts'

/** The console of the node picked last; the list on the left goes to any other. */
export function ConsolePanel() {
  const chosen = useSession((session) => session.consoleNode)
  const node = useDocument((document) => (chosen ? find(document, chosen) : undefined))
  const canType = node !== undefined && hasStack(node.kind)
  return (
    <div className="flex h-full">
      <NodeTabs chosen={chosen} />
      {canType ? (
        <ConsoleView key={node.id} id={node.id} name={node.name} />
      ) : (
        <p className="flex flex-1 items-center justify-center text-dim">
          {node
            ? `${capitalized(withArticle(node.kind))} runs no commands; pick a PC, router, jail or zone.`
            : 'Pick a node to type commands in it.'}
        </p>
      )}
    </div>
  )
}

const MOST_LISTED = 300

function NodeTabs({ chosen }: { chosen: NodeId | null }) {
  const list = consoleNodes(useDocumentLater())
  return (
    <ul aria-label="Consoles" className="w-36 shrink-0 overflow-y-auto border-r border-line p-1">
      {list.slice(0, MOST_LISTED).map((node) => (
        <li key={node.id}>
          <button
            type="button"
            title={node.name}
            aria-current={node.id === chosen || undefined}
            className="h-6 w-full truncate rounded-md px-2 text-left text-sm text-dim hover:bg-hover aria-[current]:bg-accent-soft aria-[current]:text-accent"
            onClick={() => openConsole(node.id)}
          >
            {node.name}
          </button>
        </li>
      ))}
      {list.length > MOST_LISTED && (
        <li className="px-2 py-1 text-xs text-faint">
          and {exactCount(list.length - MOST_LISTED)} more: select a node, then “Console” in the inspector
        </li>
      )}
    </ul>
  )
}
