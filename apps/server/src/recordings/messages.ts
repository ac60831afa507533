// What crosses between a kernel's thread and the thread that writes recordings: a MessagePort for each recording. The server only
// makes the introduction.
import type { MessagePort } from 'node:worker_threads'
import type { SlotDescription } from '@etherloom/capture'
import type { RecordingEnd, RecordingStart } from '@etherloom/experiment'

/** From the server: there is a recording to write. `control` is the kernel's (kernel/control.ts): it sleeps on it. */
export interface OpenRecording {
  path: string
  /** Bytes there is room for, and what is said when they are used up. */
  limit: number
  full: string
  control: SharedArrayBuffer
  port: MessagePort
}

export type ToFile =
  | { type: 'begin'; start: RecordingStart }
  | { type: 'slot'; slot: number; described: SlotDescription }
  | { type: 'chunk'; chunk: Uint8Array<ArrayBuffer> }
  | { type: 'end' }

export type FromFile =
  | { type: 'written'; chunks: number; bytes: number; frames: number }
  /** The file is complete; `why` when it ended by itself. */
  | { type: 'ended'; bytes: number; frames: number; why: RecordingEnd | null }
