// `--capture`: frames of chosen links into capture files, written as they come: pcapng, or classic pcap where the name ends so. Writing is synchronous: a disk that cannot
// keep up slows the run down and loses nothing.
import { closeSync, openSync, writeSync } from 'node:fs'
import {
  ChunkExport,
  type ChunkReader,
  DIRECTION_IN,
  DIRECTION_OUT,
  isFormatError,
  PcapWriter,
  readChunk,
  type SlotDescription,
} from '@etherloom/capture'
import type { RecordSlots } from '@etherloom/experiment/port'
import { capturedAs, findWire, type RecordId, type TopologyDocument, type Wire } from '@etherloom/topology'
import { hostFailure, usage } from '../failure.ts'
import { foundOrUsage } from './node-names.ts'

/** Whole frames: the length field of a capture chunk has 16 bits. */
export const SNAPLEN = 0xffff

export interface CaptureRequest {
  readonly wire: Wire
  readonly file: string
}

/** `pc1-r1`, or `pc1-r1=here.pcapng`. */
export function parseCapture(doc: TopologyDocument, text: string): CaptureRequest {
  const equals = text.indexOf('=')
  const name = equals < 0 ? text : text.slice(0, equals)
  if (equals === text.length - 1)
    throw usage(`--capture '${text}' names no file`, `write --capture ${name}=FILE.pcapng`)
  const file = equals < 0 ? `${name.replace(/[^A-Za-z0-9_.-]+/g, '-')}.pcapng` : text.slice(equals + 1)
  return { wire: foundOrUsage(findWire(doc, name)), file }
}

/** Two links may share a file: they are two interfaces in it. */
export class Captures {
  readonly files: CaptureFile[]
  private readonly byWire: Map<RecordId, Set<CaptureFile>>
  /** The direction each slot counts. */
  private readonly bySlot: Map<number, { readonly record: RecordId; readonly direction: 'ab' | 'ba' }>
  private readonly doc: TopologyDocument

  /** Opens every file at once, so that one that cannot be written is known before anything runs. */
  constructor(doc: TopologyDocument, requests: readonly CaptureRequest[], startNs: bigint) {
    this.doc = doc
    this.byWire = new Map()
    this.bySlot = new Map()
    const byPath = new Map<string, CaptureFile>()
    for (const { wire, file: path } of requests) {
      let file = byPath.get(path)
      if (file === undefined) {
        file = new CaptureFile(path, (slot) => this.describe(slot), startNs)
        byPath.set(path, file)
      }
      const files = this.byWire.get(wire) ?? new Set()
      files.add(file)
      this.byWire.set(wire, files)
    }
    this.files = [...byPath.values()]
  }

  get wires(): Iterable<RecordId> {
    return this.byWire.keys()
  }

  slots(slots: readonly RecordSlots[]): void {
    for (const [record, ab, ba] of slots) {
      this.bySlot.set(ab, { record, direction: 'ab' })
      this.bySlot.set(ba, { record, direction: 'ba' })
    }
  }

  append(bytes: Uint8Array): void {
    const chunk = readChunk(bytes)
    if (isFormatError(chunk)) throw new Error(`the kernel sent a damaged capture chunk: ${chunk.error}`)
    for (const file of this.files)
      file.append(chunk, (slot) => this.byWire.get(this.bySlot.get(slot)!.record)?.has(file) ?? false)
  }

  finish(): void {
    for (const file of this.files) file.finish()
  }

  /** A link is seen from its `a` end, a vnic from the vnic. */
  private describe(slot: number): SlotDescription {
    const { record, direction } = this.bySlot.get(slot)!
    const way = direction === 'ab' ? DIRECTION_OUT : DIRECTION_IN
    return { ...capturedAs(this.doc, record as Wire), snaplen: SNAPLEN, direction: way }
  }
}

/** What becomes of chunks, as bytes for the file. */
type Contents = Pick<ChunkExport, 'append' | 'finish' | 'take'>

/** Without interfaces, directions and losses, which the older format has no place for; the report has the losses. */
function pcapContents(startNs: bigint): Contents {
  const writer = new PcapWriter(startNs)
  return {
    append: (chunk, wants = () => true) => {
      for (let i = 0; i < chunk.count; i++)
        if (wants(chunk.slot(i)))
          writer.packet(chunk.ns(i), chunk.bytes, chunk.offset(i), chunk.caplen(i), chunk.len(i))
    },
    finish: () => {},
    take: () => writer.take(),
  }
}

export class CaptureFile {
  readonly path: string
  frames: number
  bytes: number
  /** Frames the kernel could not copy, of any captured link. */
  lost: number
  private readonly fd: number
  private readonly contents: Contents

  constructor(path: string, describe: (slot: number) => SlotDescription, startNs: bigint) {
    this.path = path
    this.frames = 0
    this.bytes = 0
    this.lost = 0
    this.contents = path.endsWith('.pcap') ? pcapContents(startNs) : new ChunkExport(describe, startNs)
    this.fd = this.host('cannot write', () => openSync(path, 'w'))
  }

  append(chunk: ChunkReader, wants: (slot: number) => boolean): void {
    this.lost += chunk.lost
    for (let i = 0; i < chunk.count; i++) if (wants(chunk.slot(i))) this.frames++
    this.contents.append(chunk, wants)
    this.write()
  }

  finish(): void {
    this.contents.finish()
    this.write()
    this.host('cannot finish', () => closeSync(this.fd))
  }

  private write(): void {
    const bytes = this.contents.take()
    for (let at = 0; at < bytes.length; )
      at += this.host('cannot write', () => writeSync(this.fd, bytes, at, bytes.length - at))
    this.bytes += bytes.length
  }

  private host<T>(doing: string, action: () => T): T {
    try {
      return action()
    } catch (error) {
      throw hostFailure(`${doing} ${this.path}`, error)
    }
  }
}
