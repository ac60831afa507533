// Toasts from anywhere, React or not. An error's text says why and what to do; its title says what did not happen.
import { Toast } from '@base-ui/react/toast'
import { typographic } from './words.ts'

export const toasts = Toast.createToastManager()

/** The same words again renew the toast that says them, instead of a pile of it. */
const idOf = (title: string, description: string): string => `${title}\n${description}`

export function tellError(about: string, error: unknown): void {
  const title = typographic(about)
  const description = typographic(error instanceof Error ? error.message : String(error))
  const id = idOf(title, description)
  toasts.add({ id, title, description, type: 'error', priority: 'high', timeout: 9000 })
}

/** What may be done about it, in the toast itself. */
export interface ToastAction {
  text: string
  press: () => void
}

const SHOWN_MS = 5000
/** Time to read it and to decide. */
const SHOWN_WITH_ACTION_MS = 12_000

export function tell(about: string, more?: string, action?: ToastAction): void {
  const title = typographic(about)
  const description = more === undefined ? undefined : typographic(more)
  const id = toasts.add({
    title,
    ...(description === undefined ? {} : { description }),
    // What may be done about it is of that one time: it stays beside the others.
    ...(action === undefined
      ? { id: idOf(title, description ?? '') }
      : { actionProps: { children: action.text, onClick: press } }),
    timeout: action === undefined ? SHOWN_MS : SHOWN_WITH_ACTION_MS,
  })
  function press(): void {
    toasts.close(id)
    action?.press()
  }
}
