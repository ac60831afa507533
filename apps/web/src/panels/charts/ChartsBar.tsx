import { Download, Table } from 'lucide-react'
import { useStore } from 'zustand'
import { type ChartMetric, chartsStore } from '../../stores/charts.ts'
import type { Span } from '../../stores/link-history.ts'
import { history } from '../../stores/live.ts'
import { Button } from '../../ui/Button.tsx'
import { metricWords, spanWords } from './chart-data.ts'
import { saveChart } from './save-chart.ts'

/** What is charted, over which time, and what can be done with it. */
export function ChartsBar() {
  const { metric, span, table } = useStore(chartsStore)
  return (
    <div className="flex h-8 shrink-0 items-center gap-2 border-b border-line px-2">
      <Segments
        label="What is charted"
        value={metric}
        options={metricWords}
        onChange={(metric: ChartMetric) => chartsStore.setState({ metric })}
      />
      <Segments
        label="Over which time"
        value={span}
        options={spanWords}
        onChange={(span: Span) => chartsStore.setState({ span })}
      />
      <span className="flex-1" />
      <Button
        label="Table"
        text="Table"
        icon={<Table size={14} />}
        detail={table ? 'Numbers: press for lines' : 'Lines: press for numbers'}
        pressed={table}
        onPress={() => chartsStore.setState({ table: !table })}
      />
      <Button
        label="Download CSV"
        text="CSV"
        icon={<Download size={14} />}
        blocked={history.isEmpty ? 'Nothing is recorded yet: run the lab first.' : null}
        onPress={saveChart}
      />
    </div>
  )
}

interface SegmentsProps<T extends string> {
  label: string
  value: T
  options: Readonly<Record<T, string>>
  onChange: (value: T) => void
}

function Segments<T extends string>({ label, value, options, onChange }: SegmentsProps<T>) {
  return (
    <fieldset className="flex rounded-md border border-line bg-sunken p-px">
      <legend className="sr-only">{label}</legend>
      {(Object.keys(options) as T[]).map((option) => (
        <label
          key={option}
          className="flex h-5.5 items-center rounded px-2 text-xs text-dim hover:text-text has-checked:bg-raised has-checked:font-medium has-checked:text-text has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={label}
            checked={option === value}
            onChange={() => onChange(option)}
            className="sr-only"
          />
          {options[option]}
        </label>
      ))}
    </fieldset>
  )
}
