import { find, labRecord, setFields } from '@etherloom/topology'
import { useEffect, useRef, useState } from 'react'
import { useDocumentState } from '../stores/hooks.ts'
import { attempt } from '../transport/lab.ts'
import { whyViewOnly } from '../transport/view-only.ts'
import { schemaError } from '../ui/schema-error.ts'

const ID = 'lab-name'
/** The menu's Rename: the name in the bar is the field. */
export function renameLab(): void {
  // After the menu has given the focus back.
  requestAnimationFrame(() => document.getElementById(ID)?.focus())
}

/** The lab's name, edited where it stands. */
export function LabName() {
  // Nobody knows it before the lab is here.
  const name = useDocumentState(({ loaded, document }) => (loaded ? (find(document, 'lab:lab')?.name ?? '') : ''))
  const fixed = name === '' || whyViewOnly() !== null
  const [error, setError] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    setError(null)
    window.document.title = name === '' ? 'Etherloom' : `${name} · Etherloom`
    if (input.current) input.current.value = name
  }, [name])
  const commit = (): void => {
    const typed = input.current!.value.trim()
    const why =
      typed === name
        ? null
        : (schemaError(labRecord.shape.name, typed) ?? attempt((doc) => setFields(doc, 'lab:lab', { name: typed })))
    setError(why)
    if (why === null) input.current!.value = typed
  }
  return (
    // Of all that is in the bar, the name gives way.
    <span className="flex min-w-20 shrink! items-center gap-1.5">
      <input
        id={ID}
        ref={input}
        aria-label="Lab name"
        placeholder={name === '' ? 'Opening…' : undefined}
        readOnly={fixed}
        title={fixed ? name : `${name}\nClick to rename`}
        aria-invalid={error !== null}
        aria-describedby={error ? `${ID}-error` : undefined}
        defaultValue={name}
        spellCheck={false}
        className={`field-sizing-content h-7 max-w-72 min-w-20 shrink truncate rounded-md border bg-transparent px-1.5 font-semibold focus:bg-raised focus:outline-none ${error ? 'border-bad' : 'border-transparent hover:border-line focus:border-accent'}`}
        onFocus={(event) => event.target.select()}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.value = name
          if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      {error && (
        <p id={`${ID}-error`} role="alert" title={error} className="line-clamp-2 w-60 text-xs leading-tight text-bad">
          {error}
        </p>
      )}
    </span>
  )
}
