// What came of traffic between two nodes, as a person would say it.
import { count, plural } from '../format.ts'
import { type Finding, PINGS, type ProbeKind, UDP_SECONDS, wordsOfNote } from './probe.ts'

export const kindWords: Readonly<Record<ProbeKind, string>> = {
  ping: 'Ping',
  traceroute: 'Traceroute',
  udp: 'UDP stream',
}

type Of<K extends Finding['kind']> = Extract<Finding, { kind: K }>

export const findingsOf = <K extends Finding['kind']>(findings: readonly Finding[], kind: K): Of<K>[] =>
  findings.filter((each): each is Of<K> => each.kind === kind)

export const milliseconds = (ms: number): string =>
  `${ms < 10 ? ms.toFixed(2) : ms < 100 ? ms.toFixed(1) : count(Math.round(ms))} ms`

/** The sum under the details; empty while there is nothing to sum up. */
export function summary(kind: ProbeKind, findings: readonly Finding[], running: boolean): string {
  if (kind === 'ping') return pingSummary(findings, running)
  if (kind === 'traceroute') return traceSummary(findingsOf(findings, 'hop'), running)
  return udpSummary(findings, running)
}

function pingSummary(findings: readonly Finding[], running: boolean): string {
  const replies = findingsOf(findings, 'reply')
  // Who stops it early has asked less often.
  const asked = findingsOf(findings, 'asked')[0]?.packets ?? PINGS
  if (replies.length === 0) return running ? 'Waiting for an answer…' : `None of ${asked} was answered.`
  const times = replies.map(({ ms }) => ms)
  const average = times.reduce((a, b) => a + b, 0) / times.length
  const range = `${milliseconds(Math.min(...times))} to ${milliseconds(Math.max(...times))}, ${milliseconds(average)} on average`
  return running ? range : `${new Set(replies.map(({ seq }) => seq)).size} of ${asked} answered: ${range}`
}

function traceSummary(hops: readonly Of<'hop'>[], running: boolean): string {
  if (running) return 'On the way…'
  const answered = hops.filter(({ address }) => address !== null).length
  if (answered === 0) return 'Nobody on the way answered.'
  if (wordsOfNote(hops.at(-1)!.note) !== '') return `${plural(hops.length, 'hop')}, and no further.`
  return `${plural(hops.length, 'hop')}, ${answered === hops.length ? 'all' : `${answered} of them`} answered`
}

function udpSummary(findings: readonly Finding[], running: boolean): string {
  const [sent] = findingsOf(findings, 'sent')
  const [received] = findingsOf(findings, 'received')
  const [lost] = findingsOf(findings, 'lost')
  const [delay] = findingsOf(findings, 'delay')
  if (running && !lost) return sent ? 'All sent; the last are on their way…' : `Sending for ${UDP_SECONDS} s…`
  if (!received) return sent ? `${count(sent.packets)} sent, none received.` : 'Nothing was sent.'
  const words = [`${count(received.packets)} received${sent ? ` of ${count(sent.packets)}` : ''}`]
  if (lost) {
    words.push(`${count(lost.lost)} lost`)
    if (lost.disordered > 0) words.push(`${count(lost.disordered)} out of order`)
    if (lost.twice > 0) words.push(`${count(lost.twice)} twice`)
  }
  if (delay) words.push(`one way ${milliseconds(delay.average)} on average`)
  return words.join(', ')
}

export interface StreamFigures {
  readonly sent: string
  readonly received: string
  readonly lost: string
  readonly rate: string
}

/** A stream in figures, as far as it has come; what is not known yet is a dash. */
export function streamFigures(findings: readonly Finding[]): StreamFigures {
  const [sent] = findingsOf(findings, 'sent')
  const sentSoFar = findingsOf(findings, 'sent so far').at(-1)
  const [received] = findingsOf(findings, 'received')
  const [lost] = findingsOf(findings, 'lost')
  const soFar = findingsOf(findings, 'received so far').at(-1)
  // The two ends speak in turn: what one has heard, the other has sent.
  const heard = soFar && Math.max(sentSoFar?.packets ?? 0, soFar.packets + soFar.lost)
  const known = (value: number | undefined) => (value === undefined ? '–' : count(value))
  return {
    sent: known(sent?.packets ?? heard ?? sentSoFar?.packets),
    received: known((received ?? soFar)?.packets),
    lost: known(lost?.lost ?? soFar?.lost),
    rate: (received ? received.rate : soFar?.rate) ?? '–',
  }
}
