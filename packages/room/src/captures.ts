// Who captures which link, told to the kernel as what is tapped: each record once, however many want it.
import type { Down } from '@etherloom/experiment/port'
import { type ErrorCode, MAX_CAPTURED, MAX_READERS } from '@etherloom/protocol'
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
    for (const client of this.clients())
      for (const record of client.capturing) {
        this.settle(record)
        client.live.add(record)
      }
    for (const { record } of this.taps) this.settle(record)
  }

  /**
   * A client that begins to capture a link of a running lab is first given the frames that the kernel has kept of it. What comes
   * for others meanwhile is among them, so it is sent none before they have come.
   */
  set(client: Client, record: RecordId, on: boolean, running: boolean): ErrorCode | null {
    if (on === client.capturing.has(record)) return null
    if (on && client.capturing.size >= MAX_CAPTURED) return 'capture/too-many'
    if (on) client.capturing.add(record)
    else {
      client.capturing.delete(record)
      client.live.delete(record)
    }
    if (!running) return null
    this.settle(record)
    if (!on) return null
    const ticket = this.nextTicket++
    this.openings.set(ticket, { client, record })
    this.send({ type: 'recent', ticket, record })
    return null
  }

  /** Whoever waited for these, if it still wants them; from now on it gets the link's frames as they come. */
  opened(ticket: number): Client | null {
    const opening = this.openings.get(ticket)
    this.openings.delete(ticket)
    if (opening === undefined || !opening.client.capturing.has(opening.record)) return null
    opening.client.live.add(opening.record)
    return opening.client
  }

  /** It is none of the clients any more. */
  left(client: Client): void {
    for (const record of client.capturing) this.settle(record)
  }

  tap(tap: Tap): ErrorCode | null {
    if (this.taps.size >= MAX_READERS) return 'capture/too-many-readers'
    this.taps.add(tap)
    this.settle(tap.record)
    return null
  }

  untap(tap: Tap, running: boolean): void {
    if (this.taps.delete(tap) && running) this.settle(tap.record)
  }

  /** No more frames will come. */
  end(): void {
    this.openings.clear()
    const taps = [...this.taps]
    this.taps.clear()
    for (const tap of taps) tap.ended()
  }

  /** The kernel taps what somebody wants, and frees what nobody does. */
  private settle(record: RecordId): void {
    const on = this.isWanted(record)
    if (on === this.copied.has(record)) return
    if (on) this.copied.add(record)
    else this.copied.delete(record)
    this.send({ type: 'capture', record, on, snaplen: SNAPLEN })
  }

  private isWanted(record: RecordId): boolean {
    for (const { capturing } of this.clients()) if (capturing.has(record)) return true
    for (const tap of this.taps) if (tap.record === record) return true
    return false
  }
}
