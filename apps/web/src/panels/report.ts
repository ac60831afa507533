// What a file's import or export has to say for itself, shown in a dialog from anywhere.
import { createStore } from 'zustand/vanilla'
import type { LossGroup } from '../transport/api.ts'

export interface Report {
  readonly title: string
  readonly text: string
  readonly note?: string
  readonly losses: readonly LossGroup[]
  /** What is wrong with a file, place by place, where it is more than one thing; `more` are not among them. */
  readonly errors?: { readonly told: readonly string[]; readonly more: number }
}

/** The report stays while the dialog fades out. */
export const reportStore = createStore<{ readonly open: boolean; readonly report: Report | null }>(() => ({
  open: false,
  report: null,
}))

export const showReport = (report: Report): void => reportStore.setState({ open: true, report })
