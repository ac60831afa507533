import type { ReactNode } from 'react'
import { Hint } from './Hint.tsx'
import { useReadOnly } from './read-only.ts'

interface Props {
  /** Accessible name, and the tooltip's first words. */
  label: string
  icon?: ReactNode
  /** Visible text; the label is used when there is no icon. */
  text?: string
  /** More about what it will do: "Undo “Wire pc1 to switch1”". */
  detail?: string | undefined
  shortcut?: string
  /** Why it cannot be pressed now. The button stays focusable so that everyone can find out. */
  blocked?: string | null | undefined
  /** `bordered` stands alone in a form, where nothing else says that it can be pressed. */
  tone?: 'plain' | 'bordered' | 'primary' | 'danger'
  pressed?: boolean
  /** What its tooltip stands beside, see Hint. */
  beside?: string
  /** It changes nothing: also pressed where nothing may be changed. */
  harmless?: boolean
  onPress: () => void
}

const base =
  'inline-flex h-7 shrink-0 items-center justify-center gap-1.5 rounded-md px-2 text-sm font-medium whitespace-nowrap select-none'
const tones = {
  plain: 'text-text hover:bg-hover active:bg-line aria-pressed:bg-accent-soft aria-pressed:text-accent',
  bordered: 'border border-line bg-raised text-text hover:bg-hover active:bg-line',
  primary: 'bg-accent text-on-accent hover:brightness-110 active:brightness-95',
  danger: 'text-bad hover:bg-bad-soft',
}

export function Button(props: Props) {
  const { label, icon, text, detail, shortcut, tone = 'plain', pressed, beside, harmless = false, onPress } = props
  const readOnly = useReadOnly()
  const blocked = (harmless ? null : readOnly) ?? props.blocked
  const words = text ?? (icon ? null : label)
  const hint = blocked ?? detail ?? (words === null || shortcut ? label : null)
  const edge = tone === 'bordered' ? 'border border-line' : ''
  const look = blocked ? `${edge} text-faint opacity-60 cursor-not-allowed` : tones[tone]
  return (
    <Hint text={hint} shortcut={blocked ? undefined : shortcut} beside={beside}>
      <button
        type="button"
        aria-label={label}
        aria-description={blocked ?? detail}
        aria-disabled={blocked ? true : undefined}
        aria-pressed={pressed}
        className={`${base} ${look}`}
        onClick={blocked ? undefined : () => onPress()}
      >
        {icon}
        {words}
      </button>
    </Hint>
  )
}
