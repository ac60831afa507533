// Looking at a running kernel from outside: answers to queries.
import type { Experiment } from './experiment.ts'
import { viewNode } from './node-view.ts'
import type { Answer, Query, SlotTotals } from './port.ts'

export function answerQuery(experiment: Experiment, what: Query): Answer {
  if (what.kind === 'links') return linkTotals(experiment)
  const view = viewNode(experiment, what.node)
  return view === null ? { kind: 'error', message: whyNoView(experiment, what) } : { kind: 'node', view }
}

function whyNoView({ document }: Experiment, { node }: Query & { kind: 'node' }): string {
  return document.records.has(node) ? 'This node is stopped.' : 'This node is not there any more.'
}

/**
 * Totals of every direction. A frame that dies at the far end's interface (its queue, "not for us") is counted there; what
 * dies on the wire, or before it because the wire is down, is counted here.
 */
function linkTotals(experiment: Experiment): Answer {
  const links: SlotTotals[] = []
  for (const { record, direction, counted } of experiment.counters.all()) {
    const drops: { [reason: string]: number } = {}
    counted.drops.addTo(drops)
    links.push({ record, direction, packets: counted.packets, bytes: counted.bytes, drops })
  }
  return { kind: 'links', ns: experiment.kernel.nowNs, links: JSON.stringify(links) }
}
