import { AlertDialog } from '@base-ui/react/alert-dialog'
import { useState } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { useDocumentState, useLive } from '../stores/hooks.ts'
import type { LabSummary } from '../transport/api.ts'
import { removeLab } from '../transport/labs.ts'
import { Button } from '../ui/Button.tsx'

/** The lab in question stays while the dialog fades out. */
const asked = createStore<{ open: boolean; lab: LabSummary | null; whenGone: () => void }>(() => ({
  open: false,
  lab: null,
  whenGone: () => {},
}))

export const askToDelete = (lab: LabSummary, whenGone: () => void = () => {}): void =>
  asked.setState({ open: true, lab, whenGone })

/** Deleting a lab stops it for everyone, so it is asked for twice. */
export function DeleteLab() {
  const { open, lab, whenGone } = useStore(asked)
  const [busy, setBusy] = useState(false)
  const here = useDocumentState((state) => state.lab !== null && state.lab === lab?.id)
  const peers = useLive((live) => live.peers.length)
  const close = (): void => asked.setState({ open: false })
  const remove = async (): Promise<void> => {
    if (!lab) return
    setBusy(true)
    if (await removeLab(lab)) whenGone()
    setBusy(false)
    close()
  }
  return (
    <AlertDialog.Root open={open} onOpenChange={(isOpen) => asked.setState({ open: isOpen })}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-50 bg-black/30" />
        <AlertDialog.Popup className="fixed top-1/2 left-1/2 z-50 w-96 -translate-1/2 rounded-xl border border-line bg-raised p-5 shadow-pop outline-none">
          <AlertDialog.Title className="mb-1.5 text-[15px] font-semibold break-words">
            Delete “{lab?.name}”?
          </AlertDialog.Title>
          <AlertDialog.Description className="mb-4 text-sm text-dim">
            It closes for everyone, and is stopped if it runs. For 30 days it can be brought back from the deleted labs.
            {here && peers > 0 && <b className="mt-1 block text-warn">Somebody else has it open right now.</b>}
          </AlertDialog.Description>
          <div className="flex justify-end gap-2">
            <Button label="Keep it" text="Keep it" onPress={close} />
            <Button
              label="Delete the lab"
              text={busy ? 'Deleting…' : 'Delete the lab'}
              tone="danger"
              blocked={busy ? 'It is being deleted.' : null}
              onPress={() => void remove()}
            />
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
