// A lab as it lies on disk: its file, packed. A big lab has ten million characters, which would hold up whoever writes and
// reads them; packed it is a tenth of that. Snapshots of older versions are the file as it is.
import { gunzipSync, gzipSync } from 'node:zlib'
import { FILE_VERSION, lab, parse, serialize, type TopologyDocument } from '@etherloom/topology'
import { sumOf } from './schema.ts'

export interface Packed {
  /** What the lab is called. */
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly sum: number
  readonly schema: number
}

const FAST = 1
const GZIP = 0x1f

export function pack(document: TopologyDocument): Packed {
  const zipped = gzipSync(serialize(document), { level: FAST })
  // Of its own memory, so that it can be handed to another thread.
  const bytes = new Uint8Array(zipped)
  return { name: lab(document).name, bytes, sum: sumOf(bytes), schema: FILE_VERSION }
}

/** Throws an Error that says what is wrong with it. */
export function unpack(bytes: Uint8Array, sum: number): TopologyDocument {
  if (sumOf(bytes) !== sum) throw new Error('the checksum of its snapshot is wrong')
  const text = bytes[0] === GZIP ? gunzipSync(bytes) : Buffer.from(bytes)
  const result = parse(text.toString('utf8'))
  if (result.ok) return result.doc
  const { path, message } = result.errors[0]!
  throw new Error(`${path}: ${message}`)
}
