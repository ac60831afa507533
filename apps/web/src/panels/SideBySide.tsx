import { Tabs } from '@base-ui/react/tabs'
import type { Guide } from '@etherloom/topology'
import { useState } from 'react'
import { useSession } from '../stores/hooks.ts'
import { GuidePanel } from './GuidePanel.tsx'
import { Inspector } from './Inspector.tsx'

type Shown = 'guide' | 'inspector'

const tab =
  'h-8 flex-1 border-b-2 border-transparent text-sm font-medium text-dim outline-offset-[-2px] hover:text-text data-active:border-accent data-active:text-text'
const panel = 'flex min-h-0 flex-1 flex-col outline-none [&[hidden]]:hidden'

/** In a narrow window guide and inspector take turns in one column: the drawing keeps its room, and does not move. */
export function SideBySide({ guide }: { guide: Guide }) {
  const selecting = useSession(({ selection }) => selection.length > 0)
  const [shown, setShown] = useState<Shown>(selecting ? 'inspector' : 'guide')
  // What is selected wants to be seen; with nothing selected the guide goes on.
  const [before, setBefore] = useState(selecting)
  if (before !== selecting) {
    setBefore(selecting)
    setShown(selecting ? 'inspector' : 'guide')
  }
  return (
    <Tabs.Root
      value={shown}
      onValueChange={(value: Shown) => setShown(value)}
      className="beside-drawing flex w-76 min-[2200px]:w-96 shrink-0 flex-col border-l border-line bg-panel"
    >
      <Tabs.List className="flex border-b border-line" aria-label="Beside the drawing">
        <Tabs.Tab value="guide" className={tab}>
          Guide
        </Tabs.Tab>
        <Tabs.Tab value="inspector" className={tab}>
          Inspector
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="guide" tabIndex={-1} className={panel}>
        <GuidePanel guide={guide} className="min-h-0 flex-1" />
      </Tabs.Panel>
      <Tabs.Panel value="inspector" tabIndex={-1} className={panel}>
        <Inspector className="min-h-0 flex-1" />
      </Tabs.Panel>
    </Tabs.Root>
  )
}
