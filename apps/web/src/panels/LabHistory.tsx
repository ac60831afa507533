import { History } from 'lucide-react'
import { useEffect, useState } from 'react'
import { exactWhen, when } from '../format.ts'
import { useDocumentState } from '../stores/hooks.ts'
import {
  type Changes,
  changesTo,
  goBackTo,
  type LabHistory as Listed,
  listHistory,
  type Revision,
} from '../transport/api.ts'
import { clientId } from '../transport/client-id.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { tell, tellError } from '../ui/toast-manager.ts'
import { historyDialog } from './dialogs.ts'

/** Everything that was done to the lab; going back to any of it is an edit like any other. */
export function LabHistory() {
  return (
    <Dialog handle={historyDialog} title="History" width="w-160">
      <Contents />
    </Dialog>
  )
}

function Contents() {
  const lab = useDocumentState((state) => state.lab)
  const [history, setHistory] = useState<Listed | null>(null)
  const [chosen, setChosen] = useState<number | null>(null)
  useEffect(() => {
    if (lab) listHistory(lab).then(setHistory, (error) => tellError('The history could not be read', error))
  }, [lab])
  if (!lab || !history) return <p className="text-sm text-faint">Looking…</p>
  const { revisions } = history
  if (history.rev === 0) return <NoRevisions created={history.created} />
  const more = async (): Promise<void> => {
    const next = await listHistory(lab, revisions.at(-1)!.rev)
    setHistory({ ...history, revisions: [...revisions, ...next.revisions] })
  }
  const isWhole = revisions.length === 0 || revisions.at(-1)!.rev === 1
  return (
    <div className="grid min-h-0 gap-4 sm:grid-cols-[minmax(0,1fr)_14rem]">
      <ul
        aria-label="Revisions"
        className="max-h-[60vh] overflow-y-auto rounded-lg border border-line max-sm:max-h-[40vh]"
      >
        {revisions.map((revision) => (
          <Row
            key={revision.rev}
            revision={revision}
            now={revision.rev === history.rev}
            chosen={revision.rev === chosen}
            onChoose={() => setChosen(revision.rev)}
          />
        ))}
        {isWhole ? (
          <Row
            revision={{ rev: 0, label: 'The lab as it was made', author: '', kind: 'op', at: history.created }}
            now={history.rev === 0}
            chosen={chosen === 0}
            onChoose={() => setChosen(0)}
          />
        ) : (
          <li className="p-1">
            <Button
              label="Earlier"
              text="Earlier…"
              onPress={() => void more().catch((error) => tellError('The history could not be read', error))}
            />
          </li>
        )}
      </ul>
      <Preview key={chosen} lab={lab} rev={chosen} now={history.rev} />
    </div>
  )
}

/** What the history will be, before there is any. */
function NoRevisions({ created }: { created: number }) {
  return (
    <div className="flex items-center gap-6 px-2 py-4">
      <svg width="104" height="96" viewBox="0 0 104 96" fill="none" className="shrink-0" aria-hidden="true">
        <path d="M12 12v72" stroke="var(--line-strong)" strokeWidth="2" />
        {[12, 36, 60, 84].map((y, i) => (
          <g key={y}>
            <circle cx="12" cy={y} r="5" fill={i === 0 ? 'var(--accent)' : 'var(--raised)'} stroke="var(--accent)" />
            <path
              d={`M28 ${y}h${[64, 48, 70, 40][i]}`}
              stroke="var(--line-strong)"
              strokeWidth="6"
              strokeLinecap="round"
            />
          </g>
        ))}
        <path d="M20 60c14-6 14-38 2-44m0 0l7 1m-7-1l1 8" stroke="var(--accent)" strokeWidth="1.5" />
      </svg>
      <div className="max-w-md">
        <p className="font-semibold">Nothing has been done to this lab yet.</p>
        <p className="mt-1 text-sm text-dim">
          It is as it was made, {exactWhen(new Date(created))}. From now on each edit is a line here: what was done, by
          whom and when.
        </p>
        <p className="mt-1 text-sm text-dim">
          Choose one, and you see what going back to it would change. Going back is an edit too: undo takes you forward
          again.
        </p>
      </div>
    </div>
  )
}

interface RowProps {
  revision: Revision
  now: boolean
  chosen: boolean
  onChoose: () => void
}

function Row({ revision: { label, author, at }, now, chosen, onChoose }: RowProps) {
  const done = new Date(at)
  return (
    <li className="border-b border-line last:border-b-0">
      <button
        type="button"
        aria-pressed={chosen}
        className="group flex w-full items-baseline gap-2 px-3 py-1.5 text-left text-sm -outline-offset-2 hover:bg-hover aria-pressed:bg-accent-soft"
        onClick={onChoose}
      >
        <span className="line-clamp-2 min-w-0 flex-1 break-words" title={label}>
          {label}
        </span>
        {now && <span className="text-xs text-accent">now</span>}
        <span className="max-w-24 truncate text-xs text-dim" title={author}>
          {author}
        </span>
        <time
          className="text-xs whitespace-nowrap text-faint group-aria-pressed:text-dim"
          dateTime={done.toISOString()}
          title={exactWhen(done)}
        >
          {when(done, new Date())}
        </time>
      </button>
    </li>
  )
}

/** What going back would do, in words, before it is done. */
function Preview({ lab, rev, now }: { lab: string; rev: number | null; now: number }) {
  const [changes, setChanges] = useState<Changes | null>(null)
  useEffect(() => {
    if (rev === null || rev === now) return
    changesTo(lab, rev).then(setChanges, (error) => tellError('That revision cannot be shown', error))
  }, [lab, rev, now])
  if (rev === null)
    return <p className="text-sm text-faint">Choose a revision to see what going back to it would change.</p>
  if (rev === now) return <p className="text-sm text-faint">This is the lab as it is now.</p>
  const goBack = async (): Promise<void> => {
    try {
      await goBackTo(lab, rev, clientId())
      historyDialog.close()
      tell('Back at that revision', 'Undo takes you forward again.')
    } catch (error) {
      tellError('The lab could not go back', error)
    }
  }
  const same = changes?.changes.length === 0
  return (
    <section aria-label="What going back would change" className="flex min-h-0 flex-col gap-2 text-sm">
      <h3 className="font-semibold">Going back</h3>
      <ul className="min-h-0 flex-1 overflow-y-auto text-dim">
        {changes?.changes.map((line) => (
          <li key={line} className="py-0.5 break-words">
            {line}
          </li>
        ))}
        {changes !== null && changes.more > 0 && <li className="text-faint">and {changes.more} more</li>}
        {same && <li className="text-faint">Nothing: the lab is the same now.</li>}
        {changes === null && <li className="text-faint">Looking…</li>}
      </ul>
      <Button
        label="Go back to this revision"
        text="Go back to this"
        icon={<History size={15} />}
        tone="primary"
        blocked={changes === null ? 'Still looking what would change.' : same ? 'The lab is the same now.' : null}
        onPress={() => void goBack()}
      />
    </section>
  )
}
