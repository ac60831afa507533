// The other labs on the server, as the finder lists them: asked for when it opens.
import { createStore } from 'zustand/vanilla'
import { type ListedLab, listLabs } from '../transport/api.ts'

export const labsStore = createStore<{ readonly labs: readonly ListedLab[] }>(() => ({ labs: [] }))

export function refreshLabs(): void {
  listLabs().then(
    (labs) => labsStore.setState({ labs }),
    // The banner says already that the server is gone.
    () => labsStore.setState({ labs: [] }),
  )
}
