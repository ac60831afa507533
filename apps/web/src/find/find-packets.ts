// Going to a packet: by its number, by its time, or the next ones that a filter matches.
import { compileFilter, type Predicate } from '@etherloom/capture'
import { plural } from '../format.ts'
import { chosenPacket } from '../packets/chosen.ts'
import { labWordsOf } from '../packets/lab-words.ts'
import { packetGrid } from '../packets/packet-grid.ts'
import { summaryOf, timeWords } from '../packets/packet-words.ts'
import { isMarker, rowOfEntry } from '../packets/trace-view.ts'
import { documentStore } from '../stores/document.ts'
import { packetListStore } from '../stores/packet-list.ts'
import { packetTrace, packetView } from '../stores/packets.ts'
import type { Finding, FindingGroup, FindRequest } from './finding.ts'

const MOST = 20
/** Packets looked at for the next matches: a tenth of a second's work. */
const MOST_TRIED = 300_000

export const findPacket: FindRequest = {
  label: 'Go to a packet',
  placeholder: 'A number, a time such as 1.5s, or a filter such as icmp …',
  nothing: 'No packet is listed there.',
  find: (typed) => {
    const groups = [byNumber(typed), byTime(typed), byFilter(typed)]
    return groups.filter((group): group is FindingGroup => group !== null && group.items.length > 0)
  },
}

function byNumber(typed: string): FindingGroup | null {
  const number = /^\s*#?(\d+)\s*$/.exec(typed)?.[1]
  const row = number === undefined ? -1 : Number(number) - 1
  const trace = packetTrace()
  if (row < trace.firstRow || row >= trace.endRow) return null
  return { title: 'By number', items: [finding(row)] }
}

function byTime(typed: string): FindingGroup | null {
  const seconds = /^\s*(\d+(?:\.\d*)?|\.\d+)\s*s?\s*$/.exec(typed)?.[1]
  if (seconds === undefined) return null
  const trace = packetTrace()
  const originNs = packetListStore.getState().time === 'absolute' ? 0 : trace.originNs
  const row = trace.rowAt(Number(seconds) * 1e9 + originNs)
  return row >= trace.endRow ? null : { title: `At ${seconds} s or later`, items: [finding(row)] }
}

function byFilter(typed: string): FindingGroup | null {
  if (typed.trim() === '' || /^[\s#.\d]+$/.test(typed)) return null
  const compiled = compileFilter(typed, labWordsOf(documentStore.getState().document).names)
  if (typeof compiled !== 'function') return null
  const { rows, tried, more } = matchesAfter(compiled)
  const title = more ? `Among the next ${plural(tried, 'packet')}` : 'The next ones'
  return { title, items: rows.map(finding) }
}

/** From the packet picked on. */
function matchesAfter(predicate: Predicate): { rows: number[]; tried: number; more: boolean } {
  const view = packetView()
  const trace = packetTrace()
  const chosen = chosenPacket()
  const from = chosen === null ? null : trace.rowOf(chosen.place)
  const rows: number[] = []
  let at = from === null ? view.first : view.entryAt(from + 1)
  const end = Math.min(view.end, at + MOST_TRIED)
  const begin = at
  for (; at < end && rows.length < MOST; at++) {
    const entry = view.entry(at)
    if (!isMarker(entry) && trace.matches(entry, predicate)) rows.push(rowOfEntry(entry))
  }
  return { rows, tried: at - begin, more: at < view.end && rows.length < MOST }
}

function finding(row: number): Finding {
  const trace = packetTrace()
  const frame = trace.frame(row)
  const { source, destination, protocol, info } = summaryOf(frame)
  const form = packetListStore.getState().time === 'absolute' ? 'absolute' : 'relative'
  return {
    id: `packet ${frame.place}`,
    title: `${row + 1}  ${protocol}  ${info}`,
    marks: [],
    detail: `${timeWords(form, frame.ns, trace.originNs, null)} s  ${source} → ${destination}`,
    pick: () => packetGrid()?.goTo(trace.rowOf(frame.place) ?? trace.firstRow),
  }
}
