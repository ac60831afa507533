// The recording of a run: one at a time. How far it is, and how it ended.
import type { Up } from '@etherloom/experiment/port'
import { type ErrorCode, errorCodes, type RecordingInfo, type RecordSlots, type RunEvent } from '@etherloom/protocol'
import type { TopologyDocument, Wire } from '@etherloom/topology'
import { recordingName } from './recording-name.ts'

type Note = Pick<RunEvent, 'severity' | 'text'>

export class Recorded {
  /** The present recording, or the last one of this run. */
  info: RecordingInfo | null = null
  private readonly tell: (recording: RecordingInfo) => void

  constructor(tell: (recording: RecordingInfo) => void) {
    this.tell = tell
  }

  /** Those of the records that the kernel has are recorded. Returns why not, or null. */
  begin(
    document: TopologyDocument,
    records: readonly Wire[],
    slots: readonly RecordSlots[],
    snaplen: number,
    wallMs: number,
  ): ErrorCode | null {
    if (this.info?.on) return 'record/running'
    const known = new Set(slots.map(([record]) => record))
    const there = [...new Set(records)].filter((record) => known.has(record))
    if (there.length === 0) return 'record/nothing'
    const file = recordingName(wallMs, document, there)
    this.set({ file, records: there, snaplen, frames: 0, bytes: 0, on: true, code: null, message: null })
    return null
  }

  /** What the kernel says of it; returns what is to be noted when that was its end. */
  onTold({ file, frames, bytes, ended }: Extract<Up, { type: 'recording' }>): Note | null {
    if (!this.info?.on) return null
    const message = ended === null || ended.code === null ? null : (ended.message ?? errorCodes[ended.code].words)
    this.set({ ...this.info, file, frames, bytes, on: ended === null, code: ended?.code ?? null, message })
    if (ended === null) return null
    const text = `recorded ${frames} frames to ${file}${message === null ? '' : `; it ended early: ${message}`}`
    return { severity: message === null ? 'info' : 'error', text }
  }

  private set(info: RecordingInfo): void {
    this.info = info
    this.tell(info)
  }
}
