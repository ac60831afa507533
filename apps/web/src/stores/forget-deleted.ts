// What the tab looks at follows the document: nothing that is not there is selected, captured or typed into.
import { documentStore } from './document.ts'
import { type CaptureId, select, sessionStore, setCaptures } from './session.ts'

/** Others delete too: what is gone leaves the selection. Captured links that are gone are captured again if an undo brings them back. */
export function forgetDeleted(): () => void {
  const lost = { pinned: new Set<CaptureId>(), picked: new Set<CaptureId>() }
  /** What was picked when links were lost: whoever has picked others since wants those. */
  let pickedThen = sessionStore.getState().picked
  return documentStore.subscribe((state, before) => {
    if (state.lab !== before.lab) for (const ids of Object.values(lost)) ids.clear()
    if (state.document === before.document) return
    const { selection, pinned, picked, consoleNode } = sessionStore.getState()
    const { records } = state.document
    if (picked !== pickedThen) lost.picked.clear()
    if (selection.some((id) => !records.has(id))) select(selection.filter((id) => records.has(id)))
    const gone = [...pinned, ...picked].filter((id) => !records.has(id))
    const back = [...lost.pinned, ...lost.picked].filter((id) => records.has(id))
    if (gone.length > 0 || back.length > 0) {
      const alive = (ids: Iterable<CaptureId>) => new Set([...ids].filter((id) => records.has(id)))
      setCaptures(alive([...pinned, ...lost.pinned]), alive([...picked, ...lost.picked]))
      for (const [ids, now] of [
        [lost.pinned, pinned],
        [lost.picked, picked],
      ] as const) {
        for (const id of now) ids.add(id)
        for (const id of ids) if (records.has(id)) ids.delete(id)
      }
      pickedThen = sessionStore.getState().picked
    }
    if (consoleNode && !records.has(consoleNode)) sessionStore.setState({ consoleNode: null })
  })
}
