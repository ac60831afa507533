// Running the lab: its clock, and single nodes of it.
import type { NodeId } from '@etherloom/topology'
import { selectedNodes } from '../selection.ts'
import { documentStore } from '../stores/document.ts'
import { drawingOf } from '../stores/drawing.ts'
import { isRunning, liveStore } from '../stores/live.ts'
import { keepRunTime, type RunTime, runTimeStore, runTimes, timeKey, timeWords } from '../stores/run-time.ts'
import { pause, restartNode, resume, run, setScale, startNode, step, stop, stopNode } from '../transport/lab.ts'
import { whyViewOnly } from '../transport/view-only.ts'
import { tell } from '../ui/toast-manager.ts'
import type { Command } from './command.ts'

const state = () => liveStore.getState().run.state
const isOver = (): boolean => state() === 'stopped' || state() === 'panicked'

/** What keeps a person from doing anything to the run. */
export function whyNotTouchRun(): string | null {
  return whyViewOnly() ?? (documentStore.getState().connection === 'open' ? null : 'The server cannot be reached.')
}
export const whyNotRunning = (): string | null =>
  whyNotTouchRun() ?? (isRunning(liveStore.getState()) ? null : 'Press Run first.')

export function whyNotRun(): string | null {
  const nothing = drawingOf(documentStore.getState().document).nodes.length === 0
  return whyNotTouchRun() ?? (!isOver() ? 'The lab runs already.' : nothing ? 'Place a node first.' : null)
}
export const whyNotStop = (): string | null => whyNotTouchRun() ?? (isOver() ? 'The lab is not running.' : null)
export const whyNotPause = whyNotRunning
export const whyNotStep = (): string | null =>
  whyNotRunning() ??
  (state() === 'paused' ? null : 'Pause the lab first: then each step is the next packet that moves.')

/** Time as the run has it, or as the next one shall. */
export function timeNow(): RunTime {
  const { run } = liveStore.getState()
  return isRunning(liveStore.getState()) ? { clock: run.clock, scale: run.scale } : runTimeStore.getState()
}

/** Virtual time changes its speed as it goes; the clock itself is chosen when a run begins. */
export function chooseTime(time: RunTime): void {
  const now = liveStore.getState().run
  const { lab } = documentStore.getState()
  if (lab !== null) keepRunTime(lab, time)
  if (!isRunning(liveStore.getState())) return
  if (now.clock === 'virtual' && time.clock === 'virtual') setScale(time.scale)
  else if (now.clock !== time.clock)
    tell(
      `${time.clock === 'real' ? 'Real' : 'Virtual'} time, from the next run on`,
      'The clock is chosen when a run begins: stop the lab and run it again.',
    )
}

const timeCommands = runTimes.map(
  (time): Command => ({
    id: `run.time-${timeKey(time)}`,
    section: 'Run',
    title: `Time: ${timeWords(time).replace(/^[A-Z]/, (letter) => letter.toLowerCase())}`,
    words: `clock speed scale ${time.clock} fast slow`,
    checked: () => timeKey(timeNow()) === timeKey(time),
    blocked: whyNotTouchRun,
    run: () => chooseTime(time),
  }),
)

const isStopped = (id: NodeId): boolean => liveStore.getState().stopped.has(id)

/** Why none of the selected nodes can be stopped or started. */
function whyNotNodes(action: 'stop' | 'start' | 'restart'): string | null {
  const nodes = selectedNodes()
  if (nodes.length === 0) return 'Select a node first.'
  const why = whyNotRunning()
  if (why !== null || action === 'restart') return why
  const able = nodes.some((id) => isStopped(id) === (action === 'start'))
  return able ? null : action === 'stop' ? 'It is stopped already.' : 'It runs already.'
}

const nodeWords = (verb: string) => () => `${verb} ${selectedNodes().length > 1 ? 'the nodes' : 'the node'}`

export const runCommands: readonly Command[] = [
  {
    id: 'run.toggle',
    section: 'Run',
    title: 'Run, or stop',
    words: 'start execute terminate lab',
    keys: ['Mod+Enter'],
    blocked: () => (isOver() ? whyNotRun() : whyNotStop()),
    run: () => (isOver() ? run() : stop()),
  },
  {
    id: 'run.pause',
    section: 'Run',
    title: 'Pause, or let time go on',
    words: 'resume continue stand still',
    keys: ['Mod+Shift+Enter'],
    blocked: whyNotPause,
    run: () => (state() === 'paused' ? resume() : pause()),
  },
  {
    id: 'run.step',
    section: 'Run',
    title: 'Step to the next packet that moves',
    words: 'single',
    keys: ['N'],
    blocked: whyNotStep,
    run: step,
  },
  ...timeCommands,
  {
    id: 'run.stop-node',
    section: 'Run',
    title: nodeWords('Stop'),
    words: 'nodes shut down power off',
    places: ['node', 'selection'],
    blocked: () => whyNotNodes('stop'),
    run: () => {
      for (const id of selectedNodes()) if (!isStopped(id)) stopNode(id)
    },
  },
  {
    id: 'run.start-node',
    section: 'Run',
    title: nodeWords('Start'),
    words: 'nodes boot power on',
    places: ['node', 'selection'],
    blocked: () => whyNotNodes('start'),
    run: () => {
      for (const id of selectedNodes()) if (isStopped(id)) startNode(id)
    },
  },
  {
    id: 'run.restart-node',
    section: 'Run',
    title: nodeWords('Restart'),
    words: 'nodes reboot',
    places: ['node', 'selection'],
    blocked: () => whyNotNodes('restart'),
    run: () => {
      for (const id of selectedNodes()) restartNode(id)
    },
  },
]
