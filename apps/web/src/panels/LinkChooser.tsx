import { Popover } from '@base-ui/react/popover'
import { Cable, ChevronDown, Pin } from 'lucide-react'
import { useState } from 'react'
import { exactCount } from '../format.ts'
import { drawingOf, edgeName, edgesByName } from '../stores/drawing.ts'
import { useDocument, useSession } from '../stores/hooks.ts'
import { type CaptureId, hover, pin, setCaptures, unpin } from '../stores/session.ts'

const MOST_LISTED = 200

/** Which links' packets are listed: by name, with a search for when there are many. */
export function LinkChooser() {
  const words = useShownWords()
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={`Links whose packets are listed: ${words}`}
        title={words}
        className="inline-flex h-7 min-w-0 max-w-56 shrink items-center gap-1.5 rounded-md px-2 text-sm font-medium hover:bg-hover"
      >
        <Cable size={14} className="shrink-0 text-dim" aria-hidden="true" />
        <span className="truncate">{words}</span>
        <ChevronDown size={13} className="shrink-0 text-faint" aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner align="start" side="top" sideOffset={4} className="z-40 outline-none">
          <Popover.Popup
            aria-label="Links whose packets are listed"
            className="flex max-h-[min(26rem,var(--available-height))] w-72 flex-col rounded-lg border border-line bg-raised shadow-pop outline-none"
          >
            <Links />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Links() {
  const edges = useDocument(edgesByName)
  const [typed, setTyped] = useState('')
  const captured = useSession((session) => session.captured)
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const found = edges.filter(({ name }) => wanted.every((word) => name.toLowerCase().includes(word)))
  return (
    <>
      <input
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        placeholder="Find a link by its nodes"
        aria-label="Find a link by its nodes"
        spellCheck={false}
        className="h-9 shrink-0 border-b border-line bg-transparent px-3 text-sm placeholder:text-faint focus:outline-none"
      />
      <ul className="min-h-0 flex-1 overflow-y-auto p-1" aria-label="Links">
        {found.slice(0, MOST_LISTED).map(({ id, name }) => (
          <LinkChoice key={id} id={id} name={name} shown={captured.has(id)} />
        ))}
        {found.length === 0 && (
          <li className="px-2 py-1.5 text-sm text-faint">
            {edges.length === 0
              ? 'There is no link yet: drag from a node’s dot to another node.'
              : 'No link is called that.'}
          </li>
        )}
        {found.length > MOST_LISTED && (
          <li className="px-2 py-1 text-xs text-faint">and {exactCount(found.length - MOST_LISTED)} more</li>
        )}
      </ul>
      <div className="flex shrink-0 gap-1 border-t border-line p-1">
        <FootButton
          words={wanted.length > 0 ? `All ${exactCount(found.length)} found` : 'All of them'}
          blocked={
            found.length > MOST_AT_ONCE
              ? `At most ${MOST_AT_ONCE} links at once: type part of a node’s name first.`
              : found.length === 0
                ? 'There is no link to list.'
                : null
          }
          onPress={() => pin(found.map(({ id }) => id))}
        />
        <FootButton
          words="None"
          blocked={captured.size === 0 ? 'No link is listed.' : null}
          onPress={() => setCaptures(new Set(), new Set())}
        />
      </div>
    </>
  )
}

/** Every captured link is a tap in the kernel: more than these are a lab's, not a list's. */
const MOST_AT_ONCE = 256

function LinkChoice({ id, name, shown }: { id: CaptureId; name: string; shown: boolean }) {
  const pinned = useSession((session) => session.pinned.has(id))
  return (
    <li>
      <label
        className="flex h-7 items-center gap-2 rounded px-2 hover:bg-hover has-focus-visible:bg-hover"
        onMouseEnter={() => hover(id)}
        onMouseLeave={() => hover(null)}
      >
        <input
          type="checkbox"
          checked={shown}
          onChange={() => (shown ? unpin([id]) : pin([id]))}
          className="accent-(--accent)"
        />
        <span className="min-w-0 flex-1 truncate text-sm" title={name}>
          {name}
        </span>
        {shown && pinned && <Pin size={12} className="text-faint" aria-label="stays while other links are looked at" />}
      </label>
    </li>
  )
}

function FootButton({ words, blocked, onPress }: { words: string; blocked: string | null; onPress: () => void }) {
  return (
    <button
      type="button"
      aria-disabled={blocked !== null || undefined}
      aria-description={blocked ?? undefined}
      title={blocked ?? undefined}
      className="h-7 rounded px-2 text-sm text-dim hover:bg-hover aria-disabled:cursor-not-allowed aria-disabled:opacity-50"
      onClick={blocked === null ? onPress : undefined}
    >
      {words}
    </button>
  )
}

/** The names of one or two links, the number of more. */
function useShownWords(): string {
  const captured = useSession((session) => session.captured)
  return useDocument((document) => {
    const { edgeById } = drawingOf(document)
    const [edge, ...others] = [...captured].flatMap((id) => edgeById.get(id) ?? [])
    if (!edge) return 'No link'
    return others.length === 0 ? edgeName(document, edge) : `${exactCount(others.length + 1)} links`
  })
}
