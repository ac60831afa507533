// What every port must do, as a suite: run it with a port of yours. It speaks to the port as a room does, and to the kernel
// only through the port. Long, because it is the whole contract in its order, and both ports run all of it.

import { type ChunkReader, FLAG_EARLIER, readChunk } from '@etherloom/capture'
import type { NodeView } from '@etherloom/protocol'
import {
  addNode,
  addVnic,
  applyDiff,
  connect,
  emptyDocument,
  find,
  ifacesOf,
  linkOf,
  links,
  type NodeId,
  nodesNamed,
  removeRecords,
  setAddress,
  setImpairment,
  setLinkUp,
  type TopologyDocument,
} from '@etherloom/topology'
import { afterEach, describe, expect, test } from 'vitest'
import {
  C_PACKETS,
  C_SLOT,
  COUNTER_ROW,
  type Down,
  type ExperimentOptions,
  type ExperimentPort,
  type Up,
} from '../src/port.ts'

export interface Conformant {
  port: ExperimentPort
  /** Let the kernel run and messages arrive until `ready` holds; throws after a few seconds, naming `what`. */
  until(ready: () => boolean, what: string): Promise<void>
}

/** Two pcs on a switch, and a zone on an etherstub. */
function lab(): TopologyDocument {
  let doc = emptyDocument('conformance')
  for (const [kind, role] of [
    ['jail', 'pc'],
    ['jail', 'pc'],
    ['switch', null],
    ['zone', 'host'],
    ['etherstub', null],
  ] as const)
    doc = applyDiff(doc, addNode(doc, { kind, role, position: { x: 0, y: 0 } }).diff)
  for (const name of ['pc1', 'pc2']) doc = applyDiff(doc, connect(doc, idOf(doc, name), idOf(doc, 'switch1')).diff)
  return doc
}

const idOf = (doc: TopologyDocument, name: string): NodeId => nodesNamed(doc, name)[0]!.id
const addressOf = (doc: TopologyDocument, name: string) =>
  ifacesOf(doc, idOf(doc, name))[0]!.addresses[0]!.address.split('/')[0]!

class Room {
  readonly seen: Up[]
  doc: TopologyDocument
  rev: number
  private readonly conformant: Conformant

  constructor(conformant: Conformant, doc: TopologyDocument) {
    this.conformant = conformant
    this.doc = doc
    this.rev = 1
    this.seen = []
    conformant.port.onMessage((message) => this.seen.push(message))
  }

  send(message: Down): void {
    this.conformant.port.send(message)
  }

  start(options: Partial<ExperimentOptions> = {}): void {
    this.build(options)
    this.send({ type: 'run' })
  }

  /** Started, and standing still. */
  build(options: Partial<ExperimentOptions> = {}): void {
    const records = [...this.doc.records.values()]
    this.send({ type: 'start', rev: this.rev, records, options: { clock: 'virtual', seed: 7, scale: 100, ...options } })
  }

  apply(operation: { diff: Parameters<typeof applyDiff>[1] }): void {
    this.doc = applyDiff(this.doc, operation.diff)
    this.send({ type: 'apply', rev: ++this.rev, diff: operation.diff })
  }

  of<T extends Up['type']>(type: T): Extract<Up, { type: T }>[] {
    return this.seen.filter((message): message is Extract<Up, { type: T }> => message.type === type)
  }

  /** What the counters last said of a slot. */
  packets(slot: number): number | undefined {
    let packets: number | undefined
    for (const { values } of this.of('counters'))
      for (let i = 0; i < values.length; i += COUNTER_ROW)
        if (values[i + C_SLOT] === slot) packets = values[i + C_PACKETS]
    return packets
  }

  output(session: string): string {
    return this.of('output')
      .filter((each) => each.session === session)
      .map(({ text }) => text)
      .join('')
  }

  exit(session: string): number | null {
    return this.of('output').find((each) => each.session === session && each.exit !== null)?.exit ?? null
  }

