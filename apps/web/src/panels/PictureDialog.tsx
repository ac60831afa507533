import { find, type RecordId } from '@etherloom/topology'
import { Copy, Download, X } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { canvasView } from '../canvas/fit-view.ts'
import type { Box } from '../canvas/viewport.ts'
import { inkFor } from '../picture/ink-for.ts'
import { bitmapOf, type Look, liveNow, nameWidth, pngOf, svgOf } from '../picture/make.ts'
import { drawnWith, type Picture, selectedArea, wholeArea, zoomFor } from '../picture/picture.ts'
import { documentStore } from '../stores/document.ts'
import { useLive } from '../stores/hooks.ts'
import { isRunning } from '../stores/live.ts'
import { sessionStore } from '../stores/session.ts'
import { viewStore } from '../stores/view.ts'
import { currentTheme } from '../theme.ts'
import { Button } from '../ui/Button.tsx'
import { Choice } from '../ui/Choice.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { download, fileName } from '../ui/download.ts'
import { Toggle } from '../ui/Toggle.tsx'
import { tell, tellError } from '../ui/toast-manager.ts'
import { pictureDialog } from './dialogs.ts'

/** The drawing as a picture: which part, in which colours, as pixels or vectors, with a look at it before. */
export function PictureDialog() {
  return (
    <Dialog handle={pictureDialog} title="Export a picture" width="w-152">
      <Form />
    </Dialog>
  )
}

type Part = 'whole' | 'selection' | 'view'
type Format = 'png' | 'svg'
/** One without background is laid on a page, whose colour decides which words can be read. */
const backgrounds = [
  ['light', 'Light'],
  ['dark', 'Dark'],
  ['on light', 'None, for a light page'],
  ['on dark', 'None, for a dark page'],
] as const
type Ground = (typeof backgrounds)[number][0]

const looks: Readonly<Record<Ground, Pick<Look, 'background' | 'theme'>>> = {
  light: { background: 'light', theme: 'light' },
  dark: { background: 'dark', theme: 'dark' },
  'on light': { background: 'transparent', theme: 'light' },
  'on dark': { background: 'transparent', theme: 'dark' },
}
const sizes = [
  ['1', '1 ×'],
  ['2', '2 ×'],
  ['4', '4 ×'],
] as const

function Form() {
  const areas = useMemo(areasNow, [])
  const [part, setPart] = useState<Part>(areas.selection ? 'selection' : 'whole')
  const [format, setFormat] = useState<Format>('png')
  const [ground, setGround] = useState<Ground>(currentTheme)
  const [scale, setScale] = useState<'1' | '2' | '4'>('2')
  const [rates, setRates] = useState(false)
  const [making, setMaking] = useState<AbortController | null>(null)
  useEffect(() => () => making?.abort(), [making])
  const running = useLive(isRunning)
  const area = areas[part]
  const look = useMemo(
    (): Look => ({ ...looks[ground], scale: format === 'png' ? Number(scale) : 1 }),
    [ground, format, scale],
  )
  const withRates = rates && running
  const picture = useMemo(() => area && pictureOf(area, part, look.scale, withRates), [area, part, look, withRates])
  if (!area || !picture) return <p className="text-dim">Nothing is drawn yet.</p>
  const parts = [
    ['whole', 'The whole drawing'],
    ...(areas.selection ? ([['selection', 'What is selected']] as const) : []),
    ...(areas.view ? ([['view', 'What is in view']] as const) : []),
  ] as const
  const make = async (take: typeof save): Promise<void> => {
    const making = new AbortController()
    setMaking(making)
    await take(picture, look, format, making.signal)
    setMaking(null)
  }
  const [width, height] = [area.width, area.height].map((side) => Math.round(side * picture.zoom * look.scale))
  return (
    <div className="flex flex-col gap-3">
      <Preview picture={picture} look={look} />
      <div className="grid gap-x-6 gap-y-1.5 sm:grid-cols-2">
        <Choice label="Format" value={format} options={formats} onChange={setFormat} />
        <Choice label="Part" value={part} options={parts} onChange={setPart} />
        <Choice label="Background" value={ground} options={backgrounds} onChange={setGround} />
        {format === 'png' && <Choice label="Size" value={scale} options={sizes} onChange={setScale} />}
        {running && <Toggle label="With what passes now" checked={rates} onChange={setRates} />}
      </div>
      <div className="flex items-center justify-end gap-2">
        <span className="flex-1 text-sm text-faint" role="status">
          {making && 'Making '}
          {width} × {height} {format === 'png' ? 'pixels' : 'units'}
          {making && ' …'}
        </span>
        {making && (
          <Button
            label="Cancel making the picture"
            text="Cancel"
            icon={<X size={14} />}
            onPress={() => making.abort()}
          />
        )}
        <Button
          label="Copy the picture"
          text="Copy"
          icon={<Copy size={14} />}
          blocked={making && 'A picture is being made.'}
          onPress={() => void make(copy)}
        />
        <Button
          label="Download the picture"
          text="Download"
          tone="primary"
          icon={<Download size={14} />}
          blocked={making && 'A picture is being made.'}
          onPress={() => void make(save)}
        />
      </div>
    </div>
  )
}

