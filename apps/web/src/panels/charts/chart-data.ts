// The lines of a chart: two a link, one each way, all over the same samples.
import type { TopologyDocument } from '@etherloom/topology'
import type { InkName } from '../../canvas/ink.ts'
import { bitRate, count, packetRate } from '../../format.ts'
import type { ChartMetric } from '../../stores/charts.ts'
import { drawingOf, endNames } from '../../stores/drawing.ts'
import type { LinkHistory, Span } from '../../stores/link-history.ts'
import type { CaptureId } from '../../stores/session.ts'

export interface ChartLine {
  readonly link: CaptureId
  readonly direction: 'ab' | 'ba'
  /** "pc1 → router1" */
  readonly name: string
  readonly color: InkName
  readonly values: Float64Array
}

export interface ChartData {
  /** Experiment time, seconds. */
  readonly times: Float64Array
  readonly lines: readonly ChartLine[]
}

export const metricWords: Readonly<Record<ChartMetric, string>> = {
  packets: 'Packets/s',
  bits: 'Bits/s',
  drops: 'Drops/s',
  queue: 'Frames waiting',
}

export const spanWords: Readonly<Record<Span, string>> = {
  minute: 'Last 60 s',
  five: 'Last 5 min',
  run: 'Whole run',
}

export const spanSeconds: Readonly<Record<Span, number>> = { minute: 60, five: 300, run: 0 }

export const metricValue: Readonly<Record<ChartMetric, (value: number) => string>> = {
  packets: packetRate,
  bits: bitRate,
  drops: packetRate,
  queue: count,
}

export const colorOf = (nth: number): InkName => `series-${(nth % 8) + 1}` as InkName

export function chartData(
  document: TopologyDocument,
  history: LinkHistory,
  links: readonly CaptureId[],
  metric: ChartMetric,
  span: Span,
): ChartData {
  const { edgeById } = drawingOf(document)
  const stored = metric === 'bits' ? 'bytes' : metric
  const lines = links.flatMap((link, nth) => {
    const edge = edgeById.get(link)
    if (!edge) return []
    const slots = history.slots.get(link)
    const [a, b] = endNames(document, edge)
    return (['ab', 'ba'] as const).map((direction): ChartLine => {
      const { values } = history.read(slots?.[direction] ?? -1, stored, span)
      if (metric === 'bits') for (let i = 0; i < values.length; i++) values[i] *= 8
      const name = direction === 'ab' ? `${a} → ${b}` : `${b} → ${a}`
      return { link, direction, name, color: colorOf(nth), values }
    })
  })
  return { times: history.read(-1, stored, span).times, lines }
}

export interface Summary {
  readonly now: number
  readonly mean: number
  readonly highest: number
  /** When it was highest, seconds. */
  readonly at: number
}

/** So much time, in seconds, is now: in a sample of a tenth of it a steady flow of few packets mostly has none. */
const NOW = 1

/** What passes now; of a queue, what waits in the last sample. */
export function latest(times: Float64Array, values: Float64Array, metric: ChartMetric): number {
  const last = values.length - 1
  if (metric === 'queue' || last < 1) return values[last] ?? 0
  let area = 0
  let covered = 0
  for (let i = last; i > 0 && covered < NOW - 1e-6; i--) {
    const width = times[i] - times[i - 1]
    area += values[i] * width
    covered += width
  }
  return area / covered
}

/** Of one line; the mean is over time, not over samples. */
export function summarize(times: Float64Array, values: Float64Array, metric: ChartMetric): Summary | null {
  const last = values.length - 1
  if (last < 0) return null
  let highest = 0
  let at = times[0]
  let area = 0
  let covered = 0
  for (let i = 0; i <= last; i++) {
    const width = i > 0 ? times[i] - times[i - 1] : last > 0 ? times[1] - times[0] : 1
    area += values[i] * width
    covered += width
    if (values[i] <= highest) continue
    highest = values[i]
    at = times[i]
  }
  return { now: latest(times, values, metric), mean: area / covered, highest, at }
}

/** A line of text a sample: the time, then each line's value, under the names of the lines. */
export function chartCsv({ times, lines }: ChartData, metric: ChartMetric): string {
  const unit = { packets: 'packets/s', bits: 'bit/s', drops: 'drops/s', queue: 'frames' }[metric]
  const head = ['seconds', ...lines.map(({ name }) => `${name} (${unit})`)].map(quoted).join(',')
  const rows = Array.from(times, (time, i) =>
    [time.toFixed(3), ...lines.map(({ values }) => plain(values[i]))].join(','),
  )
  return `${[head, ...rows].join('\n')}\n`
}

/** RFC 4180; a spreadsheet must not take a name for a formula. */
const quoted = (words: string): string => `"${words.replace(/^[=+\-@]/, "'$&").replaceAll('"', '""')}"`
const plain = (value: number): string => String(Number(value.toPrecision(6)))

/** "1:23", from an hour on "1:02:03"; with tenths where there are any to tell apart. */
export function clockTime(seconds: number, tenths = false): string {
  const rounded = tenths ? Math.round(seconds * 10) / 10 : Math.round(seconds)
  const hours = Math.floor(rounded / 3600)
  const minutes = Math.floor((rounded % 3600) / 60)
  const rest = (rounded % 60).toFixed(tenths ? 1 : 0).padStart(tenths ? 4 : 2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}
