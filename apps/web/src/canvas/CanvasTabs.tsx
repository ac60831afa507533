import { type CanvasId, type CanvasRecord, canvases, canvasRecord, itemsOn, renameCanvas } from '@etherloom/topology'
import { ChevronDown, Plus } from 'lucide-react'
import { type DragEvent, type KeyboardEvent, useState } from 'react'
import { documentStore } from '../stores/document.ts'
import { useDocument, useDocumentState, useSession } from '../stores/hooks.ts'
import { sessionStore } from '../stores/session.ts'
import { currentCanvas } from '../stores/sheet.ts'
import { attempt } from '../transport/lab.ts'
import { whyViewOnly } from '../transport/view-only.ts'
import { Button } from '../ui/Button.tsx'
import { InTurn } from '../ui/InTurn.tsx'
import { Menu, MenuItem, MenuSeparator } from '../ui/Menu.tsx'
import { schemaError } from '../ui/schema-error.ts'
import {
  canvasBeside,
  contentWords,
  dropCanvas,
  newCanvas,
  orderBefore,
  shiftCanvas,
  showCanvas,
  whyNothingToMove,
  whyOnlyOne,
} from './canvases.ts'
import { moveSelectionTo } from './move-selection.ts'

/** The canvases of the lab, below the drawing: one is shown at a time. */
export function CanvasTabs() {
  const list = useDocument(canvases)
  const loaded = useDocumentState((state) => state.loaded)
  useSession((session) => session.canvas)
  const shown = useDocument(currentCanvas)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLInputElement) return
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : null
    if (step === null) return
    event.preventDefault()
    event.stopPropagation()
    const next = canvasBeside(documentStore.getState().document, shown, step)
    showCanvas(next)
    document.querySelector<HTMLElement>(`[data-canvas="${next}"]`)?.focus()
  }
  return (
    <div className="beside-drawing flex h-8 shrink-0 items-center gap-0.5 overflow-x-auto border-t border-line bg-panel px-1.5">
      <InTurn>
        <div role="toolbar" aria-label="Canvases" className="flex items-center gap-0.5" onKeyDown={onKeyDown}>
          {list.map((canvas) => (
            <CanvasTab key={canvas.id} canvas={canvas} shown={canvas.id === shown} />
          ))}
        </div>
        <Button
          label="Add a canvas"
          icon={<Plus size={14} />}
          blocked={whyViewOnly() ?? (loaded ? null : 'The lab is still being opened.')}
          onPress={newCanvas}
        />
      </InTurn>
    </div>
  )
}

const MIME = 'application/x-etherloom-canvas'

function CanvasTab({ canvas, shown }: { canvas: CanvasRecord; shown: boolean }) {
  const renaming = useSession((session) => session.renamingCanvas === canvas.id)
  if (renaming) return <CanvasNameField canvas={canvas} />
  const onDrop = (event: DragEvent): void => {
    const moved = event.dataTransfer.getData(MIME) as CanvasId
    if (moved && moved !== canvas.id) orderBefore(moved, canvas.id)
  }
  return (
    <div
      className={`flex h-6 items-center rounded-md text-sm ${shown ? 'bg-accent-soft text-accent' : 'text-dim hover:bg-hover'}`}
    >
      <button
        type="button"
        aria-current={shown || undefined}
        tabIndex={shown ? 0 : -1}
        data-canvas={canvas.id}
        draggable={whyViewOnly() === null}
        onDragStart={(event) => event.dataTransfer.setData(MIME, canvas.id)}
        onDragOver={(event) => event.dataTransfer.types.includes(MIME) && event.preventDefault()}
        onDrop={onDrop}
        onClick={() => showCanvas(canvas.id)}
        onDoubleClick={() => whyViewOnly() ?? sessionStore.setState({ renamingCanvas: canvas.id })}
        className={`h-6 max-w-48 truncate pl-2.5 font-medium ${shown && whyViewOnly() === null ? '' : 'pr-2.5'}`}
      >
        {canvas.name}
      </button>
      {shown && whyViewOnly() === null && <CanvasMenu canvas={canvas} />}
    </div>
  )
}

function CanvasMenu({ canvas }: { canvas: CanvasRecord }) {
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`${canvas.name}: more`}
          className="grid h-6 w-6 place-items-center rounded-md"
        >
          <ChevronDown size={13} aria-hidden="true" />
        </button>
      }
    >
      <CanvasMenuItems canvas={canvas} />
    </Menu>
  )
}

/** What lies on the canvas is counted when the menu is open, and not with each edit. */
function CanvasMenuItems({ canvas }: { canvas: CanvasRecord }) {
  const list = useDocument(canvases)
  const at = list.findIndex(({ id }) => id === canvas.id)
  const content = useDocument((document) => contentWords(document, canvas.id))
  const empty = useDocument((document) => itemsOn(document, canvas.id).length === 0)
  const others = list.filter(({ id }) => id !== canvas.id)
  return (
    <>
      <MenuItem onSelect={() => sessionStore.setState({ renamingCanvas: canvas.id })}>Rename</MenuItem>
      <MenuItem blocked={() => (at === 0 ? 'It is the first.' : null)} onSelect={() => shiftCanvas(canvas.id, -1)}>
        Move left
      </MenuItem>
      <MenuItem
        blocked={() => (at === list.length - 1 ? 'It is the last.' : null)}
        onSelect={() => shiftCanvas(canvas.id, 1)}
      >
        Move right
      </MenuItem>
      <MenuSeparator />
      {others.map(({ id, name }) => (
        <MenuItem key={id} blocked={whyNothingToMove} onSelect={() => moveSelectionTo(id)}>
          {`Move the selection to ${name}`}
        </MenuItem>
      ))}
      {others.length > 0 && <MenuSeparator />}
      {!empty &&
        others.map(({ id, name }) => (
          <MenuItem key={id} onSelect={() => dropCanvas(canvas.id, { moveTo: id })}>
            {`Delete, and move ${content} to ${name}`}
          </MenuItem>
        ))}
      <MenuItem tone="danger" blocked={whyOnlyOne} onSelect={() => dropCanvas(canvas.id, 'delete')}>
        {empty ? 'Delete' : `Delete with ${content}`}
      </MenuItem>
    </>
  )
}

function CanvasNameField({ canvas }: { canvas: CanvasRecord }) {
  const [error, setError] = useState<string | null>(null)
  const close = () => sessionStore.setState({ renamingCanvas: null })
  const commit = (value: string): void => {
    const typed = value.trim()
    if (typed === canvas.name) return close()
    const why =
      schemaError(canvasRecord.shape.name, typed) ?? attempt((document) => renameCanvas(document, canvas.id, typed))
    if (why) setError(why)
    else close()
  }
  return (
    <span className="flex items-center gap-1.5">
      <input
        // biome-ignore lint/a11y/noAutofocus: the person asked to rename this very moment
        autoFocus
        aria-label={`Name of ${canvas.name}`}
        aria-invalid={error !== null}
        defaultValue={canvas.name}
        spellCheck={false}
        className="h-6 w-36 rounded-md border border-accent bg-raised px-2 text-sm outline-none"
        onFocus={(event) => event.currentTarget.select()}
        onBlur={(event) => (error ? close() : commit(event.currentTarget.value))}
        onKeyDown={(event) => {
          event.stopPropagation()
          if (event.key === 'Enter') commit(event.currentTarget.value)
          if (event.key === 'Escape') close()
        }}
      />
      {error && (
        <span role="alert" className="text-xs text-bad">
          {error}
        </span>
      )}
    </span>
  )
}
