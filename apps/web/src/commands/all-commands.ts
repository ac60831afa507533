import type { RecordId } from '@etherloom/topology'
import { tell } from '../ui/toast-manager.ts'
import { arrangeCommands } from './arrange.ts'
import { canvasCommands } from './canvases.ts'
import { chartCommands } from './charts.ts'
import { clipboardCommands } from './clipboard.ts'
import { type Command, titleOf } from './command.ts'
import { drawCommands } from './draw.ts'
import { drawingCommands } from './drawing.ts'
import { editCommands } from './edit.ts'
import { eventCommands } from './events.ts'
import { exportCommands } from './export.ts'
import { guideCommands } from './guide.ts'
import { labCommands } from './lab.ts'
import { layoutCommands } from './layout.ts'
import { nodeCommands } from './node.ts'
import { numberCommands } from './numbers.ts'
import { packetCommands } from './packets.ts'
import { runCommands } from './run.ts'
import { selectCommands } from './select.ts'
import { showCommands } from './show.ts'
import { trafficCommands } from './traffic.ts'
import { viewCommands } from './view.ts'
import { unlessViewOnly } from './view-only.ts'
import { walkCommands } from './walk.ts'
import { watchCommands } from './watch.ts'

const commands: readonly Command[] = [
  ...labCommands,
  ...clipboardCommands,
  ...exportCommands,
  ...editCommands,
  ...selectCommands,
  ...drawCommands,
  ...nodeCommands,
  ...numberCommands,
  ...arrangeCommands,
  ...canvasCommands,
  ...layoutCommands,
  ...drawingCommands,
  ...runCommands,
  ...watchCommands,
  ...chartCommands,
  ...eventCommands,
  ...trafficCommands,
  ...packetCommands,
  ...viewCommands,
  ...guideCommands,
  ...showCommands,
  ...walkCommands,
]

/** Everything a person can do, each once. */
export const allCommands: readonly Command[] = commands.map(unlessViewOnly)

export function commandById(id: string): Command {
  const found = allCommands.find((command) => command.id === id)
  if (!found) throw new Error(`there is no command ${id}`)
  return found
}

/** Does it, unless it cannot be done now. Returns why not, or null. */
export function perform(command: Command, target?: RecordId): string | null {
  const why = command.blocked?.() ?? null
  if (why === null) command.run(target)
  return why
}

/** Of somebody who chose it from a list: it could be done then, and if it no longer can they are told why. */
export function performChosen(command: Command, target?: RecordId): void {
  const why = perform(command, target)
  if (why !== null) tell(`Not done: ${titleOf(command)}`, why)
}
