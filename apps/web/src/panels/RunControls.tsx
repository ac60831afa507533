import { LoaderCircle, Pause, Play, Square, StepForward } from 'lucide-react'
import { keyName } from '../key-name.ts'
import { drawingOf } from '../stores/drawing.ts'
import { useDocument, useDocumentState, useLive } from '../stores/hooks.ts'
import { pause, resume, run, stop } from '../transport/lab.ts'
import { Button } from '../ui/Button.tsx'
import { RunState } from './RunState.tsx'

export function RunControls() {
  const state = useLive((live) => live.run.state)
  const offline = useDocumentState((document) => document.connection !== 'open')
  const empty = useDocument((document) => drawingOf(document).nodes.length === 0)
  const stopped = state === 'stopped' || state === 'panicked'
  const noServer = offline ? 'The server cannot be reached.' : null
  const cannotRun = noServer ?? (!stopped ? 'The lab runs already.' : empty ? 'Place a node first.' : null)
  const cannotStop = noServer ?? (stopped ? 'The lab is not running.' : null)
  const cannotPause = noServer ?? (state === 'running' || state === 'paused' ? null : 'The lab is not running.')
  return (
    <>
      <Button
        label="Run"
        text="Run"
        tone={stopped && !empty ? 'primary' : 'plain'}
        icon={state === 'starting' ? <LoaderCircle size={15} className="animate-spin" /> : <Play size={15} />}
        shortcut={keyName('Mod+Enter')}
        blocked={cannotRun}
        onPress={() => run()}
      />
      <Button label="Stop" text="Stop" icon={<Square size={14} />} blocked={cannotStop} onPress={stop} />
      {state === 'paused' ? (
        <Button label="Resume" icon={<StepForward size={15} />} blocked={cannotPause} onPress={resume} />
      ) : (
        <Button label="Pause" icon={<Pause size={15} />} blocked={cannotPause} onPress={pause} />
      )}
      <RunState />
    </>
  )
}
