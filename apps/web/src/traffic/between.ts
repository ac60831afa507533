// Traffic over the socket of the open lab.

import { nameOf } from '@etherloom/topology'
import { documentStore } from '../stores/document.ts'
import { interruptLine, runLine } from '../transport/lab.ts'
import { announce } from '../ui/announce.ts'
import type { Ends, ProbeKind } from './probe.ts'
import { udpRates } from './probe.ts'
import { closeProbe, type ProbeWire, startProbe, stopProbe } from './probe-store.ts'
import { kindWords } from './probe-words.ts'

const wire: ProbeWire = { run: runLine, interrupt: interruptLine }

export function sendBetween(kind: ProbeKind, ends: Ends, rate: number = udpRates[0]): void {
  const { document } = documentStore.getState()
  startProbe(wire, kind, ends, rate)
  announce(`${kindWords[kind]} from ${nameOf(document, ends.from)} to ${nameOf(document, ends.to)}`)
}

export const stopSending = (id: string): void => stopProbe(wire, id)
export const closeSending = (id: string): void => closeProbe(wire, id)
