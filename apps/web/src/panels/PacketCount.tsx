import { useEffect, useRef } from 'react'
import { exactCount, plural } from '../format.ts'
import { totalLoss } from '../packets/gaps.ts'
import { onPackets, packetTrace, packetView } from '../stores/packets.ts'

/** How many packets are listed, kept and missing; written straight to the page, however fast they come. */
export function PacketCount() {
  const count = useRef<HTMLSpanElement>(null)
  const lost = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const update = (): void => {
      if (count.current) write(count.current, countWords())
      if (lost.current) {
        const words = lostWords()
        lost.current.hidden = words === ''
        write(lost.current, words)
      }
    }
    update()
    return onPackets(update)
  }, [])
  return (
    <>
      <span ref={count} className="text-sm whitespace-nowrap text-dim" data-testid="packet-count" />
      <span
        ref={lost}
        className="rounded bg-warn-soft px-1.5 text-sm whitespace-nowrap text-warn"
        title="They passed faster than they could be copied here. Their counters are right, and so is a recording to disk."
        data-testid="packets-left-out"
      />
    </>
  )
}

function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text
}

function countWords(): string {
  const { rowCount, firstRow } = packetTrace()
  const { packetCount } = packetView()
  const listed =
    packetCount === rowCount
      ? plural(rowCount, 'packet')
      : `${exactCount(packetCount)} of ${plural(rowCount, 'packet')}`
  const older = firstRow > 0 ? `, ${exactCount(firstRow)} older let go` : ''
  return `${listed}${older}`
}

function lostWords(): string {
  const total = totalLoss(packetTrace().gaps.total)
  return total === 0 ? '' : `${exactCount(total)} left out`
}
