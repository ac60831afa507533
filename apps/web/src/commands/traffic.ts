// Traffic between two nodes without a console. With one node selected, the next one clicked is the other end.
import { selectedNodes } from '../selection.ts'
import { documentStore } from '../stores/document.ts'
import { drawingOf } from '../stores/drawing.ts'
import { sendBetween } from '../traffic/between.ts'
import type { ProbeKind } from '../traffic/probe.ts'
import { probeStore } from '../traffic/probe-store.ts'
import { kindWords } from '../traffic/probe-words.ts'
import { whyNoEnd, whyNotBetween } from '../traffic/why-not.ts'
import type { Command } from './command.ts'
import { whyNotRunning } from './run.ts'

const doc = () => documentStore.getState().document

function whyNotSend(): string | null {
  const blocked = whyNotRunning()
  if (blocked !== null) return blocked
  const [from, to, more] = selectedNodes()
  if (!from) return 'Select the node it starts at, and the one it goes to.'
  if (more) return 'Select two nodes: where it starts, and where it goes.'
  if (to) return whyNotBetween(from, to)
  return whyNoEnd(from) ?? (drawingOf(doc()).nodes.length < 2 ? 'Place another node first.' : null)
}

function send(kind: ProbeKind): void {
  const [from, to] = selectedNodes()
  if (from && to) sendBetween(kind, { from, to })
  else if (from) probeStore.setState({ aiming: { kind, from } })
}

const command = (kind: ProbeKind, words: string, keys?: string): Command => ({
  id: `traffic.${kind}`,
  section: 'Watch',
  menu: 'Send',
  title: () => `${kindWords[kind]}${selectedNodes().length === 1 ? ' to…' : ''}`,
  words: `traffic send ${words}`,
  ...(keys === undefined ? {} : { keys: [keys] }),
  places: ['node', 'selection'],
  blocked: whyNotSend,
  run: () => send(kind),
})

export const trafficCommands: readonly Command[] = [
  command('ping', 'icmp echo reachable', 'T'),
  command('traceroute', 'path hops way route'),
  command('udp', 'iperf load datagrams bandwidth'),
]
