// Running the lab.
import { liveStore } from '../stores/live.ts'
import { run, stop } from '../transport/lab.ts'
import type { Command } from './command.ts'

export const runCommands: readonly Command[] = [
  { id: 'run.toggle', section: 'Run', title: 'Run, or stop', keys: ['Mod+Enter'], run: toggleRun },
]

function toggleRun(): void {
  const { state } = liveStore.getState().run
  if (state === 'stopped' || state === 'panicked') run()
  else stop()
}
