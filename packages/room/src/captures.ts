// Who captures which link, told to the kernel as what is tapped: each record once, however many want it.
import type { Down } from '@etherloom/experiment/port'
import type { RecordId } from '@etherloom/topology'
import type { Client } from './client.ts'
import type { Tap } from './fan-out.ts'

/** Whole frames: a chunk's length field has 16 bits. */
const SNAPLEN = 0xffff

/** A client that waits for the frames kept of a link. */
interface Opening {
  readonly client: Client
  readonly record: RecordId
}

export class Captures {
  /** Who wants frames and is no client. */
  readonly taps = new Set<Tap>()
  private readonly clients: () => Iterable<Client>
  private readonly send: (message: Down) => void
  /** What the kernel was told to copy. */
  private readonly copied = new Set<RecordId>()
  private readonly openings = new Map<number, Opening>()
  private nextTicket = 1

  constructor(clients: () => Iterable<Client>, send: (message: Down) => void) {
    this.clients = clients
    this.send = send
  }

  /** A kernel begins: nothing is kept from before, so everybody gets its frames from the first on. */
  begin(): void {
    this.copied.clear()
    this.openings.clear()
    this.update()
    for (const client of this.clients()) for (const record of client.capturing) client.live.add(record)
  }

  /**
   * A client that begins to capture a link of a running lab is first given the frames that the kernel has kept of it. What comes
   * for others meanwhile is among them, so it is sent none before they have come.
   */
  set(client: Client, record: RecordId, on: boolean, running: boolean): void {
    if (on === client.capturing.has(record)) return
    if (on) client.capturing.add(record)
    else {
      client.capturing.delete(record)
      client.live.delete(record)
    }
    if (!running) return
    this.update()
    if (!on) return
    const ticket = this.nextTicket++
    this.openings.set(ticket, { client, record })
    this.send({ type: 'recent', ticket, record })
  }

  /** Whoever waited for these, if it still wants them; from now on it gets the link's frames as they come. */
  opened(ticket: number): Client | null {
    const opening = this.openings.get(ticket)
    this.openings.delete(ticket)
    if (opening === undefined || !opening.client.capturing.has(opening.record)) return null
    opening.client.live.add(opening.record)
    return opening.client
  }

  /** Somebody captures something else now: tap what is newly wanted, free what nobody wants. */
  update(): void {
    const wanted = new Set([...this.clients()].flatMap((client) => [...client.capturing]))
    for (const { record } of this.taps) wanted.add(record)
    for (const record of this.copied) if (!wanted.has(record)) this.copy(record, false)
    for (const record of wanted) if (!this.copied.has(record)) this.copy(record, true)
  }

  /** No more frames will come. */
  end(): void {
    this.openings.clear()
    const taps = [...this.taps]
    this.taps.clear()
    for (const tap of taps) tap.ended()
  }

  private copy(record: RecordId, on: boolean): void {
    if (on) this.copied.add(record)
    else this.copied.delete(record)
    this.send({ type: 'capture', record, on, snaplen: SNAPLEN })
  }
}
