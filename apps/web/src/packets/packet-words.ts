// What a row says. Asked for rows on screen alone.
import { LOST_REASON, type Summary, summarize } from '@etherloom/capture'
import { dropWords } from '@etherloom/wire'
import { packetTime } from '../format.ts'
import type { TracedFrame } from './trace.ts'

export const timeForms = ['relative', 'delta', 'absolute'] as const
export type TimeForm = (typeof timeForms)[number]

export const timeFormWords: Readonly<Record<TimeForm, string>> = {
  relative: 'Since the first packet',
  delta: 'Since the packet above',
  absolute: 'Since the lab was started',
}

/** `previousNs`: of the packet listed above; null for the first. */
export function timeWords(form: TimeForm, ns: number, originNs: number, previousNs: number | null): string {
  if (form === 'absolute') return packetTime(ns)
  return packetTime(form === 'relative' ? ns - originNs : ns - (previousNs ?? ns))
}

export const summaryOf = ({ bytes, offset, caplen, len }: TracedFrame): Summary => summarize(bytes, offset, caplen, len)

/** "lost on the wire: loss"; empty when it was not, as far as the wire knows. */
export function lostWords({ flags }: TracedFrame): string {
  const reason = flags & LOST_REASON
  return reason === 0 ? '' : `lost on the wire: ${dropWords[reason] ?? 'unknown reason'}`
}

/** A packet as one line, cells parted by tabs: for a message or a table. */
export function lineOf(frame: TracedFrame, number: number | null, link: string, originNs: number): string {
  const { source, destination, protocol, info, wrong } = summaryOf(frame)
  const cells = [number ?? '', packetTime(frame.ns - originNs), link, source, destination, protocol, frame.len]
  return [...cells, [wrong || lostWords(frame), info].filter(Boolean).join(' ')].join('\t')
}

/** Bytes in lines of sixteen, as hex dumps are read. */
export function hexOf({ bytes, offset, caplen }: TracedFrame): string {
  const lines: string[] = []
  for (let at = 0; at < caplen; at += 16) {
    const row = Array.from(bytes.subarray(offset + at, offset + Math.min(at + 16, caplen)))
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const text = row.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('')
    lines.push(`${at.toString(16).padStart(4, '0')}  ${hex.padEnd(47)}  ${text}`)
  }
  return lines.join('\n')
}

/** The role of a protocol's colour in tokens.css. */
export function hueOfProtocol(protocol: string): string {
  switch (protocol) {
    case 'ICMP':
    case 'ARP':
    case 'UDP':
    case 'TCP':
    case 'STP':
      return protocol.toLowerCase()
    case 'ICMPv6':
      return 'icmp6'
    default:
      return 'other'
  }
}
