import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { onInk, pageInk } from '../../canvas/page-ink.ts'
import { type ChartMetric, chartsStore } from '../../stores/charts.ts'
import { documentStore } from '../../stores/document.ts'
import type { Span } from '../../stores/link-history.ts'
import { history, onTick } from '../../stores/live.ts'
import type { CaptureId } from '../../stores/session.ts'
import { type ChartData, chartData, clockTime, colorOf, metricValue, metricWords, spanSeconds } from './chart-data.ts'
import { showReading } from './reading.ts'

interface Props {
  links: readonly CaptureId[]
  metric: ChartMetric
  span: Span
}

/** The lines themselves, drawn in frames of their own: React only says which links, and of what. */
export function Plot({ links, metric, span }: Props) {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = host.current!
    let data: ChartData = { times: new Float64Array(0), lines: [] }
    const plot = new uPlot(
      optionsFor(links.length, metric, span, () => data),
      nothing(links.length),
      element,
    )
    let frame = 0
    const paint = () => {
      frame = 0
      data = chartData(documentStore.getState().document, history, links, metric, span)
      plot.setData([data.times, ...data.lines.map(({ values }) => values)] as unknown as uPlot.AlignedData, false)
      const [from, to] = timeRange(data.times, span)
      plot.setScale('x', { min: from, max: to })
    }
    const soon = () => {
      frame ||= requestAnimationFrame(paint)
    }
    const sized = new ResizeObserver(() => {
      plot.setSize({ width: element.clientWidth, height: element.clientHeight })
      soon()
    })
    sized.observe(element)
    const stops = [onTick(soon), chartsStore.subscribe(soon), onInk(() => plot.redraw(false))]
    return () => {
      cancelAnimationFrame(frame)
      sized.disconnect()
      for (const stop of stops) stop()
      showReading(null)
      plot.destroy()
    }
  }, [links, metric, span])
  return <div ref={host} aria-hidden="true" className="chart min-h-0 flex-1 overflow-hidden" />
}

const nothing = (links: number): uPlot.AlignedData => [[], ...Array.from({ length: 2 * links }, () => [])]

function timeRange(times: Float64Array, span: Span): [number, number] {
  const end = times[times.length - 1] ?? 0
  const seconds = spanSeconds[span]
  return seconds > 0 ? [end - seconds, end] : [0, Math.max(end, 1)]
}

function optionsFor(links: number, metric: ChartMetric, span: Span, data: () => ChartData): uPlot.Options {
  const axis = { stroke: () => pageInk().dim, font: '11px system-ui, sans-serif' }
  const rule = { stroke: () => pageInk().line, width: 1 }
  const line = (nth: number, dash?: number[]): uPlot.Series => ({
    stroke: () => pageInk()[colorOf(nth)],
    width: 1.5,
    points: { show: false },
    ...(dash ? { dash } : {}),
  })
  return {
    width: 400,
    height: 200,
    padding: [10, 14, 0, 0],
    legend: { show: false },
    cursor: {
      drag: { x: false, y: false },
      points: { size: 6 },
      y: false,
    },
    scales: {
      x: { time: false },
      // From nothing up: what is twice as high is twice as much.
      y: { range: (_, __, most) => [0, most > 0 ? most * 1.08 : 1] },
    },
    axes: [
      {
        ...axis,
        grid: rule,
        ticks: rule,
        space: 70,
        values: (_, ticks) =>
          ticks.map((tick) => (tick < 0 ? '' : clockTime(tick, span === 'minute' && tick % 1 !== 0))),
      },
      {
        ...axis,
        grid: rule,
        ticks: rule,
        size: 74,
        space: 34,
        label: metricWords[metric],
        labelFont: '11px system-ui, sans-serif',
        labelSize: 16,
        values: (_, ticks) => ticks.map((tick) => metricValue[metric](tick)),
      },
    ],
    series: [{}, ...Array.from({ length: links }, (_, nth) => [line(nth), line(nth, [5, 4])]).flat()],
    hooks: {
      setCursor: [
        ({ cursor }) => {
          const { times, lines } = data()
          const at = cursor.idx
          if (at === null || at === undefined || cursor.left === undefined || cursor.left < 0) return showReading(null)
          showReading({ seconds: times[at], values: lines.map(({ values }) => values[at]) })
        },
      ],
    },
  }
}
