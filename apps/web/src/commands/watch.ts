// Looking at what happens: cards beside nodes and links.
import { isNodeId, type NodeId } from '@etherloom/topology'
import { toggleNodeCard } from '../canvas/cards/card-store.ts'
import { canvasView } from '../canvas/fit-view.ts'
import { focusedNode } from '../canvas/focus-node.ts'
import { liveSelection } from '../selection.ts'
import { keepCharted } from '../stores/charts.ts'
import { documentStore } from '../stores/document.ts'
import { placeOf } from '../stores/drawing.ts'
import { liveStore } from '../stores/live.ts'
import { isLink, sessionStore } from '../stores/session.ts'
import { HEADERS, startRecording, stopRecording } from '../transport/lab.ts'
import type { Command } from './command.ts'
import { whyNotRunning, whyNotTouchRun } from './run.ts'

export const watchCommands: readonly Command[] = [
  {
    id: 'watch.node-card',
    section: 'Watch',
    title: 'What the node holds now',
    words: 'routes neighbors arp sockets interfaces mac table card info',
    keys: ['I'],
    places: ['node'],
    blocked: () => (nodeMeant() ? null : 'Select a node first.'),
    run: showCard,
  },
  {
    id: 'watch.chart',
    section: 'Watch',
    title: 'Chart, also while other links are looked at',
    words: 'graph plot history bandwidth',
    places: ['link', 'selection'],
    blocked: () => (liveSelection().some(isLink) ? null : 'Select a link first.'),
    run: () => {
      keepCharted(liveSelection().filter(isLink))
      sessionStore.setState({ dockTab: 'charts', dockOpen: true })
    },
  },
  {
    id: 'watch.record',
    section: 'Watch',
    title: () => (isRecording() ? 'Stop recording to disk' : 'Record to disk'),
    words: 'start stop recording capture packets file pcap save',
    blocked: () => (isRecording() ? whyNotTouchRun() : whyNotRecord()),
    run: () => (isRecording() ? stopRecording() : startRecording([...sessionStore.getState().captured], HEADERS)),
  },
]

const isRecording = (): boolean => liveStore.getState().recording?.on === true
const whyNotRecord = (): string | null =>
  whyNotRunning() ??
  (sessionStore.getState().captured.size === 0 ? 'Pick a link whose packets are listed first.' : null)

const nodeMeant = (): NodeId | null => focusedNode() ?? liveSelection().find(isNodeId) ?? null

function showCard(): void {
  const id = nodeMeant()!
  const [x, y, zoom] = canvasView()!.store.getState().transform
  const place = placeOf(documentStore.getState().document, id)
  toggleNodeCard(id, { x: place.x * zoom + x + 20, y: place.y * zoom + y - 20 })
}
