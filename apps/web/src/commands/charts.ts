// What can be done with the charts, from anywhere.
import { chartedNow, saveChart } from '../panels/charts/save-chart.ts'
import { chartsStore } from '../stores/charts.ts'
import { history } from '../stores/live.ts'
import { sessionStore } from '../stores/session.ts'
import type { Command } from './command.ts'

function whyNotSave(): string | null {
  if (chartedNow().length === 0) return 'Select a link to chart first.'
  return history.isEmpty ? 'Nothing is recorded yet: run the lab first.' : null
}

export const chartCommands: readonly Command[] = [
  {
    id: 'charts.table',
    section: 'Watch',
    title: 'Charts as a table',
    words: 'numbers lines',
    checked: () => chartsStore.getState().table,
    run: () => {
      chartsStore.setState(({ table }) => ({ table: !table }))
      sessionStore.setState({ dockTab: 'charts', dockOpen: true })
    },
  },
  {
    id: 'charts.csv',
    section: 'Watch',
    title: 'Download the charts as CSV',
    words: 'export save file spreadsheet numbers',
    blocked: whyNotSave,
    run: saveChart,
  },
]
