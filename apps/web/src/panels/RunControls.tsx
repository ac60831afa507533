import { LoaderCircle, Pause, Play, Square, StepForward } from 'lucide-react'
import { whyNotPause, whyNotRun, whyNotStep, whyNotStop } from '../commands/run.ts'
import { keyName } from '../key-name.ts'
import { drawingOf } from '../stores/drawing.ts'
import { useDocument, useDocumentState, useLive } from '../stores/hooks.ts'
import { pause, resume, run, step, stop } from '../transport/lab.ts'
import { Button } from '../ui/Button.tsx'
import { RunState } from './RunState.tsx'
import { TimeMenu } from './TimeMenu.tsx'

export function RunControls() {
  const state = useLive((live) => live.run.state)
  // What the reasons below depend on.
  useDocumentState((document) => document.connection)
  const empty = useDocument((document) => drawingOf(document).nodes.length === 0)
  const stopped = state === 'stopped' || state === 'panicked'
  return (
    <>
      <Button
        label="Run"
        text="Run"
        tone={stopped && !empty ? 'primary' : 'plain'}
        icon={state === 'starting' ? <LoaderCircle size={15} className="animate-spin" /> : <Play size={15} />}
        shortcut={keyName('Mod+Enter')}
        blocked={whyNotRun()}
        onPress={() => run()}
      />
      <Button label="Stop" text="Stop" icon={<Square size={14} />} blocked={whyNotStop()} onPress={stop} />
      {state === 'paused' ? (
        <Button
          label="Resume"
          icon={<Play size={15} />}
          shortcut={keyName('Mod+Shift+Enter')}
          blocked={whyNotPause()}
          onPress={resume}
        />
      ) : (
        <Button
          label="Pause"
          icon={<Pause size={15} />}
          shortcut={keyName('Mod+Shift+Enter')}
          blocked={whyNotPause()}
          onPress={pause}
        />
      )}
      <Button
        label="Step"
        detail="To the next packet that moves"
        icon={<StepForward size={15} />}
        shortcut={keyName('N')}
        blocked={whyNotStep()}
        onPress={step}
      />
      <TimeMenu />
      <RunState />
    </>
  )
}
