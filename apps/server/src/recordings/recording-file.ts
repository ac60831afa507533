// One recording as it is written: chunks in, a pcapng file out, whole blocks only. What does not fit, below the lab's limit or on the
// disk, ends it there; what is in the file then is every frame until that moment.
import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { ChunkExport, isFormatError, readChunk, type SlotDescription } from '@etherloom/capture'
import type { RecordingEnd, RecordingStart } from '@etherloom/experiment'

export class RecordingFile {
  frames: number
  /** Of whole blocks. */
  bytes: number
  private readonly fd: number
  private readonly limit: number
  private readonly full: string
  private readonly slots: Map<number, SlotDescription>
  private contents: ChunkExport
  private open: boolean

  /** `full`: what is said at the limit. Throws what the host says when the file cannot be made. */
  constructor(path: string, limit: number, full: string) {
    this.frames = 0
    this.bytes = 0
    this.fd = openSync(path, 'wx')
    this.limit = limit
    this.full = full
    this.slots = new Map()
    this.contents = this.newContents(0n)
    this.open = true
  }

  /** `startNs`: nanoseconds of the Unix epoch at experiment time 0; virtual time has none. */
  begin({ ns, real }: RecordingStart, nowMs: number): void {
    this.contents = this.newContents(real ? BigInt(nowMs) * 1_000_000n - BigInt(Math.round(ns)) : 0n)
  }

  slot(slot: number, described: SlotDescription): void {
    this.slots.set(slot, described)
  }

  /** Null, or why the recording ends here. */
  append(bytes: Uint8Array): RecordingEnd | null {
    if (!this.open) return null
    const chunk = readChunk(bytes)
    if (isFormatError(chunk)) return this.fail(new Error(`the kernel sent a damaged chunk: ${chunk.error}`))
    this.contents.append(chunk)
    const made = this.contents.take()
    if (this.bytes + made.length > this.limit) return this.close() ?? { code: 'capture/limit', message: this.full }
    const problem = this.write(made)
    if (problem === null) this.frames += chunk.count
    return problem
  }

  /** Completes the file. Null, or what went wrong with that. */
  finish(): RecordingEnd | null {
    if (!this.open) return null
    this.contents.finish()
    return this.write(this.contents.take()) ?? this.close()
  }

  private newContents(startNs: bigint): ChunkExport {
    const unknown = (slot: number): SlotDescription => {
      throw new Error(`slot ${slot} was not described`)
    }
    return new ChunkExport((slot) => this.slots.get(slot) ?? unknown(slot), startNs)
  }

  private write(bytes: Uint8Array): RecordingEnd | null {
    try {
      for (let done = 0; done < bytes.length; )
        done += writeSync(this.fd, bytes, done, bytes.length - done, this.bytes + done)
      this.bytes += bytes.length
      return null
    } catch (error) {
      return this.fail(error)
    }
  }

  private fail(error: unknown): RecordingEnd {
    try {
      ftruncateSync(this.fd, this.bytes)
    } catch {
      // A disk that cannot be written may not be cut either; readers stop at a broken block.
    }
    this.close()
    return failed(error)
  }

  /** Null, or why what was written may not be on the disk. */
  private close(): RecordingEnd | null {
    if (!this.open) return null
    this.open = false
    try {
      fsyncSync(this.fd)
      return null
    } catch (error) {
      return failed(error)
    } finally {
      closeSync(this.fd)
    }
  }
}

const failed = (error: unknown): RecordingEnd => ({
  code: 'record/failed',
  message: error instanceof Error ? error.message : String(error),
})
