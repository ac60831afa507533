// Why the first page is here in place of the lab that was asked for. It stays until it was read: a message that goes away by
// itself would leave a person wondering.
import { createStore } from 'zustand/vanilla'

export interface Notice {
  readonly text: string
  /** A lab that can be brought back. */
  readonly deleted: string | null
}

export const noticeStore = createStore<{ readonly notice: Notice | null }>(() => ({ notice: null }))

export const notice = (text: string, deleted: string | null = null): void =>
  noticeStore.setState({ notice: { text, deleted } })

export const forgetNotice = (): void => noticeStore.setState({ notice: null })
