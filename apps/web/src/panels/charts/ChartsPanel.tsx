import { useMemo } from 'react'
import { useStore } from 'zustand'
import { chartedLinks, chartsStore, MOST_CHARTED } from '../../stores/charts.ts'
import { useDocumentShallow, useLive, useSession } from '../../stores/hooks.ts'
import { history, isRunning } from '../../stores/live.ts'
import { ChartsBar } from './ChartsBar.tsx'
import { ChartTable } from './ChartTable.tsx'
import { LineNames } from './LineNames.tsx'
import { Plot } from './Plot.tsx'

/** What passed over chosen links: the last minute, five minutes, or the whole run. */
export function ChartsPanel() {
  const { kept, metric, span, table } = useStore(chartsStore)
  const picked = useSession((session) => session.picked)
  const links = useDocumentShallow((document) => chartedLinks(document, kept, picked))
  const shown = useMemo(() => links.slice(0, MOST_CHARTED), [links])
  const running = useLive(isRunning)
  if (links.length === 0) return <NoLinks />
  const nothing = !running && history.isEmpty
  return (
    <div className="flex h-full flex-col">
      <ChartsBar />
      <div className="flex min-h-0 flex-1">
        <LineNames links={shown} left={links.length - shown.length} metric={metric} span={span} />
        {nothing ? (
          <p className="flex flex-1 items-center justify-center text-dim">Press Run to see what passes here.</p>
        ) : table ? (
          <ChartTable links={shown} metric={metric} span={span} />
        ) : (
          <Plot links={shown} metric={metric} span={span} />
        )}
      </div>
    </div>
  )
}

/** What a chart is of, and how one comes to see one. */
function NoLinks() {
  return (
    <div className="flex h-full items-center justify-center gap-6 px-4">
      <svg
        width="120"
        height="64"
        viewBox="0 0 120 64"
        fill="none"
        className="shrink-0 max-sm:hidden"
        aria-hidden="true"
      >
        <path d="M1 63h118" stroke="var(--line-strong)" />
        <path d="M2 56l14-4 12-20 13 12 14-30 14 34 13-14 13 6 13-18 10 10" stroke="var(--series-1)" strokeWidth="2" />
        <path
          d="M2 60l14-2 12-10 13 6 14-16 14 18 13-6 13 2 13-10 10 6"
          stroke="var(--series-2)"
          strokeWidth="2"
          strokeDasharray="5 4"
        />
      </svg>
      <div className="max-w-md">
        <p className="font-semibold">No link is charted.</p>
        <p className="text-dim">
          Click a link on the canvas, Ctrl+click for more. What passes over it is drawn here, each way, for as long as
          it is selected. “Keep” leaves it here when you look at others.
        </p>
      </div>
    </div>
  )
}
