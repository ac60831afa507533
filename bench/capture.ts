// capture: frames tapped from a wire and written to a pcapng file, 128 bytes of each, per CPU-second.
//
// The path is that of `etherloom run --capture`: tap, chunk, pcapng, a synchronous write. The frame's own way over the wire is
// in the figure; `capture/untapped` is that way alone. The file is begun anew at 256 MiB, so that no disk fills up.
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ChunkExport, ChunkWriter, DIRECTION_OUT, isFormatError, readChunk } from '@etherloom/capture'
import { Kernel, type Mbuf, u8 } from '@etherloom/kern'
import { createLink, type Ifnet, type LinkDirection, setTap } from '@etherloom/net'
import { answer, ourselves } from './lib/contestant.ts'
import { type BenchOptions, benchOptions } from './lib/options.ts'
import { Report } from './lib/report.ts'
import { Rounds } from './lib/rounds.ts'
import { cpuSeconds, em, node, Source } from './lib/traffic.ts'

const SNAPLEN = 128
const FILE_LIMIT = 256 * 2 ** 20
const UNTAPPED = 'capture/untapped/1514B'
/** Frames a CPU-second into the file. */
const BAR = 1e6
const SHAPES = [
  { name: 'capture/128B', size: 128, tapped: true, bar: BAR },
  { name: 'capture/1514B', size: 1514, tapped: true, bar: null },
  { name: UNTAPPED, size: 1514, tapped: false, bar: null },
]

const low = 10 | (1 << 24)
const high = 10 | (2 << 24)

class Tapped {
  frames: number
  private readonly folder: string
  private readonly fd: number
  private readonly writer: ChunkWriter
  private readonly contents: ChunkExport
  private at: number

  constructor(direction: LinkDirection) {
    this.frames = 0
    this.at = 0
    this.folder = mkdtempSync(join(tmpdir(), 'etherloom-bench-'))
    this.fd = openSync(join(this.folder, 'capture.pcapng'), 'w')
    const described = { interface: 'a:em0', description: 'a to b', snaplen: SNAPLEN, direction: DIRECTION_OUT } as const
    this.contents = new ChunkExport(() => described)
    this.writer = new ChunkWriter((chunk) => this.write(chunk))
    setTap(direction, (slot, m, ns) => this.writer.frame(ns, slot, u8, m.off, m.len, SNAPLEN))
  }

  finish(): void {
    this.writer.flush()
  }

  close(): void {
    closeSync(this.fd)
    rmSync(this.folder, { recursive: true })
  }

  private write(bytes: Uint8Array): void {
    const chunk = readChunk(bytes)
    if (isFormatError(chunk)) throw new Error(chunk.error)
    if (chunk.lost > 0) throw new Error(`${chunk.lost} frames were lost`)
    this.frames += chunk.count
    this.contents.append(chunk)
    const pcapng = this.contents.take()
    if (this.at + pcapng.length > FILE_LIMIT) this.at = 0
    for (let done = 0; done < pcapng.length; ) {
      const n = writeSync(this.fd, pcapng, done, pcapng.length - done, this.at)
      this.at += n
      done += n
    }
    this.writer.returned()
  }
}

function measurer([name]: string[]): (seconds: number) => number {
  const { size, tapped } = SHAPES.find((s) => s.name === name) ?? SHAPES[0]
  const kernel = new Kernel()
  const [a, b] = [node(kernel, 'a', low), node(kernel, 'b', high)]
  createLink(kernel, em(a, 0), em(b, 0), 'link:0')
  em(b, 0).setReceive((_ifp: Ifnet, m: Mbuf) => m.free())
  const source = new Source(em(a, 0), em(b, 0).mac, low, high)
  kernel.run(2e9)
  return (seconds) => {
    const tap = tapped ? new Tapped(em(a, 0).wire as LinkDirection) : null
    let sent = 0
    let used = 0
    while (used < seconds) {
      const start = cpuSeconds()
      for (let n = 0; n < 1000; n++) {
        for (let j = 0; j < 32; j++) source.send(size)
        kernel.run(kernel.nowNs + 64_000)
      }
      sent += 32_000
      used += cpuSeconds() - start
    }
    const start = cpuSeconds()
    tap?.finish()
    used += cpuSeconds() - start
    if (tap !== null && tap.frames !== sent)
      throw new Error(`${sent - tap.frames} of ${sent} frames are not in the file`)
    tap?.close()
    return sent / used
  }
}

async function compare({ json, peers, quick }: BenchOptions): Promise<void> {
  const contestants = SHAPES.map(({ name }) => ourselves(name, [name]))
  const rounds = new Rounds()
  await rounds.run(contestants, quick ? 3 : peers ? 15 : 5, quick ? 0.1 : 0.5)
  const report = new Report(json)
  for (const { name, bar } of SHAPES)
    report.add({ name, value: rounds.median(name), unit: 'frames/cpu-s', better: 'high', bar })
}

const options = benchOptions()
if (options.measure !== null) answer(measurer(options.measure), options.measure)
else await compare(options)
