// Traffic over the socket of the open lab.

import { nameOf } from '@etherloom/topology'
import { canvasView } from '../canvas/fit-view.ts'
import { glideMs } from '../canvas/reveal.ts'
import { documentStore } from '../stores/document.ts'
import { type Place, placeOf } from '../stores/drawing.ts'
import { interruptLine, runLine } from '../transport/lab.ts'
import { announce } from '../ui/announce.ts'
import { shiftFor } from './clear-view.ts'
import type { Ends, ProbeKind } from './probe.ts'
import { udpRates } from './probe.ts'
import { closeProbe, type ProbeWire, startProbe, stopProbe } from './probe-store.ts'
import { kindWords } from './probe-words.ts'

const wire: ProbeWire = { run: runLine, interrupt: interruptLine }

export function sendBetween(kind: ProbeKind, ends: Ends, rate: number = udpRates[0]): void {
  const { document } = documentStore.getState()
  startProbe(wire, kind, ends, rate)
  clearOfCard([placeOf(document, ends.from), placeOf(document, ends.to)])
  announce(`${kindWords[kind]} from ${nameOf(document, ends.from)} to ${nameOf(document, ends.to)}`)
}

export const stopSending = (id: string): void => stopProbe(wire, id)
export const closeSending = (id: string): void => closeProbe(wire, id)

function clearOfCard(places: readonly Place[]): void {
  const view = canvasView()
  if (view === null) return
  const { width, height, transform } = view.store.getState()
  const [x, y, zoom] = transform
  const shift = shiftFor(places, { x, y, zoom, width, height })
  if (shift) void view.flow.setViewport({ x: x + shift.x, y: y + shift.y, zoom }, { duration: glideMs() })
}
