import { Tooltip } from '@base-ui/react/tooltip'
import { type ReactElement, useRef } from 'react'
import { Words } from './Words.tsx'

interface Props {
  text: string | null
  shortcut?: string | undefined
  side?: 'top' | 'right' | 'bottom' | 'left'
  /** What it stands beside, as a selector: what is around the element, so that what is in it stays in sight, and can be reached. */
  beside?: string | undefined
  children: ReactElement<Record<string, unknown>>
}

/** A tooltip around one element. Without text there is none, and the element stays the same one: it keeps the focus it has. */
export function Hint({ text, shortcut, beside, side = beside === undefined ? 'bottom' : 'left', children }: Props) {
  const trigger = useRef<HTMLButtonElement>(null)
  const anchor = beside === undefined ? undefined : () => trigger.current && acrossOf(trigger.current, beside)
  return (
    <Tooltip.Root disabled={text === null}>
      <Tooltip.Trigger ref={trigger} render={children} closeOnClick={false} />
      <Tooltip.Portal>
        <Tooltip.Positioner side={side} {...(anchor && { anchor })} sideOffset={6} className="z-50">
          <Tooltip.Popup className="max-w-72 rounded-md border border-line bg-raised px-2 py-1 text-sm text-text shadow-pop transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {text !== null && <Words text={text} />}
            {shortcut && <kbd className="ml-2 font-sans text-xs text-faint">{shortcut}</kbd>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}

/** As high as the element, as wide as what is around it. */
const acrossOf = (element: Element, around: string) => ({
  getBoundingClientRect: () => {
    const { x, width } = (element.closest(around) ?? element).getBoundingClientRect()
    const { y, height } = element.getBoundingClientRect()
    return new DOMRect(x, y, width, height)
  },
})
