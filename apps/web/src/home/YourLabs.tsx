import { FolderOpen, Search, Trash2 } from 'lucide-react'
import { type MouseEvent, useState } from 'react'
import { exactWhen, plural, when } from '../format.ts'
import { askToDelete } from '../panels/DeleteLab.tsx'
import type { ListedLab } from '../transport/api.ts'
import { goToLab, pathOf } from '../transport/labs.ts'
import { DeletedLabs } from './DeletedLabs.tsx'
import type { Listed } from './use-listed.tsx'

const MOST_LISTED = 200
/** Fewer are found by looking. */
const WORTH_SEARCHING = 8

interface Props {
  mine: Listed<ListedLab>
  /** Beside the ready labs it stays in sight while they are scrolled; below or above them it is not higher than the window. */
  beside: boolean
}

/** Every lab on the server, the one changed last first; found by name, opened or deleted. */
export function YourLabs({ mine, beside }: Props) {
  const { list, refresh, note } = mine
  const [wanted, setWanted] = useState('')
  const words = wanted.toLowerCase().split(/\s+/)
  const labs = list ?? []
  const found = labs.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
  return (
    <section
      aria-label="Your labs"
      className={`flex flex-col ${beside ? 'sticky top-6 max-h-[calc(100vh-5.75rem)] self-start' : ''}`}
    >
      <h2 className="mb-3 flex items-baseline gap-2 text-[15px] font-semibold">
        Your labs
        {labs.length > 0 && <span className="text-sm font-normal text-faint">{labs.length}</span>}
      </h2>
      {labs.length >= WORTH_SEARCHING && (
        <label className="mb-2 flex shrink-0 items-center gap-2 rounded-md border border-line bg-panel px-2 focus-within:border-accent">
          <Search size={14} className="text-faint" aria-hidden="true" />
          <input
            aria-label="Find a lab"
            placeholder={`Find among ${plural(labs.length, 'lab')}`}
            value={wanted}
            spellCheck={false}
            className="h-8 w-full bg-transparent text-sm outline-none"
            onChange={(event) => setWanted(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && found[0]) goToLab(found[0].id)
            }}
          />
        </label>
      )}
      {note}
      {list?.length === 0 && (
        <p className="rounded-xl border border-dashed border-line-strong px-4 py-5 text-sm text-dim">
          None yet. Open a ready lab, which makes a copy of your own, or begin with an empty one. What you draw is kept
          here as you draw it.
        </p>
      )}
      {labs.length > 0 && (
        <ul
          aria-label="Labs"
          className={`overflow-x-hidden overflow-y-auto overscroll-contain rounded-xl border border-line bg-panel ${beside ? 'min-h-40' : 'max-h-80'}`}
        >
          {found.slice(0, MOST_LISTED).map((lab) => (
            <LabRow key={lab.id} lab={lab} onDeleted={refresh} />
          ))}
        </ul>
      )}
      {labs.length > 0 && found.length === 0 && <p className="px-3 py-2 text-sm text-faint">No lab is called that.</p>}
      {found.length > MOST_LISTED && (
        <p className="mt-2 text-xs text-faint">and {found.length - MOST_LISTED} more: type a part of the name</p>
      )}
      <DeletedLabs key={labs.length} />
    </section>
  )
}

function LabRow({ lab, onDeleted }: { lab: ListedLab; onDeleted: () => void }) {
  const changed = new Date(lab.modified)
  // A link, so that it opens in a tab of its own as any other does.
  const onClick = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    goToLab(lab.id)
  }
  return (
    <li className="flex items-center border-b border-line last:border-b-0 hover:bg-hover">
      <a
        href={pathOf(lab.id)}
        className="flex min-h-9 min-w-0 flex-1 items-center gap-2 px-3 py-1.5 text-sm -outline-offset-2"
        onClick={onClick}
      >
        <FolderOpen size={15} className="shrink-0 text-dim" aria-hidden="true" />
        <span className="line-clamp-2 min-w-0 flex-1 break-words" title={lab.name}>
          {lab.name}
        </span>
        <time
          className="text-xs whitespace-nowrap text-faint"
          dateTime={changed.toISOString()}
          title={exactWhen(changed)}
        >
          {when(changed, new Date())}
        </time>
      </a>
      <button
        type="button"
        aria-label={`Delete ${lab.name}`}
        className="mr-1.5 rounded p-1.5 text-faint hover:bg-bad-soft hover:text-bad"
        onClick={() => askToDelete(lab, onDeleted)}
      >
        <Trash2 size={14} />
      </button>
    </li>
  )
}
