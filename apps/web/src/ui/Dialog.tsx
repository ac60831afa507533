import { Dialog as BaseDialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'

export type DialogHandle<Payload = unknown> = BaseDialog.Handle<Payload>
export const createDialogHandle = <Payload = unknown>(): DialogHandle<Payload> => BaseDialog.createHandle<Payload>()

interface Props {
  handle: DialogHandle
  title: string
  width?: string
  children: ReactNode
  /** It is gone, and the focus is back where it was. */
  onClosed?: () => void
}

/** A dialog in the middle of the page, opened by its handle from anywhere. */
export function Dialog({ handle, title, width = 'w-96', children, onClosed }: Props) {
  return (
    <BaseDialog.Root handle={handle} onOpenChangeComplete={(open) => !open && onClosed?.()}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-black/30" />
        <BaseDialog.Popup
          className={`fixed top-1/2 left-1/2 z-50 flex max-h-[85vh] max-w-[calc(100vw-1rem)] ${width} -translate-1/2 flex-col overflow-auto rounded-xl border border-line bg-raised p-5 shadow-pop outline-none`}
        >
          <BaseDialog.Title className="mb-3 pr-8 text-[15px] font-semibold">{title}</BaseDialog.Title>
          {children}
          {/* Last, so that the focus begins with what the dialog is about. */}
          <BaseDialog.Close
            aria-label="Close"
            title="Close"
            className="absolute top-4 right-4 rounded-md p-1 text-dim hover:bg-hover hover:text-text"
          >
            <X size={16} aria-hidden="true" />
          </BaseDialog.Close>
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  )
}
