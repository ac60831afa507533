import { dissect, FLAG_EARLIER } from '@etherloom/capture'
import { ChevronDown, ChevronUp, Copy, Crosshair, X } from 'lucide-react'
import { type KeyboardEvent, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { commandById, perform } from '../commands/all-commands.ts'
import { packetTime } from '../format.ts'
import { type FieldRow, fieldAtByte, fieldRows, openFieldsStore, uncover } from '../packets/field-tree.ts'
import { packetGrid } from '../packets/packet-grid.ts'
import { lostWords } from '../packets/packet-words.ts'
import type { TracedFrame } from '../packets/trace.ts'
import { closeDetail } from '../stores/packet-list.ts'
import { Button } from '../ui/Button.tsx'
import { FieldTree } from './FieldTree.tsx'
import { HexDump } from './HexDump.tsx'

/** One packet in full: its layers and fields beside its bytes; what is pointed at in one is marked in the other. */
export function PacketDetail({ frame }: { frame: TracedFrame }) {
  const { bytes, caplen, len } = frame
  const { layers, summary } = useMemo(() => dissect(bytes, 0, caplen, len), [bytes, caplen, len])
  const open = useStore(openFieldsStore, (state) => state.open)
  const rows = useMemo(() => fieldRows(layers, open), [layers, open])
  // By path: the next packet has the same field marked.
  const [active, setActive] = useState<string | null>(null)
  const [pointed, setPointed] = useState<FieldRow | null>(null)
  const marked = pointed ?? rows.find(({ path }) => path === active) ?? null
  return (
    <section
      aria-label="Packet"
      onKeyDown={(event) => event.key === 'Escape' && leave(event)}
      className="@container flex w-[46%] min-w-80 flex-col border-l border-line"
    >
      <Head frame={frame} />
      <Remark text={summary.wrong || lostWords(frame)} />
      <div className="flex min-h-0 flex-1 flex-col @2xl:flex-row">
        <FieldTree
          rows={rows}
          active={active}
          marked={marked?.path ?? null}
          onActivate={(row) => setActive(row.path)}
          onMark={setPointed}
        />
        <div className="flex max-h-[45%] min-h-0 flex-col border-t border-line @2xl:max-h-none @2xl:border-t-0 @2xl:border-l">
          <HexDump
            bytes={bytes}
            marked={marked?.field ?? null}
            onPoint={(byte) => setPointed(byte === null ? null : fieldAtByte(layers, byte))}
            onPick={(byte) => {
              const row = fieldAtByte(layers, byte)
              if (!row) return
              uncover(row.path)
              setActive(row.path)
            }}
          />
        </div>
      </div>
    </section>
  )
}

/** Back to the row it was opened from. */
function leave(event?: KeyboardEvent): void {
  event?.preventDefault()
  event?.stopPropagation()
  closeDetail()
  packetGrid()?.focus()
}

function Head({ frame: { ns, len, caplen, flags } }: { frame: TracedFrame }) {
  const act = (id: string) => () => void perform(commandById(id))
  return (
    <div className="flex h-7 shrink-0 items-center border-b border-line pr-1 pl-3 text-sm text-dim">
      <span className="flex-1 truncate">
        {packetTime(ns)} s, {len} bytes{caplen < len && `, ${caplen} captured`}
        {(flags & FLAG_EARLIER) !== 0 && ', kept from before its link was opened'}
      </span>
      <Button label="The packet above" icon={<ChevronUp size={14} />} shortcut="," onPress={act('packets.previous')} />
      <Button label="The packet below" icon={<ChevronDown size={14} />} shortcut="." onPress={act('packets.next')} />
      <Button label="Copy as hex" icon={<Copy size={13} />} onPress={act('packets.copy-hex')} />
      <Button label="Show its link on the canvas" icon={<Crosshair size={14} />} onPress={act('packets.show-link')} />
      <Button label="Close the packet" icon={<X size={14} />} shortcut="Esc" onPress={leave} />
    </div>
  )
}

/** What is wrong with it, or why the wire lost it. */
function Remark({ text }: { text: string }) {
  if (text === '') return null
  return (
    <p className="shrink-0 border-b border-line bg-warn-soft px-3 py-0.5 text-sm text-warn first-letter:uppercase">
      {text}
    </p>
  )
}
