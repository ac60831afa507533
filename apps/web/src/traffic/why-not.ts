// Why traffic cannot go between two nodes, and what to do about it.
import { find, hasStack, type NodeId, nameOf } from '@etherloom/topology'
import { documentStore } from '../stores/document.ts'
import { liveStore } from '../stores/live.ts'
import { addressBetween } from './probe.ts'

const doc = () => documentStore.getState().document

/** What keeps a node from being an end; null when nothing does. */
export function whyNoEnd(id: NodeId): string | null {
  const node = find(doc(), id)
  if (!node) return 'Select a node first.'
  if (!hasStack(node.kind)) return `${node.name} only passes frames on: pick a jail, a zone, a PC or a router.`
  if (liveStore.getState().stopped.has(id)) return `${node.name} was stopped: start it first.`
  return null
}

/** Why nothing can be sent between two nodes; null when it can. */
export function whyNotBetween(from: NodeId, to: NodeId): string | null {
  if (from === to) return 'Pick another node: this is where it starts.'
  const why = whyNoEnd(from) ?? whyNoEnd(to)
  if (why !== null) return why
  if (addressBetween(doc(), { from, to }) !== null) return null
  return `${nameOf(doc(), from)} and ${nameOf(doc(), to)} have no kind of address in common: give each an IPv4 address.`
}
