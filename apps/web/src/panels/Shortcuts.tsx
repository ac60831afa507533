import { Dialog } from '@base-ui/react/dialog'
import { keyName, otherKeys, shortcuts } from '../keyboard.ts'

const handle = Dialog.createHandle()
export const openShortcuts = (): void => handle.open(null)

/** Every key there is, in one list. */
export function Shortcuts() {
  const rows = [...shortcuts.map(({ keys, does }) => [keyName(keys), does] as const), ...otherKeys]
  return (
    <Dialog.Root handle={handle}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/30" />
        <Dialog.Popup className="fixed top-1/2 left-1/2 z-50 max-h-[85vh] w-96 -translate-1/2 overflow-auto rounded-xl border border-line bg-raised p-5 shadow-pop outline-none">
          <Dialog.Title className="mb-3 text-[15px] font-semibold">Keyboard shortcuts</Dialog.Title>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
            {rows.map(([keys, does]) => (
              <div key={keys} className="contents">
                <dt>
                  <kbd className="rounded border border-line-strong bg-sunken px-1.5 py-px font-sans text-sm">
                    {keys}
                  </kbd>
                </dt>
                <dd className="text-dim">{does}</dd>
              </div>
            ))}
          </dl>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
