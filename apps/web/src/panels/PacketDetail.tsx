import { dissect, type Field } from '@etherloom/capture'
import { ChevronRight, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { packetTime } from '../format.ts'
import type { TracedFrame } from '../packets/trace.ts'
import { closeDetail } from '../stores/packet-list.ts'
import { Button } from '../ui/Button.tsx'
import { HexDump } from './HexDump.tsx'

/** One packet in full: its layers and fields, and its bytes with the field under the pointer marked. */
export function PacketDetail({ frame }: { frame: TracedFrame }) {
  const { bytes, caplen, len, ns } = frame
  const detail = useMemo(() => dissect(bytes, 0, caplen, len), [bytes, caplen, len])
  const [marked, setMarked] = useState<Field | null>(null)
  return (
    <section aria-label="Packet" className="flex w-[44%] min-w-80 flex-col border-l border-line">
      <div className="flex h-7 shrink-0 items-center gap-2 border-b border-line pr-1 pl-3 text-sm text-dim">
        <span className="flex-1 truncate">
          {packetTime(ns)} s, {len} bytes
          {caplen < len && `, ${caplen} captured`}
        </span>
        <Button label="Close the packet" icon={<X size={14} />} onPress={closeDetail} />
      </div>
      <div className="min-h-0 flex-1 overflow-auto py-1 text-sm select-text">
        <ul onMouseLeave={() => setMarked(null)}>
          {detail.layers.map((field) => (
            <FieldRow key={`${field.name} ${field.offset}`} field={field} depth={0} onMark={setMarked} />
          ))}
        </ul>
        <HexDump bytes={bytes} marked={marked} />
      </div>
    </section>
  )
}

interface RowProps {
  field: Field
  depth: number
  onMark: (field: Field) => void
}

function FieldRow({ field, depth, onMark }: RowProps) {
  const [open, setOpen] = useState(depth === 0)
  const nested = field.children.length > 0
  return (
    <li>
      <button
        type="button"
        aria-expanded={nested ? open : undefined}
        className={`flex w-full items-start gap-1 pr-2 text-left hover:bg-hover ${depth === 0 ? 'font-medium' : ''}`}
        style={{ paddingLeft: 6 + depth * 14 }}
        onClick={() => setOpen(!open)}
        onMouseEnter={() => onMark(field)}
        onFocus={() => onMark(field)}
      >
        <ChevronRight
          size={13}
          aria-hidden="true"
          className={`mt-1 shrink-0 text-faint transition-transform ${nested ? '' : 'invisible'} ${open ? 'rotate-90' : ''}`}
        />
        <span className="text-dim">{field.name}</span>
        <span className="min-w-0 flex-1 break-words">{field.value}</span>
      </button>
      {nested && open && (
        <ul>
          {field.children.map((child) => (
            <FieldRow key={`${child.name} ${child.offset}`} field={child} depth={depth + 1} onMark={onMark} />
          ))}
        </ul>
      )}
    </li>
  )
}
