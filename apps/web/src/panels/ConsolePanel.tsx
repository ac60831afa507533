import { find, hasStack, type NodeId, nodes } from '@etherloom/topology'
import { naturally } from '../stores/drawing.ts'
import { useDocument, useDocumentShallow, useSession } from '../stores/hooks.ts'
import { sessionStore } from '../stores/session.ts'
import { ConsoleView } from './ConsoleView.tsx'

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
            ? `A ${node.kind} runs no commands; pick a PC, router, jail or zone.`
            : 'Pick a node to type commands in it.'}
        </p>
      )}
    </div>
  )
}

const MOST_LISTED = 300

function NodeTabs({ chosen }: { chosen: NodeId | null }) {
  const list = useDocumentShallow((document) =>
    nodes(document)
      .filter((node) => hasStack(node.kind))
      .sort((a, b) => naturally(a.name, b.name))
      .slice(0, MOST_LISTED),
  )
  return (
    <ul aria-label="Consoles" className="w-36 shrink-0 overflow-y-auto border-r border-line p-1">
      {list.map((node) => (
        <li key={node.id}>
          <button
            type="button"
            aria-current={node.id === chosen || undefined}
            className="h-6 w-full truncate rounded-md px-2 text-left text-sm text-dim hover:bg-hover aria-[current]:bg-accent-soft aria-[current]:text-accent"
            onClick={() => sessionStore.setState({ consoleNode: node.id })}
          >
            {node.name}
          </button>
        </li>
      ))}
    </ul>
  )
}
