// The lab's guide at work: what runs by itself when this tab presses Run, and the commands people click. A node has one
// console: what still runs there is interrupted first.
import { find, type GuideCommand, lab, type NodeId, type RecordId } from '@etherloom/topology'
import { reveal } from '../canvas/reveal.ts'
import { consoleOf, onConsole } from '../stores/consoles.ts'
import { documentStore } from '../stores/document.ts'
import { isRunning, liveStore } from '../stores/live.ts'
import { select, sessionStore } from '../stores/session.ts'
import { tell } from '../ui/toast-manager.ts'
import { interrupt, run, runCommand, takeStart } from './lab.ts'

/** How long a command may take to say goodbye after Ctrl-C. */
const GOODBYE_MS = 3000

/** What was clicked before the lab ran. */
let waiting: GuideCommand | null = null

export function followGuide(): () => void {
  return liveStore.subscribe((state, before) => {
    if (state.run.state === 'stopped' || state.run.state === 'panicked') waiting = null
    if (state.run.state !== 'running' || isRunning(before) || !documentStore.getState().loaded) return
    if (takeStart()) begin()
  })
}

function begin(): void {
  const { document } = documentStore.getState()
  const clicked = waiting
  waiting = null
  for (const { actions } of lab(document).guide?.steps ?? [])
    for (const action of actions)
      if (action.do === 'command' && action.atStart && action.node !== clicked?.node) type(action, true)
  if (clicked) type(clicked)
}

/** `stays`: what runs by itself is the lab's. */
function type({ node, line }: GuideCommand, stays = false): void {
  if (find(documentStore.getState().document, node as NodeId)) runCommand(node as NodeId, line, stays)
}

/** Runs a command and shows its console; presses Run first when the lab is stopped. */
export function tryCommand(command: GuideCommand): void {
  const node = command.node as NodeId
  select([node])
  sessionStore.setState({ consoleNode: node, dockTab: 'console', dockOpen: true })
  if (!isRunning(liveStore.getState())) {
    waiting = command
    run()
    return
  }
  const session = consoleOf(node)
  if (!session.running) return type(command)
  interrupt(node)
  const stop = onConsole(() => {
    if (session.running) return
    done()
    type(command)
  })
  const timer = setTimeout(() => {
    done()
    tell('Not run', 'The console is still busy with the command before.')
  }, GOODBYE_MS)
  const done = (): void => {
    stop()
    clearTimeout(timer)
  }
}

/** Shows what a guide points at. */
export function look(record: string): void {
  reveal(record as RecordId)
  sessionStore.setState({ dockOpen: true })
}
