// The palette with its words, or folded to a strip of signs: where the window is small, until somebody says otherwise.
import { useSession } from '../stores/hooks.ts'
import { sessionStore } from '../stores/session.ts'
import { isSmall, useSmall } from '../ui/use-narrow.ts'

export const isPaletteOpen = (): boolean => sessionStore.getState().paletteOpen ?? !isSmall()

export function usePaletteOpen(): boolean {
  const small = useSmall()
  return useSession((session) => session.paletteOpen) ?? !small
}

export const togglePalette = (): void => sessionStore.setState({ paletteOpen: !isPaletteOpen() })
