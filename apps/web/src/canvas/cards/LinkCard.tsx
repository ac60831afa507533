import { dropHints, dropWords } from '@etherloom/wire'
import { useCallback } from 'react'
import { bitRate, byteSize, count, packetRate, plural } from '../../format.ts'
import { LastHeard } from '../../panels/LastHeard.tsx'
import { drawingOf, endNames } from '../../stores/drawing.ts'
import { useDocument, useLive, useSlots } from '../../stores/hooks.ts'
import { history, meter } from '../../stores/live.ts'
import type { Metric } from '../../stores/sample-grid.ts'
import type { CaptureId } from '../../stores/session.ts'
import { LiveText } from '../../ui/LiveText.tsx'
import { Sparkline } from '../../ui/Sparkline.tsx'
import { settingWords } from '../edge-scene.ts'
import type { InkName } from '../ink.ts'
import type { Spot } from './card-store.ts'
import { Frame } from './Frame.tsx'
import { useWhyBlocked, useWhyDown } from './why-down.ts'

/** What passed over a link in the last minute, each way, beside what it is set to. */
export function LinkCard({ id, at }: { id: CaptureId; at: Spot }) {
  const edge = useDocument((document) => drawingOf(document).edgeById.get(id))
  const a = useDocument((document) => (edge ? endNames(document, edge)[0] : ''))
  const b = useDocument((document) => (edge ? endNames(document, edge)[1] : ''))
  const pair = useSlots(id)
  const down = useWhyDown(id)
  const blocked = useWhyBlocked(id)
  const fault = useLive((live) => live.faults[id])
  if (!edge) return null
  const { link } = edge
  const setting = link === null ? 'VNIC' : link.up ? settingWords(link.ab, link.ba) || 'no limits' : 'cable pulled out'
  return (
    <Frame
      label={`Link ${a} – ${b}`}
      about={{ kind: 'link', id, at }}
      width={376}
      firm={false}
      head={
        <>
          <span className="truncate font-semibold">{`${a} – ${b}`}</span>
          <span className="ml-auto truncate text-xs text-dim">{setting}</span>
        </>
      }
    >
      {fault && <p className="mb-1.5 text-warn">{fault}</p>}
      {blocked && <p className="mb-1.5 text-warn">{blocked}</p>}
      {down && pair && <p className="mb-1.5 text-warn">{down}</p>}
      {pair ? (
        <div className="flex flex-col gap-2.5">
          <LastHeard />
          <Direction title={`${a} → ${b}`} slot={pair.ab} other={pair.ba} />
          <Direction title={`${b} → ${a}`} slot={pair.ba} other={pair.ab} />
          <p className="text-xs text-faint">The last 60 seconds. Both directions on one scale.</p>
        </div>
      ) : (
        <p className="text-dim">{down ?? 'Run the lab to see what passes here.'}</p>
      )}
    </Frame>
  )
}

function Direction({ title, slot, other }: { title: string; slot: number; other: number }) {
  const totals = useCallback(() => {
    const queue = meter.queue(slot)
    const sum = `${plural(meter.packetTotal(slot), 'packet')}, ${byteSize(meter.byteTotal(slot))}`
    return queue > 0 ? `${sum}, ${count(queue)} waiting` : sum
  }, [slot])
  const reason = useCallback(() => {
    const dropped = meter.dropTotal(slot)
    const why = meter.reason(slot)
    return dropped === 0 ? '' : `${count(dropped)} dropped, last: ${dropWords[why]}. ${dropHints[why]}`
  }, [slot])
  const packets = useCallback(() => packetRate(meter.packetRate(slot)), [slot])
  const bits = useCallback(() => bitRate(meter.bitRate(slot)), [slot])
  const drops = useCallback(() => dropsNow(slot), [slot])
  return (
    <section aria-label={title}>
      <div className="mb-0.5 flex items-baseline gap-2">
        <h4 className="truncate text-xs font-medium text-dim">{title}</h4>
        <LiveText read={totals} className="ml-auto text-xs whitespace-nowrap text-faint" />
      </div>
      <div className="flex gap-2">
        <Lately slot={slot} other={other} metric="packets" color="load-1" words={packets} />
        <Lately slot={slot} other={other} metric="bytes" color="load-2" words={bits} />
        <Lately slot={slot} other={other} metric="drops" color="bad" words={drops} />
      </div>
      <LiveText read={reason} className="block text-xs text-bad" />
    </section>
  )
}

const dropsNow = (slot: number): string => {
  const rate = meter.dropRate(slot)
  return rate > 0 ? `${packetRate(rate)} lost` : 'none lost'
}

interface LatelyProps {
  slot: number
  other: number
  metric: Metric
  color: InkName
  words: () => string
}

const HIGHEST = { packets: 1, bytes: 1, drops: 0.1, queue: 1 }

function Lately({ slot, other, metric, color, words }: LatelyProps) {
  const read = useCallback(() => history.read(slot, metric, 'minute').values, [slot, metric])
  const top = useCallback(() => {
    const both = [slot, other].map((each) => history.read(each, metric, 'minute').values)
    return both.reduce((most, values) => values.reduce((a, b) => Math.max(a, b), most), HIGHEST[metric])
  }, [slot, other, metric])
  return (
    <div className="w-[112px]">
      <Sparkline read={read} top={top} color={color} width={112} height={26} />
      <LiveText read={words} className="block truncate text-xs" />
    </div>
  )
}
