// The lab being drawn, as this person sees it: the server's document with what they just did on top. Only the transport
// writes here; everyone else edits through `transport/lab.ts`.
import { emptyDocument, type TopologyDocument } from '@etherloom/topology'
import { createStore } from 'zustand/vanilla'

export interface DocumentState {
  /** Id of the lab on the server; null until one is opened. */
  readonly lab: string | null
  readonly document: TopologyDocument
  /** False until the server has sent the document. */
  readonly loaded: boolean
  /** What Undo and Redo would do, in the words of the operation; null when there is nothing. */
  readonly undo: string | null
  readonly redo: string | null
  /** Operations the server has not acknowledged yet. */
  readonly pending: number
  readonly connection: 'connecting' | 'open' | 'lost'
  /** Why a lost connection does not come back by itself; null when it may. */
  readonly barred: Barred | null
}

/** The server is not heard any more: what passes in the lab is told as it was. */
export const isLost = ({ connection }: Pick<DocumentState, 'connection'>): boolean => connection === 'lost'

/** This page's script is of another version than the server; the server asks for its token; it cannot read the lab. */
export type Barred = 'version' | 'token' | 'damaged'

export const documentStore = createStore<DocumentState>(() => ({
  lab: null,
  document: emptyDocument(),
  loaded: false,
  undo: null,
  redo: null,
  pending: 0,
  connection: 'connecting',
  barred: null,
}))
