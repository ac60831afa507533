// Traffic that was asked for between two nodes, and what came of it: the newest first, a few of them.
import { find, type NodeId, record } from '@etherloom/topology'
import { createStore } from 'zustand/vanilla'
import { documentStore } from '../stores/document.ts'
import { addressBetween, type Ends, type Finding, linesFor, type ProbeKind, readLine } from './probe.ts'

export interface Probe {
  readonly id: string
  readonly kind: ProbeKind
  readonly ends: Ends
  readonly address: string
  /** Datagrams a second, of a UDP stream. */
  readonly rate: number
  readonly findings: readonly Finding[]
  /** Sessions that still run, each in a node. */
  readonly running: ReadonlyMap<string, NodeId>
  /** Why it ended before its time; null when it did not. */
  readonly cut: string | null
}

interface ProbeState {
  readonly probes: readonly Probe[]
  /** The next node that is clicked, or on which Enter is pressed, is the other end of this. */
  readonly aiming: { readonly kind: ProbeKind; readonly from: NodeId } | null
}

export const MOST_PROBES = 4
const MOST_FINDINGS = 200
/** What a command ends with that was killed: its node was stopped, or the lab (128 + SIGKILL). */
const KILLED = 137

export const probeStore = createStore<ProbeState>(() => ({ probes: [], aiming: null }))

/** The wire to the server, put in by transport/: this room does not know it. */
export interface ProbeWire {
  run(session: string, node: NodeId, line: string): void
  interrupt(session: string): void
}

/** Sessions are named by this page: two tabs never share one. */
const page = crypto.randomUUID().slice(0, 8)
let made = 0
/** What came of a line so far, by session. */
const begun = new Map<string, string>()

export function startProbe(wire: ProbeWire, kind: ProbeKind, ends: Ends, rate: number): void {
  const { document } = documentStore.getState()
  const address = addressBetween(document, ends)
  if (address === null || !find(document, ends.from)) return
  const n = made++
  const id = `probe-${page}-${n}`
  const lines = linesFor(kind, ends, record(document, ends.from).kind, address, rate, n)
  const running = new Map(lines.map(({ node }, i) => [`${id}-${i}`, node] as const))
  const probe: Probe = { id, kind, ends, address, rate, findings: [], running, cut: null }
  const { probes } = probeStore.getState()
  for (const old of probes.slice(MOST_PROBES - 1)) stopProbe(wire, old.id)
  probeStore.setState({ probes: [probe, ...probes.slice(0, MOST_PROBES - 1)], aiming: null })
  for (const [i, { node, line }] of lines.entries()) wire.run(`${id}-${i}`, node, line)
}

export function stopProbe(wire: ProbeWire, id: string): void {
  const probe = probeStore.getState().probes.find((each) => each.id === id)
  for (const session of probe?.running.keys() ?? []) wire.interrupt(session)
}

export function closeProbe(wire: ProbeWire, id: string): void {
  stopProbe(wire, id)
  probeStore.setState(({ probes }) => ({ probes: probes.filter((each) => each.id !== id) }))
}

/** Output of a session of ours; `exit` when it ended. */
export function probePrinted(session: string, text: string, exit: number | null): void {
  const parts = ((begun.get(session) ?? '') + text).replaceAll('\r\n', '\n').split('\n')
  const rest = exit === null ? parts.pop()! : ''
  if (exit === null) begun.set(session, rest)
  else begun.delete(session)
  const fresh = parts.map(readLine).filter((finding) => finding !== null)
  change(session, (probe) => {
    const running = new Map(probe.running)
    if (exit !== null) running.delete(session)
    const cut = exit === KILLED ? 'The lab or the node was stopped.' : probe.cut
    return { ...probe, running, cut, findings: [...probe.findings, ...fresh].slice(-MOST_FINDINGS) }
  })
}

/** The lab stopped, or the server cannot be reached: nothing more will come. */
export function cutProbes(why: string): void {
  begun.clear()
  probeStore.setState(({ probes }) => ({
    aiming: null,
    probes: probes.map((probe) => (probe.running.size === 0 ? probe : { ...probe, running: new Map(), cut: why })),
  }))
}

export function forgetProbes(): void {
  begun.clear()
  probeStore.setState({ probes: [], aiming: null })
}

function change(session: string, how: (probe: Probe) => Probe): void {
  probeStore.setState(({ probes }) => ({
    probes: probes.map((probe) => (probe.running.has(session) ? how(probe) : probe)),
  }))
}
