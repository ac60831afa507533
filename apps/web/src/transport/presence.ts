// What this person selects and points at, told to the others at most ten times a second, and only when there are others.
import type { Cursor } from '@etherloom/protocol'
import { documentStore } from '../stores/document.ts'
import { liveStore } from '../stores/live.ts'
import { sessionStore } from '../stores/session.ts'
import { currentCanvas } from '../stores/sheet.ts'
import { present } from './lab.ts'

const EVERY_MS = 100

let cursor: Cursor | null = null
let timer: ReturnType<typeof setTimeout> | undefined

function soon(): void {
  if (timer !== undefined || liveStore.getState().peers.length === 0) return
  timer = setTimeout(() => {
    timer = undefined
    present(sessionStore.getState().selection, cursor)
  }, EVERY_MS)
}

export function pointAt(point: { x: number; y: number } | null): void {
  const canvas = currentCanvas(documentStore.getState().document)
  cursor = point && { x: Math.round(point.x), y: Math.round(point.y), canvas }
  soon()
}

export function followSelection(): () => void {
  const stops = [
    sessionStore.subscribe((state, before) => {
      if (state.selection !== before.selection) soon()
    }),
    // Whoever arrives is told where everybody is.
    liveStore.subscribe((state, before) => {
      if (state.peers.length > before.peers.length) soon()
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
