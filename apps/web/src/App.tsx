import { Toast } from '@base-ui/react/toast'
import { Tooltip } from '@base-ui/react/tooltip'
import { ReactFlowProvider } from '@xyflow/react'
import { useEffect } from 'react'
import { Canvas } from './canvas/Canvas.tsx'
import { CanvasTabs } from './canvas/CanvasTabs.tsx'
import { ContextMenu } from './canvas/ContextMenu.tsx'
import { fitView } from './canvas/fit-view.ts'
import { Palette } from './canvas/Palette.tsx'
import { listenToClipboard } from './clipboard/clipboard.ts'
import { Home } from './home/Home.tsx'
import { listenToKeys } from './keyboard.ts'
import { CopyLab } from './panels/CopyLab.tsx'
import { DeleteLab } from './panels/DeleteLab.tsx'
import { Dock } from './panels/Dock.tsx'
import { DropTarget } from './panels/DropTarget.tsx'
import { Finder } from './panels/Finder.tsx'
import { Generate } from './panels/Generate.tsx'
import { GuidePanel, useGuide } from './panels/GuidePanel.tsx'
import { Inspector } from './panels/Inspector.tsx'
import { useInspectorOpen } from './panels/inspector-open.ts'
import { LabHistory } from './panels/LabHistory.tsx'
import { PictureDialog } from './panels/PictureDialog.tsx'
import { ReconnectBanner } from './panels/ReconnectBanner.tsx'
import { RenumberDialog } from './panels/RenumberDialog.tsx'
import { ReportDialog } from './panels/ReportDialog.tsx'
import { Shortcuts } from './panels/Shortcuts.tsx'
import { SideBySide } from './panels/SideBySide.tsx'
import { TopBar } from './panels/TopBar.tsx'
import { YourName } from './panels/YourName.tsx'
import { useDocumentState } from './stores/hooks.ts'
import { Contained } from './ui/Contained.tsx'
import { InTurn } from './ui/InTurn.tsx'
import { LiveRegion } from './ui/LiveRegion.tsx'
import { Toasts } from './ui/Toasts.tsx'
import { toasts } from './ui/toast-manager.ts'
import { useNarrow } from './ui/use-narrow.ts'

export function App() {
  return (
    <Toast.Provider toastManager={toasts}>
      <Tooltip.Provider delay={450}>
        <Contained part="The page">
          <Page />
        </Contained>
        <Contained part="A dialog">
          <DeleteLab />
          <ReportDialog />
          <DropTarget />
        </Contained>
      </Tooltip.Provider>
      <Toasts />
    </Toast.Provider>
  )
}

/** The lab that is open, or else the gallery. */
function Page() {
  const open = useDocumentState((state) => state.lab !== null)
  if (!open) return <Home />
  return (
    <ReactFlowProvider>
      <Shell />
    </ReactFlowProvider>
  )
}

function Shell() {
  useEffect(listenToKeys, [])
  useEffect(listenToClipboard, [])
  const guide = useGuide()
  const narrow = useNarrow()
  const beside = useInspectorOpen()
  return (
    <div className="flex h-full flex-col">
      <TopBar />
      <ReconnectBanner />
      <div className="flex min-h-0 flex-1">
        <Palette />
        {guide && !narrow && <GuidePanel guide={guide} className="w-66 shrink-0 border-r border-line" />}
        <main className="relative flex min-w-0 flex-1 flex-col">
          <div className="relative min-h-0 flex-1">
            <InTurn>
              <Contained part="The drawing">
                <Canvas />
                <FitOnOpen />
              </Contained>
            </InTurn>
          </div>
          <CanvasTabs />
          <ContextMenu />
        </main>
        {beside &&
          (guide && narrow ? (
            <SideBySide guide={guide} />
          ) : (
            <Inspector className="w-76 shrink-0 border-l border-line" />
          ))}
      </div>
      <Dock />
      <LiveRegion />
      <InTurn>
        <Contained part="A dialog">
          <Finder />
          <Generate />
          <PictureDialog />
          <RenumberDialog />
          <Shortcuts />
          <LabHistory />
          <CopyLab />
          <YourName />
        </Contained>
      </InTurn>
    </div>
  )
}

/** A lab that is opened is seen whole. */
function FitOnOpen() {
  const lab = useDocumentState((state) => (state.loaded ? state.lab : null))
  useEffect(() => {
    if (lab !== null) fitView(0)
  }, [lab])
  return null
}
