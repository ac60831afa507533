import type { Field } from '@etherloom/capture'
import type { PointerEvent } from 'react'
import { exactCount } from '../format.ts'

const WIDTH = 16
/** More lines than these are not read here; copying as hex has all of them. */
const MOST_BYTES = 16 * 1024
const hex = (byte: number): string => byte.toString(16).padStart(2, '0')
const printable = (byte: number): string => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·')

interface Props {
  bytes: Uint8Array
  marked: Field | null
  /** The byte under the pointer; null when it leaves. */
  onPoint: (byte: number | null) => void
  onPick: (byte: number) => void
}

/** Sixteen bytes a line, as hex and as text; the marked field stands out in both, and a byte pointed at finds its field. */
export function HexDump({ bytes, marked, onPoint, onPick }: Props) {
  const from = marked?.offset ?? 0
  const to = marked ? marked.offset + marked.length : 0
  const shown = Math.min(bytes.length, MOST_BYTES)
  const lines = Array.from({ length: Math.ceil(shown / WIDTH) }, (_, i) => i * WIDTH)
  return (
    <div
      className="min-h-0 overflow-auto px-3 py-2 font-mono text-xs leading-[1.5] select-text"
      aria-hidden="true"
      onPointerMove={(event) => onPoint(byteUnder(event))}
      onPointerLeave={() => onPoint(null)}
      onClick={(event) => {
        const byte = byteUnder(event)
        if (byte !== null) onPick(byte)
      }}
    >
      {lines.map((start) => (
        <div key={start} className="flex gap-3 whitespace-pre" data-start={start}>
          <span className="text-faint">{start.toString(16).padStart(4, '0')}</span>
          <Bytes bytes={bytes} start={start} from={from} to={to} show={hex} gap=" " />
          <Bytes bytes={bytes} start={start} from={from} to={to} show={printable} gap="" />
        </div>
      ))}
      {shown < bytes.length && <p className="text-faint">and {exactCount(bytes.length - shown)} bytes more</p>}
    </div>
  )
}

/** By where in its line the pointer is: all characters are of one width. */
function byteUnder(event: Pick<PointerEvent, 'target' | 'clientX'>): number | null {
  const column = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-step]') : null
  const line = column?.closest<HTMLElement>('[data-start]')
  const length = column?.textContent?.length ?? 0
  if (!column || !line || length === 0) return null
  const { left, width } = column.getBoundingClientRect()
  const character = ((event.clientX - left) / width) * length
  const nth = Math.floor(character / Number(column.dataset.step))
  return nth < 0 || nth >= WIDTH ? null : Number(line.dataset.start) + nth
}

interface BytesProps {
  bytes: Uint8Array
  start: number
  from: number
  to: number
  show: (byte: number) => string
  gap: string
}

/** A line in three parts: before, inside and after the marked bytes. */
function Bytes({ bytes, start, from, to, show, gap }: BytesProps) {
  const end = start + WIDTH
  const text = (a: number, b: number): string => {
    let out = ''
    for (let i = Math.max(a, start); i < Math.min(b, end); i++)
      out += (i < bytes.length ? show(bytes[i]!) : show(0).replace(/./g, ' ')) + (i + 1 < end ? gap : '')
    return out
  }
  const inside = text(from, to)
  const marked = inside.trimEnd()
  return (
    <span data-step={show(0).length + gap.length}>
      {text(start, from)}
      {marked !== '' && <mark className="rounded-sm bg-accent text-on-accent">{marked}</mark>}
      {inside.slice(marked.length)}
      {text(Math.max(to, start), end)}
    </span>
  )
}
