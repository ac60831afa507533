// Toasts from anywhere, React or not. An error's text says why and what to do; its title says what did not happen.
import { Toast } from '@base-ui/react/toast'

export const toasts = Toast.createToastManager()

export function tellError(title: string, error: unknown): void {
  const description = error instanceof Error ? error.message : String(error)
  toasts.add({ title, description, type: 'error', priority: 'high', timeout: 9000 })
}

export function tell(title: string, description?: string): void {
  toasts.add({ title, ...(description === undefined ? {} : { description }), timeout: 5000 })
}
