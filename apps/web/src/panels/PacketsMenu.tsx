import { EllipsisVertical } from 'lucide-react'
import { useRef } from 'react'
import { openMenuFor } from '../canvas/context-menu.ts'
import { Button } from '../ui/Button.tsx'

/** What else can be done with the list: the commands for it. */
export function PacketsMenu() {
  const place = useRef<HTMLSpanElement>(null)
  const open = (): void => {
    const { right, top } = place.current!.getBoundingClientRect()
    openMenuFor('packets', right, top)
  }
  return (
    <span ref={place}>
      <Button
        label="More about packets"
        icon={<EllipsisVertical size={15} />}
        detail="Times, going to a packet, downloading everything"
        onPress={open}
      />
    </span>
  )
}
