// Faults of the page that nothing caught: whoever waits for what they stopped is told, not only the browser's console.
import { tellError } from './toast-manager.ts'

const ABOUT = 'Something failed on this page; reload it if it does not go on'

export function tellUncaught(): void {
  addEventListener('unhandledrejection', ({ reason }) => tellError(ABOUT, reason))
  addEventListener('error', ({ error }) => {
    // Without an error it is a notice of the browser's own, as of a size that changed while sizes were observed.
    if (error) tellError(ABOUT, error)
  })
}
