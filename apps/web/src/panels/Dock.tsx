import { Tabs } from '@base-ui/react/tabs'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useSession } from '../stores/hooks.ts'
import { type DockTab, sessionStore } from '../stores/session.ts'
import { Button } from '../ui/Button.tsx'
import { Contained } from '../ui/Contained.tsx'
import { InTurn } from '../ui/InTurn.tsx'
import { ConsolePanel } from './ConsolePanel.tsx'
import { DockResizer } from './DockResizer.tsx'
import { EventsCount } from './EventsCount.tsx'
import { EventsPanel } from './EventsPanel.tsx'
import { PacketsPanel } from './PacketsPanel.tsx'
import { ProblemsCount } from './ProblemsCount.tsx'
import { ProblemsPanel } from './ProblemsPanel.tsx'

/** With the library that draws them: fetched when first looked at. */
const ChartsPanel = lazy(() => import('./charts/ChartsPanel.tsx').then(({ ChartsPanel }) => ({ default: ChartsPanel })))

const LEAST_HEIGHT = 248
/** Of the window: more than the least of a high one, and the drawing has most of a low one. */
const SHARE = 0.24
const MOST_SHARE = 0.4

const tab =
  'flex h-8 shrink-0 items-center gap-1.5 border-b-2 border-transparent px-3 text-sm font-medium text-dim outline-offset-[-2px] max-sm:px-2 hover:text-text data-active:border-accent data-active:text-text'

/** Packets, console, charts, events and problems below the canvas; its height is the person's. */
export function Dock() {
  const dockTab = useSession((session) => session.dockTab)
  const open = useSession((session) => session.dockOpen)
  const [chosen, setChosen] = useState<number | null>(null)
  const height = chosen ?? Math.round(Math.min(Math.max(LEAST_HEIGHT, innerHeight * SHARE), innerHeight * MOST_SHARE))
  const setTab = (value: DockTab) => sessionStore.setState({ dockTab: value, dockOpen: true })
  return (
    <Tabs.Root
      value={dockTab}
      onValueChange={setTab}
      data-pane="dock"
      render={<section aria-label="Dock" />}
      className="beside-drawing relative flex shrink-0 flex-col border-t border-line bg-panel"
      style={{
        height: open ? (chosen ?? `min(max(${LEAST_HEIGHT}px, ${100 * SHARE}vh), ${100 * MOST_SHARE}vh)`) : 34,
        maxHeight: '75vh',
      }}
    >
      <InTurn>
        {open && <DockResizer height={height} onResize={setChosen} />}
        <div className="flex items-center border-b border-line pr-1.5">
          <Tabs.List className="flex min-w-0 flex-1 overflow-x-auto overflow-y-hidden" aria-label="Dock">
            <Tabs.Tab value="packets" className={tab}>
              Packets
            </Tabs.Tab>
            <Tabs.Tab value="console" className={tab}>
              Console
            </Tabs.Tab>
            <Tabs.Tab value="charts" className={tab}>
              Charts
            </Tabs.Tab>
            <Tabs.Tab value="events" className={tab}>
              Events
              <EventsCount />
            </Tabs.Tab>
            <Tabs.Tab value="problems" className={tab}>
              Problems
              <ProblemsCount />
            </Tabs.Tab>
          </Tabs.List>
          <Button
            label={open ? 'Fold the dock away' : 'Open the dock'}
            icon={open ? <ChevronDown size={15} /> : <ChevronUp size={15} />}
            onPress={() => sessionStore.setState({ dockOpen: !open })}
          />
        </div>
        {open && (
          <Contained part="This tab" showing={dockTab}>
            <Tabs.Panel value="packets" tabIndex={-1} className="min-h-0 flex-1 outline-none">
              <PacketsPanel />
            </Tabs.Panel>
            <Tabs.Panel value="console" tabIndex={-1} className="min-h-0 flex-1 outline-none">
              <ConsolePanel />
            </Tabs.Panel>
            <Tabs.Panel value="charts" tabIndex={-1} className="min-h-0 flex-1 outline-none">
              <Suspense>
                <ChartsPanel />
              </Suspense>
            </Tabs.Panel>
            <Tabs.Panel value="events" tabIndex={-1} className="min-h-0 flex-1 outline-none">
              <EventsPanel />
            </Tabs.Panel>
            <Tabs.Panel value="problems" tabIndex={-1} className="min-h-0 flex-1 outline-none">
              <ProblemsPanel />
            </Tabs.Panel>
          </Contained>
        )}
      </InTurn>
    </Tabs.Root>
  )
}
