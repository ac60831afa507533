import { ArrowDownToLine, Download } from 'lucide-react'
import { byteSize, exactCount, plural } from '../format.ts'
import type { PacketTrace } from '../stores/packet-trace.ts'
import type { CaptureId } from '../stores/session.ts'
import { Button } from '../ui/Button.tsx'
import { exportTrace } from './export-trace.ts'

interface Props {
  id: CaptureId
  name: string
  trace: PacketTrace | null
  following: boolean
  onFollow: (following: boolean) => void
}

export function PacketsBar({ id, name, trace, following, onFollow }: Props) {
  const rows = trace?.rowCount ?? 0
  const lost = trace?.lost ?? 0
  return (
    <div className="flex h-8 shrink-0 items-center gap-2 border-b border-line px-2">
      <span className="truncate font-medium">{name}</span>
      <span className="text-sm text-dim" data-testid="packet-count">
        {plural(rows, 'packet')}
      </span>
      {trace && trace.firstRow > 0 && (
        <span className="text-sm text-faint" title="Oldest packets are let go to stay within memory.">
          {exactCount(trace.firstRow)} older let go
        </span>
      )}
      {lost > 0 && (
        <span
          className="rounded bg-warn-soft px-1.5 text-sm text-warn"
          title="They passed faster than they could be copied here. Their counters are right."
        >
          {exactCount(lost)} left out
        </span>
      )}
      <span className="flex-1" />
      {trace && rows > 0 && <span className="text-sm text-faint">{byteSize(trace.byteCount)}</span>}
      <Button
        label="Follow"
        text="Follow"
        icon={<ArrowDownToLine size={14} />}
        detail={following ? 'Following: the newest packet stays in view' : 'Not following: new packets arrive below'}
        pressed={following}
        onPress={() => onFollow(!following)}
      />
      <Button
        label="Download pcapng"
        text="pcapng"
        icon={<Download size={14} />}
        blocked={rows === 0 ? 'No packets yet.' : null}
        onPress={() => trace && exportTrace(id, name, trace)}
      />
    </div>
  )
}
