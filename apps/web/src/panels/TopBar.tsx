import { Keyboard } from 'lucide-react'
import { useLive } from '../stores/hooks.ts'
import { whyViewOnly } from '../transport/view-only.ts'
import { Button } from '../ui/Button.tsx'
import { useSmall } from '../ui/use-narrow.ts'
import { ConnectionState } from './ConnectionState.tsx'
import { DeleteButton } from './DeleteButton.tsx'
import { openShortcuts } from './dialogs.ts'
import { ExportMenu } from './ExportMenu.tsx'
import { FindButton } from './FindButton.tsx'
import { InspectorButton } from './InspectorButton.tsx'
import { LabMenu } from './LabMenu.tsx'
import { Peers } from './Peers.tsx'
import { RunControls } from './RunControls.tsx'
import { ThemeButton } from './ThemeButton.tsx'
import { UndoControls } from './UndoControls.tsx'

const Divider = () => <span className="mx-1 h-5 w-px bg-line" aria-hidden="true" />

/** In sight wherever the bar is scrolled to. */
const staying = 'sticky z-10 bg-panel shadow-[-8px_0_8px_var(--panel)]'

/** In a small window it scrolls, all but what leads everywhere; what is needed most comes first there. */
export function TopBar() {
  const viewOnly = whyViewOnly()
  // On a laptop's width what only some labs show takes the place of what can be done without.
  const small = useSmall()
  const crowded = useLive((live) => live.peers.length > 0) || viewOnly !== null
  return (
    <header
      data-crowded={crowded || undefined}
      className="group/bar beside-drawing flex h-11 shrink-0 items-center gap-0.5 overflow-x-auto overflow-y-hidden border-b border-line bg-panel pl-2 scroll-pr-48 *:shrink-0"
    >
      <LabMenu />
      <Divider />
      {small && <RunControls />}
      {small && <Divider />}
      <UndoControls />
      <DeleteButton />
      {!small && <Divider />}
      {!small && <RunControls />}
      {viewOnly !== null && (
        <span title={viewOnly} className="ml-2 rounded-md bg-warn-soft px-2 py-0.5 text-sm font-medium text-warn">
          View only
        </span>
      )}
      <span className="flex-1" />
      <ConnectionState />
      <Peers />
      <div className={`right-9 ${staying}`}>
        <FindButton />
      </div>
      <ExportMenu />
      <Button label="Keyboard shortcuts" icon={<Keyboard size={16} />} shortcut="?" onPress={openShortcuts} />
      <ThemeButton />
      <div className={`right-0 pr-2 ${staying}`}>
        <InspectorButton />
      </div>
    </header>
  )
}
