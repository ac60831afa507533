import { ChunkExport, DIRECTION_IN, DIRECTION_OUT, type SlotDescription } from '@etherloom/capture'
import { nameOf } from '@etherloom/topology'
import { documentStore } from '../stores/document.ts'
import { drawingOf } from '../stores/drawing.ts'
import type { PacketTrace } from '../stores/packet-trace.ts'
import type { CaptureId } from '../stores/session.ts'
import { download, fileName } from '../ui/download.ts'

/** The trace as a pcapng file, as seen at end a: what leaves it is out, what reaches it is in. Made from the chunks here. */
export function exportTrace(id: CaptureId, name: string, trace: PacketTrace): void {
  const { document } = documentStore.getState()
  const edge = drawingOf(document).edgeById.get(id)
  const at = edge ? `${nameOf(document, edge.a)}:${edge.aIface.name}` : name
  const describe = (slot: number): SlotDescription => ({
    interface: at,
    description: name,
    snaplen: 0,
    direction: trace.directions.get(slot) === 'ab' ? DIRECTION_OUT : DIRECTION_IN,
  })
  const file = new ChunkExport(describe)
  const parts: BlobPart[] = []
  for (const chunk of trace.chunks()) {
    file.append(chunk)
    parts.push(file.take())
  }
  file.finish()
  parts.push(file.take())
  download(`${fileName(name)}.pcapng`, 'application/x-pcapng', parts)
}
