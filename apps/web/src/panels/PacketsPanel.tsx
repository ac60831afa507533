import { nameOf } from '@etherloom/topology'
import { useEffect, useReducer, useState } from 'react'
import { captureVersion, onCapture, traceOf } from '../stores/captures.ts'
import { drawingOf, edgeName } from '../stores/drawing.ts'
import { useDocument, useLive, useSession } from '../stores/hooks.ts'
import { isRunning } from '../stores/live.ts'
import type { CaptureId } from '../stores/session.ts'
import { PacketDetail } from './PacketDetail.tsx'
import { PacketList } from './PacketList.tsx'
import { PacketsBar } from './PacketsBar.tsx'

/** The packets of the link picked last: a list that follows, and one packet in full. */
export function PacketsPanel() {
  const captured = useSession((session) => session.captured)
  if (captured === null)
    return (
      <p className="flex h-full items-center justify-center text-dim">
        Click a link on the canvas, or in the inspector’s list, to see its packets.
      </p>
    )
  return <Packets key={captured} id={captured} />
}

function Packets({ id }: { id: CaptureId }) {
  const [, refresh] = useReducer(captureVersion, 0)
  useEffect(() => onCapture(refresh), [])
  const [following, setFollowing] = useState(true)
  const [chosen, setChosen] = useState<number | null>(null)
  const running = useLive(isRunning)
  const name = useDocument((document) => {
    const edge = drawingOf(document).edgeById.get(id)
    return edge ? edgeName(document, edge) : nameOf(document, id)
  })
  const trace = traceOf(id)
  const row = chosen !== null && trace ? trace.row(chosen) : null
  return (
    <div className="flex h-full flex-col">
      <PacketsBar id={id} name={name} trace={trace} following={following} onFollow={setFollowing} />
      {trace && trace.rowCount > 0 ? (
        <div className="flex min-h-0 flex-1">
          <PacketList
            trace={trace}
            following={following}
            onFollow={setFollowing}
            chosen={chosen}
            onChoose={setChosen}
          />
          {row && <PacketDetail row={row} onClose={() => setChosen(null)} />}
        </div>
      ) : (
        <p className="flex flex-1 items-center justify-center text-dim">
          {running ? `Waiting for packets on ${name}. Try ping in a console.` : 'Press Run to capture packets here.'}
        </p>
      )}
    </div>
  )
}
