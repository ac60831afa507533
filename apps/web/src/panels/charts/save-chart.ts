import { chartedLinks, chartsStore, MOST_CHARTED } from '../../stores/charts.ts'
import { documentStore } from '../../stores/document.ts'
import { history } from '../../stores/live.ts'
import { type CaptureId, sessionStore } from '../../stores/session.ts'
import { download } from '../../ui/download.ts'
import { chartCsv, chartData } from './chart-data.ts'

/** Whose lines are drawn. */
export function chartedNow(): CaptureId[] {
  const { document } = documentStore.getState()
  return chartedLinks(document, chartsStore.getState().kept, sessionStore.getState().picked).slice(0, MOST_CHARTED)
}

/** What the chart shows, as a file of numbers. */
export function saveChart(): void {
  const { metric, span } = chartsStore.getState()
  const data = chartData(documentStore.getState().document, history, chartedNow(), metric, span)
  download(`${metric}-${span}.csv`, 'text/csv', [chartCsv(data, metric)])
}
