import { type Color, colorNames, isColorName } from '@etherloom/topology'
import { useId } from 'react'
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
  const group = useId()
  const readOnly = useReadOnly()
  const own = value !== null && !isColorName(value)
  const swatch = { group, readOnly }
  return (
    <div className="grid min-h-6.5 grid-cols-[5.5rem_minmax(0,1fr)] items-center gap-2">
      <span className="text-sm text-dim">{label}</span>
      <div role="radiogroup" aria-label={label} className="flex items-center gap-1 px-0.5">
        {none && (
          <Swatch {...swatch} label={none} checked={value === null} background={NONE} onPick={() => onChange(null)} />
        )}
        {colorNames.map((name) => (
          <Swatch
            key={name}
            {...swatch}
            label={name}
            checked={value === name}
            background={`var(${variable[name]})`}
            onPick={() => onChange(name)}
          />
        ))}
        <input
          type="color"
          disabled={readOnly !== null}
          aria-label={`${label}, any other`}
          title={readOnly ?? 'any other'}
          value={own ? value.slice(0, 7) : '#808080'}
          style={{ background: own ? value : ANY }}
          onChange={(event) => onChange(event.target.value.toLowerCase() as Color)}
          className={`${dot} [&::-moz-color-swatch]:opacity-0 [&::-webkit-color-swatch-wrapper]:opacity-0 ${own ? chosen : ''}`}
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

/** Struck through, so that it is not taken for white. */
const NONE = 'linear-gradient(135deg, transparent 46%, var(--bad) 46% 54%, transparent 54%)'
const ANY = 'conic-gradient(#e5484d, #e5c34d, #46a758, #3aa6c9, #5b5bd6, #c94ac9, #e5484d)'

const dot =
  'size-3.5 shrink-0 cursor-pointer appearance-none rounded-full border border-line-strong p-0 disabled:cursor-not-allowed'
const chosen = 'ring-2 ring-accent ring-offset-2 ring-offset-panel'

interface SwatchProps {
  group: string
  label: string
  checked: boolean
  background: string
  readOnly: string | null
  onPick: () => void
}

function Swatch({ group, label, checked, background, readOnly, onPick }: SwatchProps) {
  return (
    <input
      type="radio"
      name={group}
      checked={checked}
      disabled={readOnly !== null}
      aria-label={label}
      title={readOnly ?? label}
      onChange={onPick}
      style={{ background }}
      className={`${dot} ${checked ? chosen : ''}`}
    />
  )
}
