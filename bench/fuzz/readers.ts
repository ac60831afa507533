// The readers of outside files, each with sound files to start from.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ChunkExport, ChunkWriter, DIRECTION_OUT, isFormatError, readCaptureFile, readChunk } from '@etherloom/capture'
import { readImn, writeImn } from '@etherloom/formats'
import type { Random } from '@etherloom/kern'
import { chain, generators, parse, serialize, type TopologyDocument } from '@etherloom/topology'
import { mutateBytes, mutateText } from './mutate.ts'
import { mutateJson, mutateLines } from './mutate-tree.ts'
import { runBriefly } from './run-briefly.ts'

export interface Reader {
  readonly name: string
  /** Reads one damaged file; throws if the reader does, or if what it read is not what it should be. */
  try(random: Random): void
}

type Damage = (text: string, other: string, random: Random) => string
type Read = (text: string) => { readonly ok: true; readonly doc: TopologyDocument } | { readonly ok: false }

/** What a text reader was given last, to look at when it failed. */
export const lastInput = { text: '' }

/** One lab in so many of those that were read is also made to run. */
const RUN_ONE_IN = 200

const sample = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../packages/formats/test/imn/${name}`, import.meta.url)), 'utf8')

const pick = <T>(list: readonly T[], random: Random): T => list[random.below(list.length)]

/** What is read must be the same after it was written and read again, and must run. */
function textReader(
  name: string,
  texts: readonly string[],
  damages: readonly Damage[],
  read: Read,
  write: (doc: TopologyDocument) => string,
): Reader {
  const attempt = (random: Random): void => {
    lastInput.text = pick(damages, random)(pick(texts, random), pick(texts, random), random)
    const first = read(lastInput.text)
    if (!first.ok) return
    const second = read(write(first.doc))
    if (!second.ok) throw new Error('what was read and written cannot be read')
    const [before, after] = [serialize(first.doc).split('\n'), serialize(second.doc).split('\n')]
    const at = before.findIndex((line, i) => line !== after[i])
    if (at >= 0) throw new Error(`what was read and written reads differently:\n  ${before[at]}\n  ${after[at]}`)
    if (random.below(RUN_ONE_IN) === 0) runBriefly(first.doc)
  }
  return { name, try: attempt }
}

function bytesReader(name: string, file: Uint8Array): Reader {
  return { name, try: (random) => void readCaptureFile(mutateBytes(file, file, random, 1 << 20)) }
}

const toImn = (doc: TopologyDocument): string => writeImn(doc).text

export function readers(frames: readonly Uint8Array[]): readonly Reader[] {
  const docs = [chain(2), ...generators.filter(({ name }) => ['star', 'ring'].includes(name)).map((g) => g.generate(3))]
  const v2 = [
    sample('campus-v2.imn'),
    sample('vlans-v2.imn'),
    sample('drawn-v2.imn'),
    ...docs.map((doc) => writeImn(doc).text),
  ]
  const v1 = [sample('campus-v1.imn'), sample('canvases-tcl.imn'), sample('drawn-v1.imn')]
  return [
    textReader(
      'native JSON',
      docs.map((doc) => serialize(doc)),
      [mutateText, mutateJson, mutateJson, mutateLines],
      parse,
      serialize,
    ),
    textReader('.imn v2', v2, [mutateText, mutateJson, mutateJson, mutateLines], readImn, toImn),
    textReader('.imn v1', v1, [mutateText, mutateLines, mutateLines], readImn, toImn),
    bytesReader('pcapng', pcapng(frames)),
    bytesReader('pcap', pcap(frames)),
  ]
}

function pcapng(frames: readonly Uint8Array[]): Uint8Array {
  const contents = new ChunkExport(() => ({
    interface: 'a:em0',
    description: '',
    snaplen: 96,
    direction: DIRECTION_OUT,
  }))
  const writer = new ChunkWriter((bytes) => {
    const chunk = readChunk(bytes)
    if (isFormatError(chunk)) throw new Error(chunk.error)
    contents.append(chunk)
  })
  for (const [i, f] of frames.slice(0, 20).entries()) writer.frame(i * 1e6, 0, f, 0, f.length, 96)
  writer.flush()
  contents.finish()
  return contents.take()
}

function pcap(frames: readonly Uint8Array[]): Uint8Array {
  const parts: Uint8Array[] = [new Uint8Array(Uint32Array.of(0xa1b2c3d4, 0x00040002, 0, 0, 65_535, 1).buffer)]
  for (const f of frames.slice(0, 20)) parts.push(new Uint8Array(Uint32Array.of(0, 0, f.length, f.length).buffer), f)
  return new Uint8Array(Buffer.concat(parts))
}
