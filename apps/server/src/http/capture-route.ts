// The frames of one link as a pcapng file that goes on for as long as the lab runs and somebody reads. Each piece ends with a
// whole block, so what has arrived is a valid file wherever it is cut. A reader that is too slow is not waited for: while
// MAX_WAITING bytes wait for it frames are left out, and the next one says how many (as do the totals at the end).
import { Readable } from 'node:stream'
import {
  ChunkExport,
  type ChunkReader,
  compileFilter,
  DIRECTION_IN,
  DIRECTION_OUT,
  explainFilterError,
  type Predicate,
} from '@etherloom/capture'
import { CodedError, errorCodes } from '@etherloom/protocol'
import type { Room, Tap } from '@etherloom/room'
import { addressesOfHost, capturedAs, endsOf, type TopologyDocument, type Wire } from '@etherloom/topology'
import { z } from 'zod'
import type { Labs } from '../labs.ts'
import { attachment } from './attachment.ts'
import { linkParams } from './links-routes.ts'
import { wireNamed } from './named.ts'
import type { Rest } from './rest.ts'
import { refusals } from './schemas.ts'

export const PCAPNG = 'application/x-pcapng'
const MAX_WAITING = 4 * 1024 * 1024
const SNAPLEN = 0xffff

const query = z.object({
  filter: z
    .string()
    .max(4096)
    .optional()
    .describe('As in tcpdump: icmp, host pc1 and port 53; only these frames are sent'),
})

export function installCaptureRoute(app: Rest, labs: Labs): void {
  const schema = {
    tags: ['Links'],
    summary: 'Frames of a link, live',
    description: `For Wireshark: \`curl -sN …/capture.pcapng | wireshark -k -i -\`. Ends when the lab stops. Frames left out for a
slow reader are counted in the packets after them and in the interface statistics at the end.`,
    params: linkParams,
    querystring: query,
    response: {
      200: { description: 'A pcapng file without end', content: { [PCAPNG]: { schema: z.any() } } },
      ...refusals,
    },
  }
  app.get('/api/labs/:id/links/:link/capture.pcapng', { schema, exposeHeadRoute: false }, async (request, reply) => {
    const room = await labs.open(request.params.id)
    const { document } = room.current
    const wire = wireNamed(document, request.params.link)
    const accepts = filterOf(document, request.query.filter)
    const capture = new LiveCapture(room, document, wire, accepts, await startOf(room))
    const problem = room.run.tap(capture)
    if (problem !== null) throw new CodedError(problem, errorCodes[problem].words)
    capture.on('close', () => room.run.untap(capture))
    const name = endsOf(document, wire).join('-').replace(/:/g, '.')
    return reply
      .header('content-disposition', attachment(`${name}.pcapng`))
      .type(PCAPNG)
      .send(capture as never)
  })
}

function filterOf(doc: TopologyDocument, text: string | undefined): Predicate | null {
  if (text === undefined || text.trim() === '') return null
  const names = (name: string) => {
    const addresses = addressesOfHost(doc, name)
    return addresses.length === 0 ? null : addresses
  }
  const filter = compileFilter(text, names)
  if (typeof filter === 'function') return filter
  throw new CodedError('capture/filter', explainFilterError(text, filter))
}

/** Nanoseconds of the Unix epoch at the run's second 0; virtual time has none. */
async function startOf({ run }: Room): Promise<bigint> {
  if (run.info.clock === 'virtual') return 0n
  const answer = await run.query({ kind: 'links' })
  const ns = answer?.kind === 'links' ? answer.ns : 0
  return BigInt(Date.now()) * 1_000_000n - BigInt(Math.round(ns))
}

class LiveCapture extends Readable implements Tap {
  readonly record: Wire
  private readonly contents: ChunkExport
  private readonly accepts: Predicate | null

  constructor(room: Room, doc: TopologyDocument, wire: Wire, accepts: Predicate | null, startNs: bigint) {
    super({ highWaterMark: MAX_WAITING })
    this.record = wire
    this.accepts = accepts
    const described = capturedAs(doc, wire)
    const [, ...slots] = room.run.slots.find(([record]) => record === wire) ?? [wire]
    this.contents = new ChunkExport(
      (slot) => ({
        ...described,
        snaplen: SNAPLEN,
        direction: slot === slots[1] ? DIRECTION_IN : DIRECTION_OUT,
      }),
      startNs,
    )
    for (const slot of slots) this.contents.declare(slot)
    this.push(this.contents.take())
  }

  frames(chunk: ChunkReader, wants: (slot: number) => boolean): void {
    if (this.destroyed) return
    if (this.readableLength >= MAX_WAITING) {
      this.contents.skip(chunk, wants, this.accepts)
      return
    }
    this.contents.append(chunk, wants, this.accepts)
    const made = this.contents.take()
    if (made.length > 0) this.push(made)
  }

  ended(): void {
    if (this.destroyed) return
    this.contents.finish()
    this.push(this.contents.take())
    this.push(null)
  }

  override _read(): void {}
}
