// What a run ends with: a table for people, or one JSON object. Neither says how long the computer took, so that two virtual
// runs with one seed print the same.
import type { ExperimentOptions, SlotTotals, Up } from '@etherloom/experiment/port'
import { endsOf, nameOf, type RecordId, type TopologyDocument, type Wire } from '@etherloom/topology'
import { dropHints, dropWords } from '@etherloom/wire'
import { formatDuration } from '../duration.ts'
import type { Signal } from '../io.ts'
import { counted, grouped, table } from '../table.ts'
import type { CaptureFile } from './captures.ts'
import type { Transcript } from './console-output.ts'

export type Drops = Readonly<Record<string, number>>
export type Panic = Extract<Up, { type: 'panic' }>

export type RunEvent = Extract<Up, { type: 'events' }>['events'][number]

export interface RunReport {
  readonly document: TopologyDocument
  readonly clock: ExperimentOptions['clock']
  readonly seed: number
  readonly ns: number
  readonly endedBy: 'time' | 'commands' | 'panic' | Signal
  readonly transcripts: readonly Transcript[]
  readonly totals: readonly SlotTotals[]
  /** Drops inside nodes, for nodes that dropped. */
  readonly nodeDrops: readonly { readonly node: string; readonly drops: Drops }[]
  readonly events: readonly RunEvent[]
  readonly faults: Readonly<Record<string, string>>
  readonly panic: Panic | null
  readonly captures: readonly CaptureFile[]
}

/** Enough to see what it is about. */
const MOST_EVENTS = 30

interface Wires {
  readonly wire: Wire
  readonly a: string
  readonly b: string
  readonly ab: Way
  readonly ba: Way
}
interface Way {
  packets: number
  bytes: number
  drops: Drops
}

function wiresOf({ document, totals }: RunReport): Wires[] {
  const wires = new Map<RecordId, Wires>()
  for (const { record, direction, packets, bytes, drops } of totals) {
    let wire = wires.get(record)
    if (wire === undefined) {
      const [a, b] = endsOf(document, record as Wire)
      const none = { packets: 0, bytes: 0, drops: {} }
      wire = { wire: record as Wire, a, b, ab: { ...none }, ba: { ...none } }
      wires.set(record, wire)
    }
    Object.assign(wire[direction], { packets, bytes, drops })
  }
  return [...wires.values()].sort(
    (one, other) => naturally.compare(one.a, other.a) || naturally.compare(one.b, other.b),
  )
}

/** `router2` before `router10`. The locale is named: output must not depend on the user's. */
const naturally = new Intl.Collator('en', { numeric: true })

export function jsonReport(report: RunReport): string {
  const { clock, seed, ns, endedBy, transcripts, nodeDrops, events, faults, panic, captures } = report
  return `${JSON.stringify({
    clock,
    seed,
    seconds: ns / 1e9,
    endedBy,
    commands: transcripts.map(({ exec, exit, text }) => ({ node: exec.nodeName, line: exec.line, exit, output: text })),
    links: wiresOf(report).map(({ wire, ...ways }) => ({ id: wire, ...ways })),
    nodes: nodeDrops.map(({ node, drops }) => ({ name: node, drops })),
    events: events.map(({ ns: at, ...event }) => ({ seconds: at / 1e9, ...event })),
    faults,
    panic: panic === null ? null : { message: panic.message, node: panic.node, backtrace: panic.backtrace },
    captures: captures.map(({ path, frames, bytes, lost }) => ({ file: path, frames, bytes, lost })),
  })}\n`
}

export function textReport(report: RunReport): string {
  const sections = [
    linkTable(wiresOf(report)),
    nodeTable(report),
    hints(report),
    eventTable(report),
    captureLines(report),
    faultLines(report),
    failedCommands(report),
  ]
  const head = `${formatDuration(report.ns)} of ${report.clock} time, seed ${report.seed}`
  return `\n${[head, ...sections].filter((section) => section !== '').join('\n\n')}\n`
}

