import { ifaces, nameOf, type TopologyDocument } from '@etherloom/topology'
import { useDocument } from '../stores/hooks.ts'
import { type Finding, type ProbeKind, wordsOfNote } from './probe.ts'
import { findingsOf, milliseconds, streamFigures } from './probe-words.ts'

/** Answer by answer, hop by hop; below, what went wrong. */
export function Findings({
  kind,
  findings,
  address,
}: {
  kind: ProbeKind
  findings: readonly Finding[]
  address: string
}) {
  const troubles = new Map(findingsOf(findings, 'trouble').map((each) => [`${each.from} ${each.words}`, each]))
  return (
    <>
      {kind === 'ping' && <Replies replies={findingsOf(findings, 'reply')} address={address} />}
      {kind === 'udp' && <Stream findings={findings} />}
      {kind === 'traceroute' && <Hops hops={findingsOf(findings, 'hop')} />}
      {[...troubles].slice(-3).map(([key, trouble]) => (
        <Trouble key={key} trouble={trouble} />
      ))}
    </>
  )
}

function Trouble({ trouble: { words, from } }: { trouble: Extract<Finding, { kind: 'trouble' }> }) {
  const name = useDocument((document) => (from === null ? null : nodeAt(document, from)))
  const who = from === null ? '' : `${name === null ? from : `${name} ${from}`} says: `
  return (
    <p className="text-bad">
      {who}
      {words}
    </p>
  )
}

function Stream({ findings }: { findings: readonly Finding[] }) {
  const { sent, received, lost, rate } = streamFigures(findings)
  return (
    <dl className="grid grid-cols-[1fr_1fr_1fr_1.4fr] gap-x-2">
      <Figure name="Sent" value={sent} />
      <Figure name="Received" value={received} />
      <Figure name="Lost" value={lost} tone={lost === '0' || lost === '–' ? '' : 'text-bad'} />
      <Figure name="Arrives at" value={rate} />
    </dl>
  )
}

function Figure({ name, value, tone = '' }: { name: string; value: string; tone?: string }) {
  return (
    <div className="min-w-0">
      <dt className="truncate text-xs text-faint">{name}</dt>
      <dd className={`truncate text-[14px] font-semibold ${tone}`}>{value}</dd>
    </div>
  )
}

function Replies({ replies, address }: { replies: readonly Extract<Finding, { kind: 'reply' }>[]; address: string }) {
  if (replies.length === 0) return null
  return (
    <ol aria-label="Answers" className="font-mono text-xs">
      {replies.map(({ seq, ms }, i) => (
        <li key={`${seq}-${i}`} className="flex gap-2">
          <span className="w-4 text-right text-faint">{seq + 1}</span>
          <span className="flex-1">{address}</span>
          <span>{milliseconds(ms)}</span>
        </li>
      ))}
    </ol>
  )
}

function Hops({ hops }: { hops: readonly Extract<Finding, { kind: 'hop' }>[] }) {
  return (
    <ol aria-label="Hops" className="font-mono text-xs">
      {hops.map((hop, i) => (
        <Hop key={`${hop.ttl}-${i}`} hop={hop} />
      ))}
    </ol>
  )
}

function Hop({ hop: { ttl, address, ms, note } }: { hop: Extract<Finding, { kind: 'hop' }> }) {
  const name = useDocument((document) => (address === null ? null : nodeAt(document, address)))
  return (
    <li className="flex gap-2">
      <span className="w-4 text-right text-faint">{ttl}</span>
      <span className="min-w-0 flex-1">
        {address === null ? (
          <span className="text-faint">nobody answered</span>
        ) : name === null ? (
          address
        ) : (
          `${name} ${address}`
        )}
        {note !== '' && <span className="text-bad"> {wordsOfNote(note)}</span>}
      </span>
      {ms !== null && <span>{milliseconds(ms)}</span>}
    </li>
  )
}

const known = new WeakMap<TopologyDocument, Map<string, string>>()

/** The node that has an address, by name. */
function nodeAt(document: TopologyDocument, address: string): string | null {
  let names = known.get(document)
  if (names === undefined) {
    names = new Map()
    for (const iface of ifaces(document))
      for (const each of iface.addresses) names.set(each.address.split('/')[0]!, nameOf(document, iface.node))
    known.set(document, names)
  }
  return names.get(address) ?? null
}
