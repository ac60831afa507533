import { useId } from 'react'
import { useReadOnly } from './read-only.ts'

interface Props<T extends string> {
  label: string
  /** Null where several things differ. */
  value: T | null
  options: readonly (readonly [value: T, words: string])[]
  onChange: (value: T) => void
}

export function Choice<T extends string>({ label, value, options, onChange }: Props<T>) {
  const id = useId()
  const blocked = useReadOnly()
  return (
    <div className="grid grid-cols-[var(--label-width,5.5rem)_minmax(0,1fr)] items-center gap-2">
      <label htmlFor={id} className="text-sm text-dim">
        {label}
      </label>
      <select
        id={id}
        value={value ?? ''}
        disabled={blocked !== null}
        title={blocked ?? undefined}
        onChange={(event) => onChange(event.target.value as T)}
        className="h-6.5 w-full min-w-0 rounded-md border border-line bg-sunken px-0.5 text-sm focus:border-accent focus:ring-1 focus:ring-accent focus:outline-none disabled:cursor-not-allowed disabled:opacity-60"
      >
        {value === null && (
          <option value="" disabled>
            different
          </option>
        )}
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
    </div>
  )
}