  async command(session: string, node: string, line: string): Promise<number | null> {
    this.send({ type: 'console', session, node: idOf(this.doc, node), line, origin: 'me' })
    await this.conformant.until(() => this.exit(session) !== null, `${line} to end`)
    return this.exit(session)
  }
}

export function describePort(name: string, open: () => Promise<Conformant> | Conformant): void {
  describe(`${name} conforms`, () => {
    let conformant: Conformant
    afterEach(() => conformant.port.close())
    const room = async (doc = lab()): Promise<Room> => {
      conformant = await open()
      return new Room(conformant, doc)
    }

    test('a lab starts, a command runs in a node, and its links are counted', async () => {
      const r = await room()
      r.send({ type: 'watch', records: 'all' })
      r.start()
      r.send({ type: 'watch', records: 'all' })
      expect(await r.command('s1', 'pc1', `ping -c 3 ${addressOf(r.doc, 'pc2')}`)).toBe(0)
      expect(r.output('s1')).toContain('3 packets transmitted, 3 packets received, 0.0% packet loss')
      const slots = r.of('slots').at(-1)!.slots
      expect(slots).toHaveLength(2)
      await conformant.until(
        () => slots.every(([, ab, ba]) => Math.min(r.packets(ab) ?? 0, r.packets(ba) ?? 0) >= 3),
        'three packets each way',
      )
    })

    test('an edit is applied to the running kernel, in its order and with its revision', async () => {
      const r = await room()
      r.start()
      const [wire] = links(r.doc)
      r.apply(setImpairment(r.doc, wire!.id, 'both', { delayUs: 5000 }))
      expect(await r.command('s1', 'pc1', `ping -c 2 ${addressOf(r.doc, 'pc2')}`)).toBe(0)
      expect(r.output('s1')).toMatch(/time=10\.0\d\d ms/)
      r.apply(removeRecords(r.doc, [idOf(r.doc, 'switch1')]))
      expect(await r.command('s2', 'pc1', `ping -c 1 -t 2 10.0.0.99`)).toBe(2)
      expect(r.of('applied').map(({ rev }) => rev)).toEqual([1, 2, 3])
      expect(r.of('applied').at(-1)!.faults).toEqual({})
      expect(r.of('slots').at(-1)!.slots).toEqual([])
    })

    test('captured frames arrive in chunks, whole, with time and slot', async () => {
      const r = await room()
      r.start()
      const [wire] = links(r.doc)
      r.send({ type: 'capture', record: wire!.id, on: true, snaplen: 128 })
      await r.command('s1', 'pc1', `ping -c 2 ${addressOf(r.doc, 'pc2')}`)
      const chunks = () => r.of('frames').map(({ chunk }) => readChunk(chunk) as ChunkReader)
      // ARP request and reply, announcements aside; two echo requests, two replies.
      await conformant.until(() => chunks().reduce((n, chunk) => n + chunk.count, 0) >= 6, 'six frames')
      const slots = new Set(
        r
          .of('slots')
          .at(-1)!
          .slots.filter(([record]) => record === wire!.id)
          .flatMap(([, ab, ba]) => [ab, ba]),
      )
      let last = 0
      for (const chunk of chunks()) {
        expect(chunk.lost).toBe(0)
        for (let i = 0; i < chunk.count; i++) {
          expect(slots).toContain(chunk.slot(i))
          expect(chunk.ns(i)).toBeGreaterThanOrEqual(last)
          expect(chunk.caplen(i)).toBe(Math.min(128, chunk.len(i)))
          last = chunk.ns(i)
        }
      }
    })

    test('a quiet link has kept its last frames for who captures it later; with the live ones, each is seen once', async () => {
      const r = await room()
      r.start()
      const [wire] = links(r.doc)
      const to = addressOf(r.doc, 'pc2')
      expect(await r.command('s1', 'pc1', `ping -c 3 ${to}`)).toBe(0)
      r.send({ type: 'console', session: 's2', node: idOf(r.doc, 'pc1'), line: `ping -i 0.01 ${to}`, origin: 'me' })
      r.send({ type: 'capture', record: wire!.id, on: true, snaplen: 65_535 })
      r.send({ type: 'recent', ticket: 7, record: wire!.id })
      await conformant.until(() => r.of('recent').length === 1, 'the frames kept')
      const [kept] = r.of('recent')
      expect(kept!.ticket).toBe(7)
      const at = r.seen.indexOf(kept!)
      const later = () => r.seen.slice(at).flatMap((each) => (each.type === 'frames' ? [each.chunk] : []))
      await conformant.until(() => later().length > 0, 'live frames')
      r.send({ type: 'interrupt', session: 's2' })
      await conformant.until(() => r.exit('s2') !== null, 'the command to end')
      const read = (chunk: Uint8Array) => readChunk(chunk) as ChunkReader
      const echoes = (chunks: readonly Uint8Array[]) =>
        chunks.map(read).flatMap((chunk) =>
          Array.from({ length: chunk.count }, (_, i) => ({
            ns: chunk.ns(i),
            flags: chunk.flags(i),
            bytes: chunk.frame(i),
          })),
        )
      const earlier = echoes([kept!.chunk!])
      const live = echoes(later())
      expect(earlier.every(({ flags }) => flags === FLAG_EARLIER)).toBe(true)
      expect(live.every(({ flags }) => flags === 0)).toBe(true)
      const all = [...earlier, ...live]
      for (let i = 1; i < all.length; i++) expect(all[i]!.ns).toBeGreaterThanOrEqual(all[i - 1]!.ns)
      // Echo requests carry their number in order: none is missing, none is there twice.
      const numbers = all
        .filter(({ bytes }) => bytes[23] === 1 && bytes[34] === 8)
        .map(({ bytes }) => bytes[40]! * 256 + bytes[41]!)
      // Only the last few of a link are kept, so a slow machine may have let go of the first ones.
      const sent = [0, 1, 2, ...Array.from({ length: numbers.at(-1)! + 1 }, (_, i) => i)]
      expect(earlier.length).toBeGreaterThan(0)
      expect(numbers).toEqual(sent.slice(-numbers.length))
      r.send({ type: 'recent', ticket: 8, record: 'link:nowhere' })
      await conformant.until(() => r.of('recent').length === 2, 'an answer')
      expect(r.of('recent')[1]).toEqual({ type: 'recent', ticket: 8, chunk: null })
    })

    test('what was captured and counted last has come when the port is closed', async () => {
      const r = await room()
      r.build()
      for (const { id } of links(r.doc)) r.send({ type: 'capture', record: id, on: true, snaplen: 65_535 })
      r.send({ type: 'watch', records: 'all' })
      r.send({ type: 'run' })
      expect(await r.command('s1', 'pc1', `ping -c 1 ${addressOf(r.doc, 'pc2')}`)).toBe(0)
      await conformant.port.close()
      const frames = r.of('frames').reduce((sum, { chunk }) => sum + (readChunk(chunk) as ChunkReader).count, 0)
      const wires = new Set<string>(links(r.doc).map(({ id }) => id))
      const slots = r
        .of('slots')
        .at(-1)!
        .slots.filter(([record]) => wires.has(record))
      const counted = slots.reduce((sum, [, ab, ba]) => sum + (r.packets(ab) ?? 0) + (r.packets(ba) ?? 0), 0)
      // At least an ARP request and its answer, an echo and its reply, over two links.
      expect(frames).toBeGreaterThanOrEqual(8)
      expect(frames).toBe(counted)
      expect(r.of('state').at(-1)!.state).toBe('stopped')
    })

    test('a recording goes to a file, or says at once why it cannot', async () => {
      const r = await room()
      r.start()
      r.send({ type: 'record', file: 'a.pcapng', records: [links(r.doc)[0]!.id], snaplen: 128 })
      await conformant.until(() => r.of('recording').length > 0, 'word of the recording')
      const [first] = r.of('recording')
      if (first!.ended === null) r.send({ type: 'unrecord' })
      else expect(first!.ended.code).toBe('record/unavailable')
      await conformant.until(() => r.of('recording').at(-1)!.ended !== null, 'the recording to end')
      expect(await r.command('s1', 'pc1', `ping -c 1 ${addressOf(r.doc, 'pc2')}`)).toBe(0)
    })

    test('a structural command proposes, waits for its own revision, and goes on', async () => {
      const r = await room()
      r.start()
      r.send({
        type: 'console',
        session: 's1',
        node: idOf(r.doc, 'zone1'),
        line: 'dladm create-vnic -l stub1 vnic0',
        origin: 'me',
      })
      await conformant.until(() => r.of('propose').length > 0, 'a proposal')
      const [proposal] = r.of('propose')
      expect(proposal).toMatchObject({ origin: 'me' })
      expect(r.exit('s1')).toBeNull()
      r.apply({ diff: proposal!.diff })
      r.send({ type: 'proposed', proposal: proposal!.proposal, rev: r.rev })
      await conformant.until(() => r.exit('s1') !== null, 'the command to end')
      expect(r.exit('s1')).toBe(0)
      expect(await r.command('s2', 'zone1', 'dladm show-vnic')).toBe(0)
      expect(r.output('s2')).toContain('vnic0        stub1')
      expect(
        r
          .of('slots')
          .at(-1)!
          .slots.some(([record]) => record === ifacesOf(r.doc, idOf(r.doc, 'zone1'))[0]!.id),
      ).toBe(true)
    })

    test('a refused proposal is an error of the command, in the words of the refusal', async () => {
      const r = await room()
      r.start()
      r.send({
        type: 'console',
        session: 's1',
        node: idOf(r.doc, 'zone1'),
        line: 'dladm create-vnic -l stub1 vnic0',
        origin: 'me',
      })
      await conformant.until(() => r.of('propose').length > 0, 'a proposal')
      r.send({ type: 'refused', proposal: r.of('propose')[0]!.proposal, message: 'the lab is read-only' })
      await conformant.until(() => r.exit('s1') !== null, 'the command to end')
      expect(r.exit('s1')).toBe(1)
      expect(r.output('s1')).toContain('the lab is read-only')
    })

    test('Ctrl-C ends a command with its summary', async () => {
      const r = await room()
      r.start({ clock: 'real' })
      r.send({
        type: 'console',
        session: 's1',
        node: idOf(r.doc, 'pc1'),
        line: `ping ${addressOf(r.doc, 'pc2')}`,
        origin: 'me',
      })
      await conformant.until(() => r.output('s1').includes('icmp_seq=0'), 'an answer')
      r.send({ type: 'interrupt', session: 's1' })
      await conformant.until(() => r.exit('s1') !== null, 'the command to end')
      expect(r.output('s1')).toContain('1 packets transmitted, 1 packets received')
    })

    test('pause stands still, step moves, run goes on, stop ends; later messages mean nothing', async () => {
      const r = await room()
      r.start({ scale: 0 })
      r.send({ type: 'pause' })
      await conformant.until(() => r.of('state').some(({ state }) => state === 'paused'), 'pause')
      r.send({ type: 'run' })
      expect(await r.command('s1', 'pc1', `ping -c 1 ${addressOf(r.doc, 'pc2')}`)).toBe(0)
      r.send({ type: 'query', query: 1, what: { kind: 'links' } })
      await conformant.until(() => r.of('answer').length === 1, 'an answer')
      expect(r.of('answer')[0]!.answer.kind).toBe('links')
      r.send({ type: 'stop' })
      await conformant.until(() => r.of('state').at(-1)?.state === 'stopped', 'stop')
      r.send({ type: 'console', session: 's9', node: idOf(r.doc, 'pc1'), line: 'ping -c 1 10.0.0.1', origin: 'me' })
      r.send({ type: 'capture', record: links(r.doc)[0]!.id, on: true, snaplen: 64 })
      expect(r.exit('s9')).toBeNull()
    })

    test('a step goes to the next frame that moves, and says what time it is', async () => {
      const r = await room()
      r.send({ type: 'watch', records: 'all' })
      r.start({ scale: 0 })
      r.send({ type: 'pause' })
      await conformant.until(() => r.of('state').at(-1)?.state === 'paused', 'pause')
      r.send({ type: 'watch', records: 'all' })
      const [pc1, pc2] = [idOf(r.doc, 'pc1'), addressOf(r.doc, 'pc2')]
      r.send({ type: 'console', session: 's1', node: pc1, line: `ping -c 1 ${pc2}`, origin: 'me' })
      const slots = () => r.of('slots').at(-1)!.slots
      const sum = () =>
        slots().reduce((packets, [, ab, ba]) => packets + (r.packets(ab) ?? 0) + (r.packets(ba) ?? 0), 0)
      const seen: { packets: number; ns: number }[] = []
      for (let steps = 0; r.exit('s1') === null && steps < 60; steps++) {
        const answered = r.of('state').length
        r.send({ type: 'step' })
        await conformant.until(() => r.of('state').length > answered, 'the step to be made')
        seen.push({ packets: sum(), ns: r.of('state').at(-1)!.ns })
      }
      expect(r.exit('s1')).toBe(0)
      for (let i = 1; i < seen.length; i++) {
        expect(seen[i]!.packets - seen[i - 1]!.packets).toBeLessThanOrEqual(4)
        expect(seen[i]!.ns).toBeGreaterThanOrEqual(seen[i - 1]!.ns)
      }
      expect(r.of('state').at(-1)!.state).toBe('paused')
    })

    test('scaled time is that much of real time, and another scale counts from now', async () => {
      const r = await room()
      r.start({ scale: 100 })
      const pc1 = idOf(r.doc, 'pc1')
      expect(await r.command('s1', 'pc1', 'sleep 2')).toBe(0)
      r.send({ type: 'scale', factor: 0.01 })
      r.send({ type: 'console', session: 's2', node: pc1, line: 'sleep 2', origin: 'me' })
      r.send({ type: 'query', query: 1, what: { kind: 'links' } })
      await conformant.until(() => r.of('answer').length === 1, 'an answer')
      expect(r.exit('s2')).toBeNull()
      r.send({ type: 'scale', factor: 0 })
      await conformant.until(() => r.exit('s2') === 0, 'the rest of the time to pass at once')
    })

    test('a node is looked into: interfaces, routes, neighbors, sockets, drops; a switch with who is where', async () => {
      const r = await room()
      r.start()
      const pc2 = addressOf(r.doc, 'pc2')
      r.send({ type: 'console', session: 'u', node: idOf(r.doc, 'pc1'), line: 'udprecv -k 7', origin: 'me' })
      expect(await r.command('s1', 'pc1', `ping -c 2 ${pc2}`)).toBe(0)
      const look = async (query: number, name: string): Promise<NodeView> => {
        r.send({ type: 'query', query, what: { kind: 'node', node: idOf(r.doc, name) } })
        await conformant.until(() => r.of('answer').some((each) => each.query === query), 'an answer')
        const { answer } = r.of('answer').find((each) => each.query === query)!
        if (answer.kind !== 'node') throw new Error(JSON.stringify(answer))
        return answer.view
      }
      const pc = await look(1, 'pc1')
      const em = pc.interfaces.rows.find(({ record }) => record !== null)!
      expect(em).toMatchObject({ up: true, carrier: true, mtu: 1500 })
      const address = `${addressOf(r.doc, 'pc1')}/24`
      expect(em.addresses).toContainEqual({ address, state: 'valid', origin: 'manual' })
      expect(em.opackets).toBeGreaterThanOrEqual(3)
      expect(pc.stack!.neighbors.rows).toContainEqual(
        expect.objectContaining({ address: pc2, state: 'reachable', interface: em.name, family: 4 }),
      )
      expect(pc.stack!.routes.rows).toContainEqual(
        expect.objectContaining({ interface: em.name, origin: 'connected', flags: 'U', gateway: null }),
      )
      expect(pc.stack!.sockets.rows).toContainEqual(
        expect.objectContaining({ protocol: 'udp', local: '*:7', foreign: '*:*', waiting: 0 }),
      )
      expect(pc.bridge).toBeNull()
      const sw = await look(2, 'switch1')
      expect(sw.stack).toBeNull()
      expect(sw.bridge!.addresses.rows.map(({ mac }) => mac)).toContain(em.mac)
      expect(sw.bridge!.ports.rows.map(({ carrier }) => carrier)).toEqual([true, true])
      r.send({ type: 'query', query: 3, what: { kind: 'node', node: 'node:nobody' } })
      await conformant.until(() => r.of('answer').some(({ query }) => query === 3), 'an answer')
      expect(r.of('answer').at(-1)!.answer).toMatchObject({ kind: 'error' })
    })

    test('a node is stopped, started and restarted, and nothing else is touched', async () => {
      const r = await room()
      r.start()
      const [pc1, pc2] = [idOf(r.doc, 'pc1'), idOf(r.doc, 'pc2')]
      const [to1, to2] = [addressOf(r.doc, 'pc1'), addressOf(r.doc, 'pc2')]
      expect(await r.command('s1', 'pc1', `ping -c 1 ${to2}`)).toBe(0)
      r.send({ type: 'console', session: 's2', node: pc2, line: `ping ${to1}`, origin: 'me' })
      r.send({ type: 'node', node: pc2, action: 'stop' })
      await conformant.until(() => r.exit('s2') !== null, 'the command in the node to end')
      expect(r.output('s2')).toContain('Killed: the node was stopped')
      await conformant.until(() => r.of('slots').length > 1, 'its links to go')
      expect(r.of('nodes').at(-1)!.stopped).toEqual([pc2])
      expect(r.of('slots').at(-1)!.slots).toHaveLength(1)
      expect(await r.command('s3', 'pc1', `ping -c 1 -t 1 ${to2}`)).toBe(2)
      expect(await r.command('s4', 'pc2', 'ifconfig')).toBe(126)
      expect(r.output('s4')).toBe('This node is stopped: start it first.\n')
      r.apply(setImpairment(r.doc, links(r.doc)[0]!.id, 'both', { delayUs: 10 }))
      r.send({ type: 'node', node: pc2, action: 'start' })
      expect(await r.command('s5', 'pc1', `ping -c 1 ${to2}`)).toBe(0)
      expect(r.of('nodes').at(-1)!.stopped).toEqual([])
      expect(r.of('slots').at(-1)!.slots).toHaveLength(2)
      r.send({ type: 'node', node: pc1, action: 'restart' })
      expect(await r.command('s6', 'pc1', 'arp -an')).toBe(0)
      expect(r.output('s6')).not.toContain(to2)
      expect(await r.command('s7', 'pc1', `ping -c 1 ${to2}`)).toBe(0)
      const events = r.of('events').flatMap((each) => each.events)
      const told = events.filter(({ kind }) => kind === 'node').map(({ record, text }) => [record, text])
      expect(told).toEqual([
        [pc2, 'stopped'],
        [pc2, 'started'],
        [pc1, 'restarted'],
      ])
      const port = ifacesOf(r.doc, idOf(r.doc, 'switch1')).find(
        ({ id }) => linkOf(r.doc, id)!.id === links(r.doc)[1]!.id,
      )!
      const carriers = events.filter(({ kind, record }) => kind === 'carrier' && record === port.id)
      expect(carriers.map(({ text }) => text.split('link state changed to ')[1])).toEqual(['DOWN', 'UP'])
    })

    test('vnics over an etherstub that is stopped are there, and have no carrier', async () => {
      const r = await room()
      const stub = idOf(r.doc, 'stub1')
      r.apply(addNode(r.doc, { kind: 'zone', role: 'host', position: { x: 0, y: 0 } }))
      for (const zone of ['zone1', 'zone2'])
        r.apply(addVnic(r.doc, { node: idOf(r.doc, zone), over: stub, address: 'automatic' }))
      r.start()
      const zone2 = addressOf(r.doc, 'zone2')
      expect(await r.command('s1', 'zone1', `ping ${zone2}`)).toBe(0)
      r.send({ type: 'node', node: stub, action: 'stop' })
      expect(await r.command('s2', 'zone1', `ping ${zone2} 1`)).toBe(1)
      expect(await r.command('s3', 'zone1', 'dladm show-vnic')).toBe(0)
      expect(r.output('s3')).toContain('vnic0')
      r.send({ type: 'node', node: stub, action: 'start' })
      expect(await r.command('s4', 'zone1', `ping ${zone2}`)).toBe(0)
    })

    test('what happens is told: a cable pulled, a first drop, a fault, an address that two have', async () => {
      const r = await room()
      r.start()
      const [wire] = links(r.doc)
      const [pc1, pc2] = [idOf(r.doc, 'pc1'), idOf(r.doc, 'pc2')]
      r.apply(setImpairment(r.doc, wire!.id, 'ab', { lossPercent: 100 }))
      expect(await r.command('s1', 'pc1', `ping -c 2 -t 2 ${addressOf(r.doc, 'pc2')}`)).toBe(2)
      r.apply(setImpairment(r.doc, wire!.id, 'ab', { lossPercent: 0 }))
      r.apply(setLinkUp(r.doc, wire!.id, false))
      r.apply(setLinkUp(r.doc, wire!.id, true))
      const taken = ifacesOf(r.doc, pc1)[0]!
      r.apply(setAddress(r.doc, ifacesOf(r.doc, pc2)[0]!.id, [`${addressOf(r.doc, 'pc1')}/24`]))
      await conformant.until(
        () => r.of('events').some(({ events }) => events.some(({ kind }) => kind === 'conflict')),
        'the conflict',
      )
      const told = r.of('events').flatMap(({ events }) => events)
      const of = (kind: string) => told.filter((event) => event.kind === kind).map(({ record, text }) => [record, text])
      expect(of('link')).toEqual([
        [wire!.id, 'unplugged'],
        [wire!.id, 'plugged in'],
      ])
      expect(of('drop')).toEqual([[wire!.id, 'towards switch1: first frame dropped, loss']])
      expect(of('conflict')).toContainEqual([taken.id, expect.stringContaining('is using my IP address')])
      for (let i = 1; i < told.length; i++) expect(told[i]!.ns).toBeGreaterThanOrEqual(told[i - 1]!.ns)
    })

    test('a vnic drawn while running carries frames at once', async () => {
      const r = await room()
      r.apply(addNode(r.doc, { kind: 'zone', role: 'host', position: { x: 0, y: 0 } }))
      r.start()
      for (const zone of ['zone1', 'zone2'])
        r.apply(addVnic(r.doc, { node: idOf(r.doc, zone), over: idOf(r.doc, 'stub1'), address: 'automatic' }))
      expect(find(r.doc, idOf(r.doc, 'zone2'))).toBeDefined()
      expect(await r.command('s1', 'zone1', `ping ${addressOf(r.doc, 'zone2')}`)).toBe(0)
      expect(r.output('s1')).toBe(`${addressOf(r.doc, 'zone2')} is alive\n`)
    })
  })
}
