// The column beside the drawing, with the inspector: folded away where it would leave the drawing no room, until it is asked for.
import { useSession } from '../stores/hooks.ts'
import { sessionStore } from '../stores/session.ts'
import { isSmall, useSmall } from '../ui/use-narrow.ts'

export const isInspectorOpen = (): boolean => sessionStore.getState().inspectorOpen ?? !isSmall()

export function useInspectorOpen(): boolean {
  const small = useSmall()
  return useSession((session) => session.inspectorOpen) ?? !small
}

export const toggleInspector = (): void => sessionStore.setState({ inspectorOpen: !isInspectorOpen() })

export function openInspector(): void {
  if (!isInspectorOpen()) toggleInspector()
}
