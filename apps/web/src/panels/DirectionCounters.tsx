import { nameOf } from '@etherloom/topology'
import { dropHints, dropWords } from '@etherloom/wire'
import { useCallback } from 'react'
import { useWhyBlocked, useWhyDown } from '../canvas/cards/why-down.ts'
import { bitRate, count, packetRate } from '../format.ts'
import { isLost } from '../stores/document.ts'
import { drawingOf } from '../stores/drawing.ts'
import { useDocument, useDocumentState, useSlots } from '../stores/hooks.ts'
import { meter } from '../stores/live.ts'
import type { CaptureId } from '../stores/session.ts'
import { LiveText } from '../ui/LiveText.tsx'
import { LastHeard } from './LastHeard.tsx'

/** Rates, totals, queue and drops of both directions, live. */
export function DirectionCounters({ id }: { id: CaptureId }) {
  const pair = useSlots(id)
  const down = useWhyDown(id)
  const blocked = useWhyBlocked(id)
  const a = useDocument((document) => nameOf(document, drawingOf(document).edgeById.get(id)?.a ?? id))
  const b = useDocument((document) => nameOf(document, drawingOf(document).edgeById.get(id)?.b ?? id))
  if (!pair) return <p className="text-sm text-faint">{down ?? 'Run the lab to see what passes here.'}</p>
  return (
    <>
      <LastHeard />
      {down && <p className="text-sm text-warn">{down}</p>}
      {blocked && <p className="text-sm text-warn">{blocked}</p>}
      <Direction title={`${a} → ${b}`} slot={pair.ab} />
      <Direction title={`${b} → ${a}`} slot={pair.ba} />
    </>
  )
}

function Direction({ title, slot }: { title: string; slot: number }) {
  const old = useDocumentState(isLost)
  const rates = useCallback(() => `${packetRate(meter.packetRate(slot))} · ${bitRate(meter.bitRate(slot))}`, [slot])
  const totals = useCallback(() => {
    const queue = meter.queue(slot)
    const packets = meter.packetTotal(slot)
    return `${count(packets)} ${packets === 1 ? 'packet' : 'packets'}${queue > 0 ? `, ${count(queue)} waiting` : ''}`
  }, [slot])
  const drops = useCallback(() => {
    const total = meter.dropTotal(slot)
    const reason = meter.reason(slot)
    return total === 0 ? '' : `${count(total)} dropped, last: ${dropWords[reason]}. ${dropHints[reason]}`
  }, [slot])
  return (
    <div className="rounded-lg border border-line bg-raised px-2 py-1.5">
      <div className="flex items-baseline justify-between gap-2">
        <span className="truncate text-xs font-medium text-faint" title={title}>
          {title}
        </span>
        <LiveText read={totals} className="text-xs whitespace-nowrap text-faint" />
      </div>
      <LiveText read={rates} className={`block text-[14px] font-semibold ${old ? 'text-faint' : ''}`} />
      <LiveText read={drops} className="block text-xs text-bad" />
    </div>
  )
}
