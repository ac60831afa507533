// Where the others are: each has one of a few colours, given by the server, used for their cursor and what they selected.
import type { LiveState } from '../stores/live.ts'

const COLORS = ['#e0679a', '#3aa76d', '#d98a1f', '#7a6cf0', '#2f9fd0', '#d96a54', '#8a9a2b', '#b05fd0']
/** Words on any of them. */
export const ON_PEER_COLOR = '#0d1014'
export const peerColor = (color: number): string => COLORS[Math.abs(color) % COLORS.length]!

let cachedFor: LiveState | null = null
let cached: ReadonlyMap<string, string> = new Map()

/** Record → colour of whoever selected it. */
export function peerSelections(live: LiveState): ReadonlyMap<string, string> {
  if (cachedFor?.presence === live.presence && cachedFor.peers === live.peers) return cached
  const colors = new Map<string, string>()
  for (const peer of live.peers)
    for (const id of live.presence.get(peer.client)?.selection ?? []) colors.set(id, peerColor(peer.color))
  cachedFor = live
  return (cached = colors)
}
