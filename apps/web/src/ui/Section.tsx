import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { exactCount } from '../format.ts'

interface Props {
  title: string
  count?: number
  actions?: ReactNode
  children: ReactNode
}

/** Titles of the sections folded away, whichever thing is looked at: theirs who looks, until the page is left. */
const folded = createStore<ReadonlySet<string>>(() => new Set())

function toggle(title: string): void {
  const next = new Set(folded.getState())
  if (!next.delete(title)) next.add(title)
  folded.setState(next, true)
}

/** A part of a form under its title, which folds it away. */
export function Section({ title, count, actions, children }: Props) {
  const open = useStore(folded, (titles) => !titles.has(title))
  const id = useId()
  return (
    <section className="border-b border-line px-3 py-2.5 last:border-b-0" aria-label={title}>
      <div className={`flex min-h-6 items-center gap-1.5 ${open ? 'mb-1.5' : ''}`}>
        <h3 className="text-sm font-semibold">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={id}
            className="group flex items-center gap-1.5 rounded"
            onClick={() => toggle(title)}
          >
            {title}
            {count !== undefined && <span className="font-normal text-faint">{exactCount(count)}</span>}
            <ChevronDown
              size={13}
              aria-hidden="true"
              className={`text-faint transition-transform ${open ? 'opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100' : '-rotate-90'}`}
            />
          </button>
        </h3>
        <span className="flex-1" />
        {/* The words of a plain button end where the fields below do; what is around them sticks out. */}
        {open && <div className="-mr-2 flex">{actions}</div>}
      </div>
      <div id={id} hidden={!open} className={open ? 'flex flex-col gap-1.5' : ''}>
        {open && children}
      </div>
    </section>
  )
}
