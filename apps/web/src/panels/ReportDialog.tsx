import { Dialog } from '@base-ui/react/dialog'
import { useStore } from 'zustand'
import { plural } from '../format.ts'
import type { LossGroup } from '../transport/api.ts'
import { Button } from '../ui/Button.tsx'
import { Words } from '../ui/Words.tsx'
import { reportStore } from './report.ts'

/** What was not carried from one kind of file to the other, and why; or why a file could not be read at all. */
export function ReportDialog() {
  const { open, report } = useStore(reportStore)
  const close = (): void => reportStore.setState({ open: false })
  const gone = report?.losses.filter(({ kept }) => !kept) ?? []
  const kept = report?.losses.filter(({ kept }) => kept) ?? []
  return (
    <Dialog.Root open={open} onOpenChange={(isOpen) => reportStore.setState({ open: isOpen })}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-50 bg-black/30" />
        <Dialog.Popup className="fixed top-1/2 left-1/2 z-50 flex max-h-[80vh] w-152 max-w-[94vw] -translate-1/2 flex-col rounded-xl border border-line bg-raised p-5 shadow-pop outline-none">
          <Dialog.Title className="mb-1.5 text-[15px] font-semibold break-words">{report?.title}</Dialog.Title>
          <Dialog.Description className="text-dim break-words">
            {report && <Words text={report.text} />}
          </Dialog.Description>
          {report?.note && (
            <p className="mt-2 text-sm text-faint">
              <Words text={report.note} />
            </p>
          )}
          {report && (report.errors || report.losses.length > 0) && (
            <section
              aria-label="What, and why"
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a list of errors holds nothing that has the focus, and is scrolled by keys
              tabIndex={0}
              className="min-h-0 overflow-y-auto rounded outline-offset-2"
            >
              {report.errors && <Errors {...report.errors} />}
              <Losses title="Not carried" losses={gone} />
              <Losses title="Kept, without effect here" losses={kept} />
            </section>
          )}
          <div className="mt-4 flex justify-end">
            <Button label="Close" text="Close" tone="primary" onPress={close} />
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Errors({ told, more }: { told: readonly string[]; more: number }) {
  return (
    <section aria-label="Errors" className="mt-3">
      <h3 className="mb-1 text-sm font-semibold">
        Errors <span className="font-normal text-faint">{told.length + more}</span>
      </h3>
      <ul className="flex flex-col gap-1 text-sm text-dim">
        {told.map((words) => (
          <li key={words} className="rounded-md border border-line px-2 py-1 break-words">
            <Words text={words} />
          </li>
        ))}
        {more > 0 && <li className="text-faint">and {more} more</li>}
      </ul>
    </section>
  )
}

function Losses({ title, losses }: { title: string; losses: readonly LossGroup[] }) {
  if (losses.length === 0) return null
  const count = losses.reduce((sum, each) => sum + each.count, 0)
  return (
    <section aria-label={title} className="mt-3">
      <h3 className="mb-1 text-sm font-semibold">
        {title} <span className="font-normal text-faint">{plural(count, 'thing')}</span>
      </h3>
      <ul className="flex flex-col gap-1">
        {losses.map(({ what, why, count, examples }) => (
          <li key={`${what} ${why}`}>
            <details className="rounded-md border border-line px-2 py-1">
              <summary className="cursor-default rounded text-sm select-none">
                <span className="font-mono text-xs">{what}</span>
                {count > 1 && <span className="text-faint"> × {count}</span>}
                <span className="text-dim">
                  : <Words text={why} />
                </span>
              </summary>
              <ul className="mt-1 flex flex-col gap-0.5 pl-3 font-mono text-xs text-dim">
                {examples.map(({ where, value }) => (
                  <li key={`${where} ${value}`} className="break-all">
                    {where}
                    {value && <span className="text-faint"> {value}</span>}
                  </li>
                ))}
                {count > examples.length && (
                  <li className="font-sans text-faint">and {count - examples.length} more</li>
                )}
              </ul>
            </details>
          </li>
        ))}
      </ul>
    </section>
  )
}
