import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { useDocumentState } from '../stores/hooks.ts'
import { Words } from './Words.tsx'

const card =
  'absolute right-0 bottom-0 w-full rounded-lg border bg-raised p-3 shadow-pop transition-[transform,opacity] duration-200 [transform:translateY(calc(var(--toast-offset-y)*-1+var(--toast-index)*-8px))] data-ending-style:opacity-0 data-limited:opacity-0 data-starting-style:opacity-0'

/** On the first page the labs that messages are of are listed on the right. */
export function Toasts() {
  const home = useDocumentState((state) => state.lab === null)
  return (
    <Toast.Portal>
      <Toast.Viewport className={`fixed bottom-4 z-50 w-88 max-w-[calc(100vw-2rem)] ${home ? 'left-4' : 'right-4'}`}>
        <ToastList />
      </Toast.Viewport>
    </Toast.Portal>
  )
}

function ToastList() {
  const { toasts } = Toast.useToastManager()
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      // An error is read out by the kit's own alert; hidden from readers, its buttons could be reached and were called nothing.
      aria-hidden={false}
      className={`${card} ${toast.type === 'error' ? 'border-bad' : 'border-line-strong'}`}
    >
      <Toast.Content className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <Toast.Title className={`text-base font-semibold ${toast.type === 'error' ? 'text-bad' : 'text-text'}`}>
            {typeof toast.title === 'string' && <Words text={toast.title} />}
          </Toast.Title>
          {typeof toast.description === 'string' && (
            <Toast.Description className="mt-0.5 text-sm break-words text-dim">
              <Words text={toast.description} />
            </Toast.Description>
          )}
        </div>
        <Toast.Action className="-my-1 rounded-md px-2 py-1 text-sm font-medium text-accent hover:bg-hover" />
        <Toast.Close aria-label="Dismiss" className="rounded p-0.5 text-faint hover:bg-hover hover:text-text">
          <X size={14} />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}
