// Traffic between two nodes without a console: which commands of theirs make it, and what those print, line by line, as data.
// Jails speak FreeBSD, zones illumos.
import { ifacesOf, type NodeId, type NodeKind, type TopologyDocument } from '@etherloom/topology'

export const probeKinds = ['ping', 'traceroute', 'udp'] as const
export type ProbeKind = (typeof probeKinds)[number]

export interface Ends {
  readonly from: NodeId
  readonly to: NodeId
}

/** Datagrams a second of a UDP stream. */
export const udpRates = [10, 100, 1000, 10_000] as const
export const PINGS = 5
export const UDP_SECONDS = 10
const UDP_BYTES = 1000
/** How often both ends say how far they are. */
const UDP_PROGRESS_SECONDS = 0.5
/** Streams to one node have ports of their own. */
const FIRST_PORT = 5001
const PORTS = 1000
/** A sink that hears nothing gives up this long after the source has ended. */
const PATIENCE_SECONDS = 5

/** One line in one node. */
export interface Line {
  readonly node: NodeId
  readonly line: string
}

/** The address to reach a node at: IPv4 where both have one, else IPv6. Null when they have no family in common. */
export function addressBetween(document: TopologyDocument, { from, to }: Ends): string | null {
  for (const six of [false, true]) {
    const target = addressIn(document, to, six)
    if (target !== null && addressIn(document, from, six) !== null) return target
  }
  return null
}

function addressIn(document: TopologyDocument, node: NodeId, six: boolean): string | null {
  for (const iface of ifacesOf(document, node)) {
    if (!iface.up || iface.kind === 'lo') continue
    for (const { address } of iface.addresses) {
      const [host] = address.split('/')
      if (host!.includes(':') === six && !host!.toLowerCase().startsWith('fe80:')) return host!
    }
  }
  return null
}

/** What is typed, in order: who listens comes first. `n` tells streams apart. */
export function linesFor(
  kind: ProbeKind,
  ends: Ends,
  system: NodeKind,
  address: string,
  rate: number,
  n: number,
): Line[] {
  const { from, to } = ends
  const zone = system === 'zone'
  const six = address.includes(':') ? '6' : ''
  if (kind === 'ping')
    return [{ node: from, line: zone ? `ping -s ${address} 56 ${PINGS}` : `ping${six} -c ${PINGS} ${address}` }]
  if (kind === 'traceroute') return [{ node: from, line: `traceroute${zone ? '' : six} -n -q 1 -w 2 -m 30 ${address}` }]
  const port = FIRST_PORT + (n % PORTS)
  return [
    { node: to, line: `udprecv -p ${UDP_PROGRESS_SECONDS} -t ${UDP_SECONDS + PATIENCE_SECONDS} ${port}` },
    {
      node: from,
      line: `udpsend -i ${1 / rate} -p ${UDP_PROGRESS_SECONDS} -t ${UDP_SECONDS} -s ${UDP_BYTES} ${address} ${port}`,
    },
  ]
}

export type Finding =
  | { readonly kind: 'reply'; readonly seq: number; readonly ms: number }
  /** `ms` is null when nobody answered; `note` is what the answer complained of. */
  | {
      readonly kind: 'hop'
      readonly ttl: number
      readonly address: string | null
      readonly ms: number | null
      readonly note: string
    }
  /** How often was asked, when a ping has ended. */
  | { readonly kind: 'asked'; readonly packets: number }
  | { readonly kind: 'sent'; readonly packets: number }
  /** `rate` in words; null when they took no time. */
  | { readonly kind: 'received'; readonly packets: number; readonly rate: string | null }
  /** How far an end of a stream is, while it goes on. */
  | { readonly kind: 'sent so far'; readonly packets: number }
  | { readonly kind: 'received so far'; readonly packets: number; readonly lost: number; readonly rate: string }
  | {
      readonly kind: 'lost'
      readonly lost: number
      readonly of: number
      readonly disordered: number
      readonly twice: number
    }
  | { readonly kind: 'delay'; readonly min: number; readonly average: number; readonly max: number }
  /** What went wrong, in the command's own words; `from`: as that address says. */
  | { readonly kind: 'trouble'; readonly words: string; readonly from: string | null }

