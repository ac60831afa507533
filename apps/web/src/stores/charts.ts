// Which links are charted, and how. Links that are selected are charted too, for as long as they are.
import type { TopologyDocument } from '@etherloom/topology'
import { createStore } from 'zustand/vanilla'
import { drawingOf } from './drawing.ts'
import type { Span } from './link-history.ts'
import { type CaptureId, sessionStore } from './session.ts'

export type ChartMetric = 'packets' | 'bits' | 'drops' | 'queue'

export interface ChartsState {
  /** Charted until they are put away, in the order they were chosen. */
  readonly kept: readonly CaptureId[]
  readonly metric: ChartMetric
  readonly span: Span
  /** Numbers instead of lines. */
  readonly table: boolean
}

export const chartsStore = createStore<ChartsState>(() => ({
  kept: [],
  metric: 'bits',
  span: 'minute',
  table: false,
}))

/** More lines than of so many links cannot be told apart. */
export const MOST_CHARTED = 8

/** Those kept, then those selected, as far as they exist. */
export function chartedLinks(
  document: TopologyDocument,
  kept: readonly CaptureId[],
  picked: ReadonlySet<CaptureId>,
): CaptureId[] {
  const { edgeById } = drawingOf(document)
  return [...new Set([...kept, ...picked])].filter((id) => edgeById.has(id))
}

export function keepCharted(ids: readonly CaptureId[]): void {
  chartsStore.setState(({ kept }) => ({ kept: [...new Set([...kept, ...ids])] }))
}

export function dropCharted(id: CaptureId): void {
  chartsStore.setState(({ kept }) => ({ kept: kept.filter((other) => other !== id) }))
  const { picked } = sessionStore.getState()
  if (picked.has(id)) sessionStore.setState({ picked: new Set([...picked].filter((other) => other !== id)) })
}
