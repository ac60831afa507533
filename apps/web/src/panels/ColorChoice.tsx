import { type Color, colorNames, isColorName } from '@etherloom/topology'
import { useReadOnly } from '../ui/read-only.ts'

interface Props {
  label: string
  value: Color | null
  /** Whether there may be none. */
  none?: string
  onChange: (value: Color | null) => void
}

/** One of the theme's colours, one of one's own, or none. */
export function ColorChoice({ label, value, none, onChange }: Props) {
  const readOnly = useReadOnly()
  const own = value !== null && !isColorName(value)
  return (
    <div className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-center gap-2">
      <span className="text-sm text-dim">{label}</span>
      <div role="radiogroup" aria-label={label} className="flex items-center gap-0.75">
        {none && (
          <Swatch label={none} checked={value === null} style={{ background: 'none' }} onPick={() => onChange(null)} />
        )}
        {colorNames.map((name) => (
          <Swatch
            key={name}
            label={name}
            checked={value === name}
            style={{ background: `var(${variable[name]})` }}
            onPick={() => onChange(name)}
          />
        ))}
        <input
          type="color"
          disabled={readOnly !== null}
          aria-label={`${label}, any other`}
          title="Any other"
          value={own ? value.slice(0, 7) : '#808080'}
          onChange={(event) => onChange(event.target.value.toLowerCase() as Color)}
          className={`size-4 shrink-0 rounded border bg-transparent p-0 ${own ? 'border-accent' : 'border-line'}`}
        />
      </div>
    </div>
  )
}

const variable = {
  ink: '--text',
  gray: '--dim',
  blue: '--accent',
  teal: '--kind-switch',
  green: '--ok',
  amber: '--warn',
  red: '--bad',
  violet: '--kind-etherstub',
} as const

interface SwatchProps {
  label: string
  checked: boolean
  style: { background: string }
  onPick: () => void
}

function Swatch({ label, checked, style, onPick }: SwatchProps) {
  const readOnly = useReadOnly()
  return (
    <button
      type="button"
      role="radio"
      disabled={readOnly !== null}
      aria-checked={checked}
      aria-label={label}
      title={label}
      onClick={onPick}
      style={style}
      className={`size-3.5 shrink-0 rounded-full border ${checked ? 'border-transparent ring-2 ring-accent' : 'border-line-strong'}`}
    />
  )
}