const formats = [
  ['png', 'PNG: pixels'],
  ['svg', 'SVG: vectors'],
] as const

const PREVIEW = { width: 560, height: 260 }

function Preview({ picture, look }: { picture: Picture; look: Look }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const { area } = picture
    const fits = Math.min(PREVIEW.width / area.width, PREVIEW.height / area.height, 1)
    const stop = new AbortController()
    // Words are laid out for the real size and then made small, as they will be in the picture.
    const small = { ...look, scale: (fits / picture.zoom) * devicePixelRatio }
    bitmapOf(picture, small, stop.signal).then(
      (bitmap) => show(canvas.current, bitmap),
      (error) => stop.signal.aborted || tellError('The preview could not be made', error),
    )
    return () => stop.abort()
  }, [picture, look])
  // Without background it is looked at on such a page as it is meant for.
  const page = look.background === 'transparent' ? inkFor(look.theme).bg : undefined
  return (
    <div
      className="flex items-center justify-center rounded-lg border border-line bg-sunken p-2"
      style={{ height: PREVIEW.height + 18, background: page }}
    >
      <canvas ref={canvas} role="img" aria-label="Preview" className="max-h-full max-w-full object-contain" />
    </div>
  )
}

function show(canvas: HTMLCanvasElement | null, bitmap: ImageBitmap): void {
  if (canvas === null) return
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0)
  bitmap.close()
}

function areasNow(): { readonly [P in Part]: Box | null } {
  const { document } = documentStore.getState()
  const { selection } = sessionStore.getState()
  const widthOf = nameWidth()
  return {
    whole: wholeArea(document, widthOf),
    selection: selectedArea(document, selection, widthOf),
    view: viewArea(),
  }
}

function viewArea(): Box | null {
  const state = canvasView()?.store.getState()
  if (!state) return null
  const [x, y, zoom] = state.transform
  return { x: -x / zoom, y: -y / zoom, width: state.width / zoom, height: state.height / zoom }
}

function pictureOf(area: Box, part: Part, scale: number, live: boolean): Picture {
  const { document } = documentStore.getState()
  const { selection } = sessionStore.getState()
  const zoom = part === 'view' ? (canvasView()?.store.getState().transform[2] ?? 1) : 1
  return {
    document,
    shown: viewStore.getState(),
    only: part === 'selection' ? drawnWith(document, selection as readonly RecordId[]) : null,
    area,
    zoom: Math.min(zoom, zoomFor(area, scale)),
    live: live ? liveNow() : null,
  }
}

const named = (format: Format): string =>
  `${fileName(find(documentStore.getState().document, 'lab:lab')?.name ?? 'lab')}.${format}`

async function save(picture: Picture, look: Look, format: Format, signal: AbortSignal): Promise<void> {
  try {
    if (format === 'svg') download(named('svg'), 'image/svg+xml', [await svgOf(picture, look)])
    else download(named('png'), 'image/png', [await pngOf(picture, look, signal)])
    pictureDialog.close()
  } catch (error) {
    if (!signal.aborted) tellError('The picture could not be made', error)
  }
}

async function copy(picture: Picture, look: Look, format: Format, signal: AbortSignal): Promise<void> {
  try {
    if (format === 'svg') await navigator.clipboard.writeText(await svgOf(picture, look))
    else await navigator.clipboard.write([new ClipboardItem({ 'image/png': pngOf(picture, look, signal) })])
    tell('Copied', format === 'svg' ? 'The picture’s SVG text can be pasted.' : 'The picture can be pasted.')
  } catch (error) {
    if (!signal.aborted) tellError('The picture could not be copied; download it instead', error)
  }
}
