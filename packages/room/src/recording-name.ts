// What a recording is called: when it began, and the first of its links. Plain letters only: it is a file's name on every system.
import { type TopologyDocument, type Wire, wireNames } from '@etherloom/topology'

const LONGEST = 60

export function recordingName(wallMs: number, document: TopologyDocument, records: readonly Wire[]): string {
  const [first] = records
  const name = first === undefined ? 'nothing' : (wireNames(document).get(first) ?? first)
  const more = records.length > 1 ? `-and-${records.length - 1}-more` : ''
  const plain = name.normalize('NFKD').replace(/[^A-Za-z0-9.]+/g, '-')
  return `${stamp(wallMs)}-${plain.slice(0, LONGEST).replace(/^[-.]+|[-.]+$/g, '')}${more}.pcapng`
}

/** `20261126-014500`, in universal time. */
function stamp(wallMs: number): string {
  const iso = new Date(wallMs).toISOString()
  return `${iso.slice(0, 10).replaceAll('-', '')}-${iso.slice(11, 19).replaceAll(':', '')}`
}
