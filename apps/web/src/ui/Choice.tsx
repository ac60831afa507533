import { useId } from 'react'

interface Props<T extends string> {
  label: string
  /** Null where several things differ. */
  value: T | null
  options: readonly (readonly [value: T, words: string])[]
  onChange: (value: T) => void
}

export function Choice<T extends string>({ label, value, options, onChange }: Props<T>) {
  const id = useId()
  return (
    <div className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-center gap-2">
      <label htmlFor={id} className="text-sm text-dim">
        {label}
      </label>
      <select
        id={id}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value as T)}
        className="h-6.5 w-full min-w-0 rounded-md border border-line bg-sunken px-1 text-sm focus:border-accent focus:outline-none"
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
