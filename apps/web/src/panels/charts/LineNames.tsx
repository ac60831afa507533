import { Pin, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { type ChartMetric, chartsStore, dropCharted, keepCharted } from '../../stores/charts.ts'
import { documentStore } from '../../stores/document.ts'
import { drawingOf, endNames } from '../../stores/drawing.ts'
import { useDocument } from '../../stores/hooks.ts'
import type { Span } from '../../stores/link-history.ts'
import { history, onTick } from '../../stores/live.ts'
import { type CaptureId, hover } from '../../stores/session.ts'
import { Button } from '../../ui/Button.tsx'
import { chartData, clockTime, colorOf, latest, metricValue } from './chart-data.ts'
import { onReading, reading } from './reading.ts'

interface Props {
  links: readonly CaptureId[]
  /** How many more there are than can be told apart. */
  left: number
  metric: ChartMetric
  span: Span
}

/** The links charted, each with its colour and what it is now, or where the pointer is. */
export function LineNames({ links, left, metric, span }: Props) {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = host.current!
    const write = () => {
      const at = reading()
      const now = at?.values ?? valuesNow(links, metric, span)
      element.querySelectorAll<HTMLElement>('[data-line]').forEach((cell) => {
        const value = now[Number(cell.dataset.line)]
        setText(cell, value === undefined ? '' : metricValue[metric](value))
      })
      setText(element.querySelector<HTMLElement>('[data-when]')!, at ? `at ${clockTime(at.seconds, true)}` : 'now')
    }
    write()
    const stops = [onTick(write), onReading(write)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [links, metric, span])
  return (
    <div ref={host} className="flex w-64 shrink-0 flex-col border-r border-line">
      <div className="flex items-baseline gap-2 px-2 pt-1 text-xs text-faint">
        <span className="flex-1">Link</span>
        <span data-when="" />
      </div>
      <ul aria-label="Charted links" className="min-h-0 flex-1 overflow-y-auto p-1">
        {links.map((id, nth) => (
          <Name key={id} id={id} nth={nth} />
        ))}
        {left > 0 && (
          <li className="px-1 text-xs text-faint">and {left} more, which could not be told apart: select fewer.</li>
        )}
      </ul>
    </div>
  )
}

function Name({ id, nth }: { id: CaptureId; nth: number }) {
  const edge = useDocument((document) => drawingOf(document).edgeById.get(id))
  const a = useDocument((document) => (edge ? endNames(document, edge)[0] : ''))
  const b = useDocument((document) => (edge ? endNames(document, edge)[1] : ''))
  const kept = useStore(chartsStore, (charts) => charts.kept.includes(id))
  const color = `var(--${colorOf(nth)})`
  return (
    <li
      className="rounded-md px-1 py-0.5 hover:bg-hover"
      onMouseEnter={() => hover(id)}
      onMouseLeave={() => hover(null)}
    >
      <div className="flex h-6 items-center gap-1">
        <span className="min-w-0 flex-1 truncate text-sm font-medium">{`${a} – ${b}`}</span>
        <Button
          label={kept ? `Keeps ${a} – ${b} when others are selected` : `Keep ${a} – ${b}`}
          icon={<Pin size={13} className={kept ? 'text-accent' : ''} />}
          pressed={kept}
          onPress={() =>
            kept ? chartsStore.setState(({ kept }) => ({ kept: kept.filter((x) => x !== id) })) : keepCharted([id])
          }
        />
        <Button label={`Put ${a} – ${b} away`} icon={<X size={13} />} onPress={() => dropCharted(id)} />
      </div>
      <Direction to={b} color={color} line={nth * 2} />
      <Direction to={a} color={color} line={nth * 2 + 1} dashed />
    </li>
  )
}

function Direction({ to, color, line, dashed }: { to: string; color: string; line: number; dashed?: boolean }) {
  return (
    <div className="flex h-4.5 items-center gap-1.5 text-xs">
      <svg width="20" height="4" aria-hidden="true">
        <line
          x1="0"
          x2="20"
          y1="2"
          y2="2"
          stroke={color}
          strokeWidth="2"
          strokeDasharray={dashed ? '5 4' : undefined}
        />
      </svg>
      <span className="min-w-0 flex-1 truncate text-dim">to {to}</span>
      <span data-line={line} className="whitespace-nowrap" />
    </div>
  )
}

function valuesNow(links: readonly CaptureId[], metric: ChartMetric, span: Span): number[] {
  const { times, lines } = chartData(documentStore.getState().document, history, links, metric, span)
  return lines.map(({ values }) => latest(times, values, metric))
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text
}
