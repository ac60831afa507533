import { find } from '@etherloom/topology'
import { plural } from '../format.ts'
import { type Barred, documentStore } from '../stores/document.ts'
import { useDocumentState } from '../stores/hooks.ts'
import { reconnectNow } from '../transport/lab.ts'
import { goHome } from '../transport/labs.ts'
import { exportLab } from './export-lab.ts'

/** The socket is gone: what was done stays, and goes out when it is back. */
export function ReconnectBanner() {
  const lost = useDocumentState((state) => state.connection === 'lost')
  const barred = useDocumentState((state) => state.barred)
  const pending = useDocumentState((state) => state.pending)
  if (!lost) return null
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1 border-b border-line bg-warn-soft px-3 py-1 text-sm text-warn"
    >
      <span>{wordsFor(barred, pending)}</span>
      {barred === 'version' && pending > 0 && <Action text="Export the lab" onPress={exportHere} />}
      {barred === 'version' && <Action text="Reload" onPress={() => location.reload()} />}
      {barred === 'token' && <Action text="Give it, in a tab of its own" onPress={() => open('/', '_blank')} />}
      {barred === 'damaged' && <Action text="All labs and the gallery" onPress={goHome} />}
      {barred === null && <Action text="Try now" onPress={reconnectNow} />}
    </div>
  )
}

function exportHere(): void {
  exportLab(find(documentStore.getState().document, 'lab:lab')?.name ?? 'lab')
}

function Action({ text, onPress }: { text: string; onPress: () => void }) {
  return (
    <button type="button" className="rounded px-1.5 font-medium underline hover:bg-hover" onClick={onPress}>
      {text}
    </button>
  )
}

function wordsFor(barred: Barred | null, pending: number): string {
  const changes = plural(pending, 'change')
  const kept = pending > 0 ? `${changes} kept, to be sent then.` : 'What you edit is kept.'
  switch (barred) {
    case 'version':
      return `Etherloom was updated while this page was open: reload it to go on.${pending > 0 ? ` ${changes} cannot be sent any more: export the lab first.` : ''}`
    case 'token':
      return `The server asks for its token again. ${kept}`
    case 'damaged':
      return 'This lab is damaged on the server’s disk and cannot be opened; the server’s log says where.'
    case null:
      return `The server cannot be reached; reconnecting… ${kept}`
  }
}
