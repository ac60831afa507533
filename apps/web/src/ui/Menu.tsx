import { Menu as BaseMenu } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'

export const menuPopupLook =
  'scroll-hint max-h-(--available-height) min-w-48 overflow-auto rounded-lg border border-line p-1 text-base shadow-pop outline-none transition-opacity duration-75 data-ending-style:opacity-0 data-starting-style:opacity-0'
export const menuItemLook =
  'flex min-h-7 cursor-default items-center gap-2 rounded px-2 py-1 outline-none select-none data-disabled:text-faint data-highlighted:bg-hover'

interface Props {
  trigger: ReactElement<Record<string, unknown>>
  align?: 'start' | 'end'
  onOpenChange?: (open: boolean) => void
  children: ReactNode
}

export function Menu({ trigger, align = 'start', onOpenChange, children }: Props) {
  return (
    <BaseMenu.Root onOpenChange={onOpenChange}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner align={align} sideOffset={4} className="z-40 outline-none">
          <BaseMenu.Popup className={menuPopupLook}>{children}</BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  )
}

interface ItemProps {
  icon?: ReactNode
  onSelect: () => void
  tone?: 'plain' | 'danger'
  /** Asked when the menu opens: why it cannot be chosen; null when it can. */
  blocked?: (() => string | null) | undefined
  detail?: string
  children: ReactNode
}

export function MenuItem({ icon, onSelect, tone = 'plain', blocked, detail, children }: ItemProps) {
  const why = blocked?.() ?? null
  const color = tone === 'danger' ? 'text-bad' : 'text-text'
  return (
    <BaseMenu.Item disabled={why !== null} onClick={onSelect} className={`${menuItemLook} ${color}`}>
      <span className="flex w-4 justify-center text-dim">{icon}</span>
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {(why ?? detail) && <span className="ml-3 max-w-64 text-right text-xs text-faint">{why ?? detail}</span>}
    </BaseMenu.Item>
  )
}

export const MenuSeparator = () => <BaseMenu.Separator className="my-1 h-px bg-line" />

export function MenuHeading({ children }: { children: ReactNode }) {
  return <div className="px-2 pt-1 pb-0.5 text-xs font-medium text-faint">{children}</div>
}
