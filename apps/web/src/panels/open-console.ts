import type { NodeId } from '@etherloom/topology'
import { sessionStore } from '../stores/session.ts'

/** Shows a node's console, or the one chosen last, with the caret in its prompt. */
export function openConsole(node: NodeId | null = sessionStore.getState().consoleNode): void {
  sessionStore.setState({ consoleNode: node, dockTab: 'console', dockOpen: true })
  // After the panel has been drawn.
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[id^="prompt-"]')?.focus())
}