/** Quiet links are only counted: in a large lab they would hide those that matter. */
function linkTable(wires: readonly Wires[]): string {
  if (wires.length === 0) return 'no links'
  const busy = wires.filter(({ ab, ba }) => [ab, ba].some((way) => way.packets > 0 || dropped(way.drops) > 0))
  const quiet = wires.length - busy.length
  const rows = busy.flatMap(({ a, b, ab, ba }) => [wayRow(a, b, ab), wayRow(b, a, ba)])
  const quietLine = quiet === 0 ? '' : `${counted(quiet, 'link')} carried nothing`
  if (rows.length === 0) return quietLine
  const header = ['FROM', 'TO', 'PACKETS', 'BYTES', 'DROPS', 'WHY']
  const lines = table([header, ...rows], ['left', 'left', 'right', 'right', 'right', 'left'])
  return quiet === 0 ? lines : `${lines}\n${quietLine}`
}

const wayRow = (from: string, to: string, { packets, bytes, drops }: Way) => [
  from,
  to,
  grouped(packets),
  grouped(bytes),
  grouped(dropped(drops)),
  why(drops),
]

function nodeTable({ nodeDrops }: RunReport): string {
  if (nodeDrops.length === 0) return ''
  const rows = nodeDrops.map(({ node, drops }) => [node, grouped(dropped(drops)), why(drops)])
  return table([['NODE', 'DROPS', 'WHY'], ...rows], ['left', 'right', 'left'])
}

/** Each reason that occurred, in a sentence. */
function hints({ totals, nodeDrops }: RunReport): string {
  const reasons = new Set([...totals, ...nodeDrops].flatMap(({ drops }) => Object.keys(drops)))
  return dropWords
    .map((word, i) => (reasons.has(word) && dropHints[i] !== '' ? `${word}: ${dropHints[i]}` : ''))
    .filter((line) => line !== '')
    .join('\n')
}

/** What went wrong, in the kernel's own words. Drops are in the tables already; the rest is in the JSON alone. */
function eventTable({ events, document }: RunReport): string {
  const told = events.filter(({ kind, severity }) => severity !== 'info' && kind !== 'drop')
  if (told.length === 0) return ''
  const rows = told
    .slice(0, MOST_EVENTS)
    .map(({ ns, record, text }) => [formatDuration(ns), record === null ? '' : whereOf(document, record), text])
  const more = told.length - rows.length
  const lines = table([['TIME', 'WHERE', 'EVENT'], ...rows], ['right', 'left', 'left'])
  return more === 0 ? lines : `${lines}\n… and ${grouped(more)} more: --json has them all`
}

/** An interface is named with its node, as links are; what has gone meanwhile by its id. */
function whereOf(document: TopologyDocument, record: RecordId): string {
  const found = document.records.get(record)
  if (found?.type === 'link') return endsOf(document, found.id).join('-')
  return found === undefined ? record : nameOf(document, record)
}

const captureLines = ({ captures }: RunReport) =>
  captures
    .map(({ path, frames, lost }) => {
      const missing = lost === 0 ? '' : `; ${counted(lost, 'frame')} could not be copied in time`
      return `${path}: ${counted(frames, 'frame')}${missing}`
    })
    .join('\n')

const faultLines = ({ faults }: RunReport) =>
  Object.entries(faults)
    .map(([record, fault]) => `${record}: ${fault}`)
    .join('\n')

const failedCommands = ({ transcripts }: RunReport) =>
  transcripts
    .filter(({ exit }) => exit !== 0)
    .map(({ exec, exit }) => {
      const how = exit === null ? 'did not end' : `ended with status ${exit}`
      return `${exec.nodeName}: ${exec.line}: ${how}`
    })
    .join('\n')

const dropped = (drops: Drops) => Object.values(drops).reduce((sum, count) => sum + count, 0)

/** `queue full 12, loss 3` */
const why = (drops: Drops) =>
  Object.entries(drops)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => (Object.keys(drops).length === 1 ? reason : `${reason} ${grouped(count)}`))
    .join(', ')
