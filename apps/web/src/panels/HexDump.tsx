import type { Field } from '@etherloom/capture'

const WIDTH = 16
const hex = (byte: number): string => byte.toString(16).padStart(2, '0')
const printable = (byte: number): string => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·')

interface Props {
  bytes: Uint8Array
  marked: Field | null
}

/** Sixteen bytes a line, as hex and as text; the marked field stands out in both. */
export function HexDump({ bytes, marked }: Props) {
  const from = marked?.offset ?? 0
  const to = marked ? marked.offset + marked.length : 0
  const lines = Array.from({ length: Math.ceil(bytes.length / WIDTH) }, (_, i) => i * WIDTH)
  return (
    <div className="mt-2 border-t border-line px-3 pt-2 pb-3 font-mono text-xs leading-[1.5]" aria-hidden="true">
      {lines.map((start) => (
        <div key={start} className="flex gap-3 whitespace-pre">
          <span className="text-faint">{start.toString(16).padStart(4, '0')}</span>
          <Bytes bytes={bytes} start={start} from={from} to={to} show={hex} gap=" " />
          <Bytes bytes={bytes} start={start} from={from} to={to} show={printable} gap="" />
        </div>
      ))}
    </div>
  )
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
      out += (i < bytes.length ? show(bytes[i]!) : ' '.repeat(2 - (gap ? 0 : 1))) + gap
    return out
  }
  return (
    <span>
      {text(start, Math.max(start, Math.min(from, end)))}
      <mark className="bg-accent-soft text-accent">{to > from ? text(from, to) : ''}</mark>
      {to > from ? text(to, end) : text(Math.max(from, start), end)}
    </span>
  )
}