const REPLY = /icmp_seq=(\d+)\b.*\btime=([\d.]+) ?ms/
const ASKED = /^(\d+) packets transmitted/
const HOP = /^\s*(\d+) {2}(?:\* ?(.*)|(\S+) {2}([\d.]+) ms ?(.*))$/
const SENT = /^udpsend: (\d+) datagrams? sent/
const RECEIVED = /: (\d+) datagrams? received, \d+ bytes in [\d.]+ s(?:, (\S+ \S+))?/
const SENT_SO_FAR = /^udpsend: (\d+) sent so far/
const RECEIVED_SO_FAR = /: (\d+) received so far, (\d+) lost, (.+)/
const LOST = /^udprecv: (\d+) of (\d+) lost .*?, (\d+) out of order, (\d+) duplicates?/
const DELAY = /min\/avg\/max = ([\d.]+)\/([\d.]+)\/([\d.]+) ms/
/** What an ICMP error said, as FreeBSD's ping prints it. */
const REFUSED = /^\d+ bytes from (\S+): (\D.*)$/
/** Headings, and sums that the card makes itself. */
const KNOWN =
  /^(PING|traceroute|-+ |---|round-trip|udprecv: listening|udpsend: to |udpsend: sending|Vr HL TOS|\s+\d\s+\d\s|\s*$)/

/** What a line says; null for what says nothing new. */
export function readLine(line: string): Finding | null {
  const reply = REPLY.exec(line)
  if (reply) return { kind: 'reply', seq: Number(reply[1]), ms: Number(reply[2]) }
  const asked = ASKED.exec(line)
  if (asked) return { kind: 'asked', packets: Number(asked[1]) }
  const hop = HOP.exec(line)
  if (hop) {
    const [, ttl, silent, address = null, ms, note = ''] = hop
    return {
      kind: 'hop',
      ttl: Number(ttl),
      address,
      ms: ms === undefined ? null : Number(ms),
      note: (silent ?? note).trim(),
    }
  }
  const sent = SENT.exec(line)
  if (sent) return { kind: 'sent', packets: Number(sent[1]) }
  const received = RECEIVED.exec(line)
  if (received) return { kind: 'received', packets: Number(received[1]), rate: received[2] ?? null }
  const sentSoFar = SENT_SO_FAR.exec(line)
  if (sentSoFar) return { kind: 'sent so far', packets: Number(sentSoFar[1]) }
  const soFar = RECEIVED_SO_FAR.exec(line)
  if (soFar)
    return { kind: 'received so far', packets: Number(soFar[1]), lost: Number(soFar[2]), rate: soFar[3]!.trim() }
  const lost = LOST.exec(line)
  if (lost)
    return {
      kind: 'lost',
      lost: Number(lost[1]),
      of: Number(lost[2]),
      disordered: Number(lost[3]),
      twice: Number(lost[4]),
    }
  if (line.startsWith('udprecv:') && DELAY.test(line)) {
    const [, min, average, max] = DELAY.exec(line)!
    return { kind: 'delay', min: Number(min), average: Number(average), max: Number(max) }
  }
  const refused = REFUSED.exec(line)
  if (refused) return { kind: 'trouble', words: refused[2]!, from: refused[1]! }
  return KNOWN.test(line) || /^[a-z]+6?: .*(hops max|from )/.test(line)
    ? null
    : { kind: 'trouble', words: line.trim(), from: null }
}

const noteWords: Readonly<Record<string, string>> = {
  '!H': 'says the host cannot be reached',
  '!N': 'says there is no route',
  '!P': 'says the protocol is not served',
  '!S': 'says the source route failed',
  '!X': 'says it is forbidden',
  '!A': 'says it is forbidden',
}

/** `!H` and the like in words; what has none, as it is. */
export const wordsOfNote = (note: string): string => (note.startsWith('(') ? '' : (noteWords[note] ?? note))
