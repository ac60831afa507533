import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { useReadOnly } from './read-only.ts'
import { Words } from './Words.tsx'

interface Props {
  label: string
  /** The document's value as text. When it changes elsewhere the field follows, unless it is being edited. */
  value: string
  /** Takes what was typed; returns why it is not allowed, or null when it was done. */
  onCommit: (text: string) => string | null
  placeholder?: string
  mono?: boolean
  /** What the number counts, shown behind it: "s", "bytes". */
  unit?: string
  /** More about it than its label says. */
  hint?: string
  /** Why it cannot be edited. */
  blocked?: string | null
  /** Shown instead of a visible label when the field stands in a table. */
  hideLabel?: boolean
  /** Stands within the field's box, behind the text. */
  after?: ReactNode
  /** The keyboard is in it from the start: it was just asked for. */
  focused?: boolean
}

const box =
  'flex h-6.5 min-w-0 items-center rounded-md border has-[input:focus]:border-accent has-[input:focus]:ring-1 has-[input:focus]:ring-accent'
const input =
  'h-full w-full min-w-0 flex-1 bg-transparent px-1.5 text-sm text-text outline-none placeholder:font-sans placeholder:text-faint read-only:cursor-default read-only:text-dim'

/** The same function always, so that it is called once. */
const takeFocus = (field: HTMLInputElement | null): void => field?.focus()

/** One value of the document: committed by Enter or by leaving, taken back by Escape; a bad one says why and is not sent. */
export function Field({ label, value, onCommit, placeholder, mono, unit, hint, blocked: unable, ...rest }: Props) {
  const { hideLabel, after, focused } = rest
  const id = useId()
  const blocked = useReadOnly() ?? unable
  const [typed, setTyped] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  /** More is written than fits: the tooltip has it in full. */
  const [cut, setCut] = useState(false)

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
  const shown = typed ?? value
  const described = [unit && `${id}-unit`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className="min-w-0">
      <div
        className={hideLabel ? '' : 'grid grid-cols-[var(--label-width,5.5rem)_minmax(0,1fr)] items-center gap-2'}
        title={hint}
      >
        <label htmlFor={id} className={hideLabel ? 'sr-only' : 'truncate text-sm text-dim'}>
          {label}
        </label>
        <div className={`${box} ${blocked ? '' : 'bg-sunken'} ${error ? 'border-bad' : 'border-line'}`}>
          <input
            id={id}
            ref={focused ? takeFocus : undefined}
            value={shown}
            // An example is for who may write one.
            placeholder={blocked ? placeholder?.replace(/, or .*/, '') : placeholder}
            readOnly={Boolean(blocked)}
            title={[cut && shown, blocked].filter(Boolean).join('\n') || undefined}
            spellCheck={false}
            autoComplete="off"
            aria-invalid={error !== null}
            aria-describedby={described || undefined}
            aria-description={hint}
            className={`${input} ${mono ? 'font-mono' : ''}`}
            onChange={(event) => setTyped(event.target.value)}
            onPointerEnter={({ currentTarget: { scrollWidth, clientWidth } }) => setCut(scrollWidth > clientWidth)}
            onBlur={commit}
            onKeyDown={onKeyDown}
          />
          {unit && shown !== '' && (
            <span id={`${id}-unit`} aria-hidden="true" className="pr-1.5 text-xs text-faint">
              {unit}
            </span>
          )}
          {after}
        </div>
      </div>
      {error && (
        <p id={`${id}-error`} role="alert" className="mt-0.5 line-clamp-4 text-xs text-bad wrap-anywhere">
          <Words text={error} />
        </p>
      )}
    </div>
  )
}
