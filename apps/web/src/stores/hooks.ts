// React's way into the stores: always through a selector, so a component re-renders for what it shows and nothing else.
import type { TopologyDocument } from '@etherloom/topology'
import { useDeferredValue } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { type DocumentState, documentStore } from './document.ts'
import { history, isRunning, type LiveState, liveStore, type SlotPair } from './live.ts'
import { type CaptureId, type SessionState, sessionStore } from './session.ts'
import { type ViewState, viewStore } from './view.ts'

export const useDocument = <T>(selector: (document: TopologyDocument) => T): T =>
  useStore(documentStore, (state) => selector(state.document))

/** For lists of everything in it, which may follow an edit a moment later. */
export const useDocumentLater = (): TopologyDocument =>
  useDeferredValue(useStore(documentStore, (state) => state.document))

/** For selectors that build an array or object: equal contents count as unchanged. */
export const useDocumentShallow = <T>(selector: (document: TopologyDocument) => T): T =>
  useStore(
    documentStore,
    useShallow((state) => selector(state.document)),
  )

export const useDocumentState = <T>(selector: (state: DocumentState) => T): T => useStore(documentStore, selector)
export const useSession = <T>(selector: (state: SessionState) => T): T => useStore(sessionStore, selector)
export const useLive = <T>(selector: (state: LiveState) => T): T => useStore(liveStore, selector)
export const useView = <T>(selector: (state: ViewState) => T): T => useStore(viewStore, selector)

/** Where a link is counted while the lab runs; it stays when the link is down with a stopped node, and counts on after it. */
export const useSlots = (id: CaptureId): SlotPair | undefined =>
  useLive((live) => (isRunning(live) ? (live.slots.get(id) ?? history.slots.get(id)) : undefined))
