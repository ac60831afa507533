import { type CanvasRecord, canvasOf, canvasRecord, setBackground, setCanvas } from '@etherloom/topology'
import { middleOfView } from '../canvas/menu-target.ts'
import { useDocument, useSession } from '../stores/hooks.ts'
import { currentCanvas } from '../stores/sheet.ts'
import { attempt, edit } from '../transport/lab.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { More } from '../ui/More.tsx'
import { schemaError } from '../ui/schema-error.ts'
import { ColorChoice } from './ColorChoice.tsx'
import { PictureButton } from './PictureButton.tsx'
import type { ReadPicture } from './read-picture.ts'
import { sheetSize } from './sheet-size.ts'

/** How the canvas looks that is being looked at. */
export function CanvasFields() {
  useSession((session) => session.canvas)
  const canvas = useDocument((document) => canvasOf(document, currentCanvas(document)))
  if (!canvas) return null
  const { id, name, picture } = canvas
  const put = ({ name: file, data, width, height }: ReadPicture): void => {
    const { x, y } = middleOfView()
    const box = { x: Math.round(x - width / 2), y: Math.round(y - height / 2), width, height }
    edit((document) => setBackground(document, id, { picture: { name: file, data }, box }))
  }
  return (
    <More title={`Look of ${name}`}>
      <ColorChoice
        label="Background"
        value={canvas.background}
        none="as the page"
        onChange={(background) => edit((document) => setCanvas(document, id, { background }))}
      />
      <div className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-center gap-2">
        <span className="text-sm text-dim">Picture</span>
        <div className="flex items-center gap-1.5">
          <PictureButton label={picture ? 'Change' : 'Choose a picture'} onPicture={put} />
          {picture && (
            <Button
              label="Remove the picture"
              text="Remove"
              tone="bordered"
              onPress={() => edit((document) => setBackground(document, id, null))}
            />
          )}
        </div>
      </div>
      {picture && <PictureBox canvas={canvas} picture={picture} />}
      <Field label="Sheet" value={sheetWords(canvas)} placeholder="none, or 900 × 620" onCommit={setSheet(canvas)} />
    </More>
  )
}

const sheetWords = ({ width, height }: CanvasRecord): string => (width * height > 0 ? `${width} × ${height}` : '')

const setSheet =
  (canvas: CanvasRecord) =>
  (text: string): string | null => {
    const size = sheetSize(text)
    if (size === null) return 'Write a width and a height, as in 900 × 620.'
    const why = schemaError(canvasRecord.shape.width, size.width) ?? schemaError(canvasRecord.shape.height, size.height)
    return why ?? attempt((document) => setCanvas(document, canvas.id, size))
  }

const pictureBox = canvasRecord.shape.picture.unwrap().shape
const RANGES = {
  x: 'From −1,000,000 to 1,000,000.',
  y: 'From −1,000,000 to 1,000,000.',
  width: 'From 1 to 1,000,000.',
  height: 'From 1 to 1,000,000.',
  opacity: 'From 0 to 100 %.',
} as const

/** Where the picture lies, and how large it is. */
function PictureBox({ canvas, picture }: { canvas: CanvasRecord; picture: NonNullable<CanvasRecord['picture']> }) {
  const { image, ...box } = picture
  const set =
    (field: keyof typeof box, scale = 1) =>
    (text: string): string | null => {
      const value = text === '' ? Number.NaN : Number(text)
      if (!Number.isFinite(value)) return 'Write a number.'
      if (schemaError(pictureBox[field], value / scale)) return RANGES[field]
      return attempt((document) =>
        setBackground(document, canvas.id, { picture: image, box: { ...box, [field]: value / scale } }),
      )
    }
  return (
    <>
      <Field label="Left" unit="px" value={String(box.x)} mono onCommit={set('x')} />
      <Field label="Top" unit="px" value={String(box.y)} mono onCommit={set('y')} />
      <Field label="Width" unit="px" value={String(box.width)} mono onCommit={set('width')} />
      <Field label="Height" unit="px" value={String(box.height)} mono onCommit={set('height')} />
      <Field
        label="Opacity"
        unit="%"
        value={String(Math.round(box.opacity * 100))}
        mono
        onCommit={set('opacity', 100)}
      />
    </>
  )
}
