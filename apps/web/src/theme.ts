// The page's theme: the system's until somebody chooses, then theirs, stored in this browser. The first paint is decided by
// public/theme.js, which knows the same key.
import { useSyncExternalStore } from 'react'

export type Theme = 'light' | 'dark'
const KEY = 'etherloom.theme'
const system = matchMedia('(prefers-color-scheme: dark)')
const root = document.documentElement
const listeners = new Set<() => void>()

export const currentTheme = (): Theme => (root.dataset.theme === 'dark' ? 'dark' : 'light')

function show(theme: Theme): void {
  root.dataset.theme = theme
  for (const listener of listeners) listener()
}

system.addEventListener('change', () => {
  if (localStorage.getItem(KEY) === null) show(system.matches ? 'dark' : 'light')
})

/** Choosing what the system has anyway means following it again. */
export function toggleTheme(): void {
  const theme: Theme = currentTheme() === 'dark' ? 'light' : 'dark'
  if ((theme === 'dark') === system.matches) localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, theme)
  show(theme)
}

export const useTheme = (): Theme =>
  useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, currentTheme)
