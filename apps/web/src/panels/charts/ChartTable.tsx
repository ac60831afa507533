import { useEffect, useRef } from 'react'
import type { ChartMetric } from '../../stores/charts.ts'
import { documentStore } from '../../stores/document.ts'
import type { Span } from '../../stores/link-history.ts'
import { history, onTick } from '../../stores/live.ts'
import type { CaptureId } from '../../stores/session.ts'
import { chartData, clockTime, metricValue, metricWords, spanWords, summarize } from './chart-data.ts'

interface Props {
  links: readonly CaptureId[]
  metric: ChartMetric
  span: Span
}

const EVERY_TICKS = 5
const COLUMNS = ['now', 'mean', 'highest', 'at']

/** The same as numbers: for who does not see lines, or wants to read them off. */
export function ChartTable({ links, metric, span }: Props) {
  const body = useRef<HTMLTableSectionElement>(null)
  const { lines } = chartData(documentStore.getState().document, history, links, metric, span)
  useEffect(() => {
    const element = body.current!
    let ticks = 0
    const write = () => {
      if (ticks++ % EVERY_TICKS !== 0) return
      const data = chartData(documentStore.getState().document, history, links, metric, span)
      data.lines.forEach(({ values }, nth) => {
        const summary = summarize(data.times, values, metric)
        const words = summary
          ? [summary.now, summary.mean, summary.highest].map(metricValue[metric]).concat(clockTime(summary.at, true))
          : ['', '', '', '']
        COLUMNS.forEach((column, i) => {
          const cell = element.rows[nth]?.querySelector(`[data-column=${column}]`)
          if (cell && cell.textContent !== words[i]) cell.textContent = words[i]
        })
      })
    }
    write()
    return onTick(write)
  }, [links, metric, span])
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <table className="w-full text-sm">
        <caption className="sr-only">{`${metricWords[metric]}, ${spanWords[span]}`}</caption>
        <thead className="text-left text-xs text-faint">
          <tr>
            <th scope="col" className="px-3 py-1 font-medium">
              Direction
            </th>
            <th scope="col" className="px-3 py-1 text-right font-medium">
              Now
            </th>
            <th scope="col" className="px-3 py-1 text-right font-medium">
              Mean
            </th>
            <th scope="col" className="px-3 py-1 text-right font-medium">
              Highest
            </th>
            <th scope="col" className="px-3 py-1 text-right font-medium">
              At
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {lines.map(({ link, direction, name }) => (
            <tr key={`${link} ${direction}`} className="border-t border-line">
              <th scope="row" className="px-3 py-0.5 text-left font-normal">
                {name}
              </th>
              {COLUMNS.map((column) => (
                <td key={column} data-column={column} className="px-3 py-0.5 text-right tabular-nums" />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
