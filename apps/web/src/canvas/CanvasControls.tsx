import { Panel, useReactFlow, useStore } from '@xyflow/react'
import { Maximize, Minus, Plus } from 'lucide-react'
import { Button } from '../ui/Button.tsx'
import { fitView } from './fit-view.ts'
import { ViewMenu } from './ViewMenu.tsx'

export function CanvasControls() {
  const flow = useReactFlow()
  const percent = useStore((state) => percentWords(state.transform[2]))
  return (
    <Panel
      position="bottom-left"
      className="!m-3 flex items-center rounded-lg border border-line bg-panel p-0.5 shadow-sm"
    >
      <Button label="Zoom out" icon={<Minus size={15} />} onPress={() => void flow.zoomOut()} />
      <button
        type="button"
        aria-label={`Zoom ${percent} %, back to 100 %`}
        className="h-7 w-12 rounded-md text-center text-sm text-dim hover:bg-hover"
        onClick={() => void flow.zoomTo(1, { duration: 120 })}
      >
        {percent} %
      </button>
      <Button label="Zoom in" icon={<Plus size={15} />} onPress={() => void flow.zoomIn()} />
      <Button label="Fit to view" icon={<Maximize size={14} />} shortcut="F" onPress={() => fitView(200)} />
      <ViewMenu />
    </Panel>
  )
}

/** A drawing of ten thousand nodes is seen at a fraction of a percent. */
const percentWords = (zoom: number): string => (zoom < 0.095 ? (zoom * 100).toPrecision(1) : (zoom * 100).toFixed(0))
