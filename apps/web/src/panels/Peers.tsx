import { ON_PEER_COLOR, peerColor } from '../canvas/presence.ts'
import { plural } from '../format.ts'
import { useLive } from '../stores/hooks.ts'
import { useNarrow } from '../ui/use-narrow.ts'

/** “G2” of Guest 2, “AL” of Ada Lovelace. */
const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.slice(0, 1).toUpperCase())
    .join('')

/** Who else has this lab open. */
export function Peers() {
  const peers = useLive((live) => live.peers)
  const narrow = useNarrow()
  if (peers.length === 0) return null
  const shown = peers.length <= 3 || !narrow ? 5 : 2
  return (
    <ul
      className="mr-1 flex items-center -space-x-1"
      aria-label={`${plural(peers.length, 'other person', 'other people')} here`}
    >
      {peers.slice(0, shown).map((peer) => (
        <li
          key={peer.client}
          title={peer.name}
          className="flex size-6 items-center justify-center rounded-full border-2 border-panel text-xs font-semibold"
          style={{ backgroundColor: peerColor(peer.color), color: ON_PEER_COLOR }}
        >
          {initials(peer.name)}
        </li>
      ))}
      {peers.length > shown && (
        <li
          className="pl-2 text-sm text-dim"
          title={peers
            .slice(shown)
            .map(({ name }) => name)
            .join(', ')}
        >
          +{peers.length - shown}
        </li>
      )}
    </ul>
  )
}
