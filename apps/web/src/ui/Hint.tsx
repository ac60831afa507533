import { Tooltip } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'

interface Props {
  text: string | null
  shortcut?: string | undefined
  side?: 'top' | 'right' | 'bottom' | 'left'
  children: ReactElement<Record<string, unknown>>
}

/** A tooltip around one element; without text it is the element alone. */
export function Hint({ text, shortcut, side = 'bottom', children }: Props) {
  if (text === null) return children
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} closeOnClick={false} />
      <Tooltip.Portal>
        <Tooltip.Positioner side={side} sideOffset={6} className="z-50">
          <Tooltip.Popup className="max-w-72 rounded-md border border-line bg-raised px-2 py-1 text-sm text-text shadow-pop transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {text}
            {shortcut && <kbd className="ml-2 font-sans text-xs text-faint">{shortcut}</kbd>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
