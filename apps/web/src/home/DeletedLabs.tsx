import { ArchiveRestore, Trash2 } from 'lucide-react'
import { when } from '../format.ts'
import { type DeletedLab, listDeleted, purgeLab } from '../transport/api.ts'
import { bringBack } from '../transport/labs.ts'
import { tellError } from '../ui/toast-manager.ts'
import { useListed } from './use-listed.tsx'

/** What was deleted and can still be brought back. Nothing is shown when there is nothing. */
export function DeletedLabs() {
  const { list, refresh } = useListed<DeletedLab>(listDeleted)
  if (!list || list.length === 0) return null
  const purge = (id: string): void => {
    purgeLab(id).then(refresh, (error) => tellError('It could not be deleted for good', error))
  }
  return (
    <details className="mt-4 shrink-0 text-sm">
      <summary className="cursor-pointer text-dim hover:text-text">Deleted labs ({list.length})</summary>
      <ul aria-label="Deleted labs" className="mt-2 max-h-56 overflow-y-auto rounded-xl border border-line bg-panel">
        {list.map(({ id, name, goneAt }) => (
          <li key={id} className="flex min-h-9 items-center gap-1 border-b border-line pr-1.5 pl-3 last:border-b-0">
            <span className="line-clamp-2 min-w-0 flex-1 py-1 break-words" title={name}>
              {name}
            </span>
            <span className="text-xs whitespace-nowrap text-faint">until {when(new Date(goneAt), new Date())}</span>
            <button
              type="button"
              aria-label={`Bring back ${name}`}
              title="Bring it back"
              className="rounded p-1.5 text-dim hover:bg-hover hover:text-text"
              onClick={() => void bringBack(id)}
            >
              <ArchiveRestore size={14} />
            </button>
            <button
              type="button"
              aria-label={`Delete ${name} for good`}
              title="Delete it for good"
              className="rounded p-1.5 text-faint hover:bg-bad-soft hover:text-bad"
              onClick={() => purge(id)}
            >
              <Trash2 size={14} />
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}
