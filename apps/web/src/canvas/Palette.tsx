import type { AnnotationShape } from '@etherloom/topology'
import { useReactFlow } from '@xyflow/react'
import { ChevronsLeft, ChevronsRight, Circle, type LucideIcon, MoveUpRight, Pencil, Square, Type } from 'lucide-react'
import { type DragEvent, type MouseEvent, useRef } from 'react'
import { useDocumentState, useSession } from '../stores/hooks.ts'
import { sessionStore } from '../stores/session.ts'
import { whyViewOnly } from '../transport/view-only.ts'
import { Hint } from '../ui/Hint.tsx'
import { InTurn } from '../ui/InTurn.tsx'
import { showDragTile } from './drag-tile.ts'
import { type DrawingTool, drawInMiddle, drawingTools } from './drawing-tools.ts'
import { Glyph } from './Glyph.tsx'
import { hueOf } from './glyphs.ts'
import { PALETTE_MIME, type PaletteItem, paletteItems } from './palette-items.ts'
import { togglePalette, usePaletteOpen } from './palette-open.ts'
import { placeNear } from './place-node.ts'

/** What can be placed: dragged onto the canvas, clicked and then placed by a click, or placed by Enter. */
export function Palette() {
  const open = usePaletteOpen()
  return (
    <nav
      aria-label="Palette"
      className={`palette beside-drawing flex shrink-0 flex-col gap-0.5 overflow-y-auto border-r border-line p-1.5 ${open ? 'w-19' : 'w-12'}`}
    >
      <InTurn>
        {paletteItems.map((item) => (
          <PaletteButton key={item.id} item={item} named={open} />
        ))}
        <hr className="mx-2 my-1 border-line" />
        <div className={`grid gap-0.5 ${open ? 'grid-cols-2' : ''}`}>
          {drawingTools.map((tool) => (
            <ToolButton key={tool.shape} tool={tool} />
          ))}
          <FoldButton open={open} />
        </div>
      </InTurn>
    </nav>
  )
}

const small =
  'grid h-8 place-items-center rounded-md text-dim hover:bg-hover hover:text-text aria-disabled:cursor-not-allowed aria-disabled:opacity-50 aria-pressed:bg-accent-soft aria-pressed:text-accent'

/** A strip of signs leaves a small window to the drawing. */
function FoldButton({ open }: { open: boolean }) {
  const label = open ? 'Fold the palette' : 'Unfold the palette'
  const Icon = open ? ChevronsLeft : ChevronsRight
  return (
    <Hint text={label} side="right">
      <button type="button" aria-label={label} aria-expanded={open} onClick={togglePalette} className={small}>
        <Icon size={16} aria-hidden="true" />
      </button>
    </Hint>
  )
}

const toolIcons: { readonly [S in AnnotationShape]: LucideIcon } = {
  text: Type,
  rectangle: Square,
  ellipse: Circle,
  arrow: MoveUpRight,
  freehand: Pencil,
}

/** Draws beside the network: clicked and then used on the canvas, or, by Enter, put in the middle. */
function ToolButton({ tool }: { tool: DrawingTool }) {
  const armed = useSession((session) => session.drawing === tool.shape)
  const loaded = useDocumentState((state) => state.loaded)
  const blocked = whyViewOnly() ?? (loaded ? null : 'The lab is still being opened.')
  const { screenToFlowPosition } = useReactFlow()
  const Icon = toolIcons[tool.shape]
  const onClick = (event: MouseEvent): void => {
    if (blocked) return
    if (event.detail === 0) drawInMiddle(tool.shape, middleOfCanvas(screenToFlowPosition))
    else sessionStore.setState({ drawing: armed ? null : tool.shape, placing: null })
  }
  return (
    <Hint text={blocked ?? `${tool.label}. ${tool.hint}`} beside="nav" side="right">
      <button
        type="button"
        aria-label={tool.label}
        aria-description={blocked ?? tool.hint}
        aria-disabled={blocked ? true : undefined}
        aria-pressed={armed}
        onClick={onClick}
        className={small}
      >
        <Icon size={16} aria-hidden="true" />
      </button>
    </Hint>
  )
}

function PaletteButton({ item, named }: { item: PaletteItem; named: boolean }) {
  const armed = useSession((session) => session.placing === item)
  const loaded = useDocumentState((state) => state.loaded)
  const glyph = useRef<HTMLSpanElement>(null)
  const { screenToFlowPosition, getZoom } = useReactFlow()
  const blocked = whyViewOnly() ?? (loaded ? null : 'The lab is still being opened.')

  const onDragStart = (event: DragEvent): void => {
    event.dataTransfer.setData(PALETTE_MIME, item.id)
    event.dataTransfer.effectAllowed = 'copy'
    showDragTile(event.dataTransfer, glyph.current!, getZoom())
  }
  const onClick = (event: MouseEvent): void => {
    if (blocked) return
    // Enter and Space arrive as clicks without a pointer: there is no place to click next, so the middle it is.
    if (event.detail === 0) placeNear(item, middleOfCanvas(screenToFlowPosition))
    else sessionStore.setState({ placing: armed ? null : item, drawing: null })
  }
  return (
    <Hint text={blocked ?? (named ? item.hint : `${item.label}. ${item.hint}`)} side="right">
      <button
        type="button"
        draggable={!blocked}
        aria-label={item.label}
        aria-description={blocked ?? item.hint}
        aria-disabled={blocked ? true : undefined}
        aria-pressed={armed}
        onDragStart={onDragStart}
        onClick={onClick}
        className="palette-item flex shrink-0 cursor-grab flex-col items-center gap-1 rounded-lg px-1 py-2 text-xs font-medium text-dim hover:bg-hover hover:text-text aria-disabled:cursor-not-allowed aria-disabled:opacity-50 aria-pressed:bg-accent-soft aria-pressed:text-accent"
      >
        <span ref={glyph} style={{ color: `var(${hueOf(item)})` }}>
          <Glyph name={item.glyph} size={26} />
        </span>
        {named && item.label}
      </button>
    </Hint>
  )
}

function middleOfCanvas(toFlow: (point: { x: number; y: number }) => { x: number; y: number }) {
  const box = document.querySelector('.react-flow')!.getBoundingClientRect()
  return toFlow({ x: box.left + box.width / 2, y: box.top + box.height / 2 })
}
