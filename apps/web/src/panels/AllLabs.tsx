import { FolderOpen, Search, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { plural } from '../format.ts'
import { useDocumentState } from '../stores/hooks.ts'
import { type ListedLab, listLabs } from '../transport/api.ts'
import { goToLab } from '../transport/labs.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { tellError } from '../ui/toast-manager.ts'
import { askToDelete } from './DeleteLab.tsx'
import { allLabsDialog } from './dialogs.ts'

const MOST_LISTED = 200

/** Every lab on the server, found by name, opened or deleted. */
export function AllLabs() {
  return (
    <Dialog handle={allLabsDialog} title="All labs" width="w-120">
      <Labs />
    </Dialog>
  )
}

function Labs() {
  const [labs, setLabs] = useState<readonly ListedLab[] | null>(null)
  const [wanted, setWanted] = useState('')
  const refresh = (): void => {
    listLabs().then(setLabs, (error) => tellError('The labs could not be listed', error))
  }
  useEffect(refresh, [])
  if (!labs) return <p className="text-sm text-faint">Looking…</p>
  const words = wanted.toLowerCase().split(/\s+/)
  const found = labs.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
  return (
    <>
      <label className="mb-2 flex items-center gap-2 rounded-md border border-line bg-sunken px-2 focus-within:border-accent">
        <Search size={14} className="text-faint" aria-hidden="true" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to find a lab
          autoFocus
          aria-label="Find a lab"
          placeholder={`Find among ${plural(labs.length, 'lab')}`}
          value={wanted}
          spellCheck={false}
          className="h-8 w-full bg-transparent text-sm outline-none"
          onChange={(event) => setWanted(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !found[0]) return
            goToLab(found[0].id)
            allLabsDialog.close()
          }}
        />
      </label>
      <ul aria-label="Labs" className="-mx-2 min-h-40 overflow-y-auto">
        {found.slice(0, MOST_LISTED).map((lab) => (
          <LabRow key={lab.id} lab={lab} onDeleted={refresh} />
        ))}
      </ul>
      {found.length === 0 && <p className="text-sm text-faint">No lab is called that.</p>}
      {found.length > MOST_LISTED && (
        <p className="mt-2 text-xs text-faint">and {found.length - MOST_LISTED} more: type a part of the name</p>
      )}
    </>
  )
}

function LabRow({ lab, onDeleted }: { lab: ListedLab; onDeleted: () => void }) {
  const isOpen = useDocumentState((state) => state.lab === lab.id)
  const changed = new Date(lab.modified)
  return (
    <li className="group flex items-center rounded-md hover:bg-hover">
      <button
        type="button"
        aria-current={isOpen || undefined}
        className="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-left text-sm"
        onClick={() => {
          goToLab(lab.id)
          allLabsDialog.close()
        }}
      >
        <FolderOpen size={15} className={isOpen ? 'text-accent' : 'text-dim'} aria-hidden="true" />
        <span className="min-w-0 flex-1 truncate">{lab.name}</span>
        <time className="text-xs whitespace-nowrap text-faint" dateTime={changed.toISOString()}>
          {isOpen ? 'open here' : changed.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}
        </time>
      </button>
      <button
        type="button"
        aria-label={`Delete ${lab.name}`}
        className="mr-1 rounded p-1.5 text-faint hover:bg-bad-soft hover:text-bad"
        onClick={() => askToDelete(lab, onDeleted)}
      >
        <Trash2 size={14} />
      </button>
    </li>
  )
}
