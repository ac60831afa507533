import { Switch } from '@base-ui/react/switch'
import { useReadOnly } from './read-only.ts'

interface Props {
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
  hideLabel?: boolean
  title?: string
}

export function Toggle({ label, checked, onChange, hideLabel, title }: Props) {
  const blocked = useReadOnly()
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is the control
    <label className="flex h-6.5 items-center justify-between gap-2" title={blocked ?? title}>
      <span className={hideLabel ? 'sr-only' : 'text-sm text-dim'}>{label}</span>
      <Switch.Root
        checked={checked}
        disabled={blocked !== null}
        onCheckedChange={onChange}
        className="flex h-4 w-7 shrink-0 rounded-full bg-wire p-0.5 data-checked:bg-ok data-disabled:cursor-not-allowed data-disabled:opacity-50"
      >
        <Switch.Thumb className="size-3 rounded-full bg-panel transition-transform data-checked:translate-x-3" />
      </Switch.Root>
    </label>
  )
}
