import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { useReadOnly } from './read-only.ts'

interface Props {
  label: string
  /** The document's value as text. When it changes elsewhere the field follows, unless it is being edited. */
  value: string
  /** Takes what was typed; returns why it is not allowed, or null when it was done. */
  onCommit: (text: string) => string | null
  placeholder?: string
  mono?: boolean
  /** Why it cannot be edited. */
  blocked?: string | null
  /** Shown instead of a visible label when the field stands in a table. */
  hideLabel?: boolean
  after?: ReactNode
}

const input =
  'h-6.5 w-full min-w-0 rounded-md border bg-sunken px-1.5 text-sm text-text placeholder:text-faint focus:border-accent focus:bg-raised focus:outline-none read-only:cursor-default read-only:bg-transparent read-only:text-dim'

/** One value of the document: committed by Enter or by leaving, taken back by Escape; a bad one says why and is not sent. */
export function Field({ label, value, onCommit, placeholder, mono, blocked: unable, hideLabel, after }: Props) {
  const id = useId()
  const blocked = useReadOnly() ?? unable
  const [typed, setTyped] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)

  const commit = (): void => {
    if (typed === null) return
    const why = typed.trim() === value ? null : onCommit(typed.trim())
    setError(why)
    if (why === null) setTyped(null)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') commit()
    if (event.key !== 'Escape' || typed === null) return
    // What was typed is taken back; Escape again leaves the field.
    event.preventDefault()
    setTyped(null)
    setError(null)
  }
  return (
    <div className="min-w-0">
      <div className={hideLabel ? '' : 'grid grid-cols-[5.5rem_1fr] items-center gap-2'}>
        <label htmlFor={id} className={hideLabel ? 'sr-only' : 'truncate text-sm text-dim'}>
          {label}
        </label>
        <div className="flex min-w-0 items-center gap-1">
          <input
            id={id}
            value={typed ?? value}
            placeholder={placeholder}
            readOnly={Boolean(blocked)}
            title={blocked ?? undefined}
            spellCheck={false}
            autoComplete="off"
            aria-invalid={error !== null}
            aria-describedby={error ? `${id}-error` : undefined}
            className={`${input} ${mono ? 'font-mono' : ''} ${error ? 'border-bad' : 'border-line'}`}
            onChange={(event) => setTyped(event.target.value)}
            onBlur={commit}
            onKeyDown={onKeyDown}
          />
          {after}
        </div>
      </div>
      {error && (
        <p id={`${id}-error`} role="alert" className="mt-0.5 text-xs text-bad">
          {error}
        </p>
      )}
    </div>
  )
}
