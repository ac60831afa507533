// What is typed at a console ends up in three places that agree: the running kernel, the drawing, and undo.
import {
  applyDiff,
  checkOperation,
  type Diff,
  diffDocuments,
  find,
  generators,
  ifacesOf,
  invertDiff,
  type NodeId,
  nodesNamed,
  record,
  type TopologyDocument,
} from '@etherloom/topology'
import { afterEach, expect, test } from 'vitest'
import { describeKernel } from '../test/describe-kernel.ts'
import { Experiment } from './experiment.ts'
import { createLocalPort } from './local-port.ts'
import type { Up } from './port.ts'

/** A room of one: accepts what is valid, and can take back what it accepted last. */
class Room {
  doc: TopologyDocument
  readonly undo: { label: string; diff: Diff }[]
  private readonly before: TopologyDocument
  private readonly local: ReturnType<typeof createLocalPort>
  private readonly proposals: Extract<Up, { type: 'propose' }>[]
  private output: Extract<Up, { type: 'output' }>[]
  private rev: number
  private session: number

  constructor(doc: TopologyDocument) {
    let clock = 0
    this.doc = doc
    this.before = doc
    this.undo = []
    this.proposals = []
    this.output = []
    this.rev = 1
    this.session = 0
    this.local = createLocalPort(() => (clock += 1000), structuredClone)
    this.local.port.onMessage((message) => {
      if (message.type === 'propose') this.proposals.push(message)
      if (message.type === 'output') this.output.push(message)
    })
    const records = [...doc.records.values()]
    this.local.port.send({ type: 'start', rev: 1, records, options: { clock: 'virtual', seed: 1, scale: 0 } })
    this.local.port.send({ type: 'run' })
    this.local.host.advance(5e9)
  }

  get experiment(): Experiment {
    return this.local.host.running!
  }

  type(node: string, line: string): { text: string; status: number | null } {
    const { port, host } = this.local
    const session = `s${this.session++}`
    this.output = []
    const id: NodeId = nodesNamed(this.doc, node)[0]!.id
    port.send({ type: 'console', session, node: id, line, origin: 'me' })
    const until = this.experiment.kernel.nowNs + 30e9
    while (host.advance(until) === 'held') this.answer()
    const text = this.output.map((each) => each.text).join('')
    return { text, status: this.output.find(({ exit }) => exit !== null)?.exit ?? null }
  }

  /** Takes back the last change, as its author would. */
  takeBack(): void {
    this.apply(invertDiff(this.undo.pop()!.diff))
  }

  /** The kernel is what a fresh one made from the drawing is. */
  agrees(): void {
    const fresh = new Experiment(this.doc, { clock: null, seed: 1, post: () => {}, onPanic: () => {} })
    expect(describeKernel(this.experiment)).toEqual(describeKernel(fresh))
    fresh.terminate()
  }

  unchanged(): boolean {
    const { added, updated, removed } = diffDocuments(this.before, this.doc)
    return [added, updated, removed].every((part) => Object.keys(part).length === 0)
  }

  close(): Promise<void> {
    return this.local.port.close()
  }

  private answer(): void {
    for (const { proposal, label, diff } of this.proposals.splice(0)) {
      const check = checkOperation(this.doc, { label, diff })
      if (!check.ok) this.local.port.send({ type: 'refused', proposal, message: check.message })
      else {
        this.undo.push({ label, diff })
        this.apply(diff)
        this.local.port.send({ type: 'proposed', proposal, rev: this.rev })
      }
    }
  }

  private apply(diff: Diff): void {
    this.doc = applyDiff(this.doc, diff)
    this.local.port.send({ type: 'apply', rev: ++this.rev, diff })
  }
}

let room: Room
afterEach(() => room.close())
const chain = () => generators.find(({ name }) => name === 'chain')!.generate(1)

test('an address typed is the interface’s, in the kernel, in the drawing, and in undo', () => {
  room = new Room(chain())
  expect(room.type('pc1', 'ifconfig eth0 10.0.0.77/24 mtu 1400')).toEqual({ status: 0, text: '' })
  expect(room.type('pc1', 'ifconfig eth0').text).toContain('mtu 1400\n')
  expect(room.type('pc1', 'ifconfig eth0').text).toContain('\tinet 10.0.0.77 netmask 0xffffff00 broadcast 10.0.0.255\n')
  expect(ifacesOf(room.doc, nodesNamed(room.doc, 'pc1')[0]!.id)[0]).toMatchObject({
    addresses: [{ address: '10.0.0.77/24', auto: false }],
    mtu: 1400,
  })
  expect(room.type('pc2', 'ping -c 1 pc1').text).toContain('64 bytes from 10.0.0.77: ')
  room.agrees()
  expect(room.undo.map(({ label }) => label)).toEqual(['ifconfig eth0 10.0.0.77/24 mtu 1400 (pc1)'])
  room.takeBack()
  expect(room.type('pc1', 'ifconfig eth0').text).toContain('\tinet 10.0.0.20 ')
  expect(room.unchanged()).toBe(true)
  room.agrees()
})

test('IPv6 by hand, from nothing to an answer, and back', () => {
  room = new Room(chain())
  for (const [node, line] of [
    ['pc1', 'ifconfig eth0 inet6 fc00::20'],
    ['router1', 'ifconfig eth0 inet6 fc00::1/64'],
    ['router1', 'ifconfig eth1 inet6 fc00:0:0:1::1/64'],
    ['pc2', 'ifconfig eth0 inet6 fc00:0:0:1::20/64'],
  ] as const)
    expect(room.type(node, line)).toEqual({ status: 0, text: '' })
  expect(room.type('pc1', 'ping6 -c 1 pc2').text).toContain('16 bytes from fc00:0:0:1::20, icmp_seq=0 hlim=63 ')
  expect(room.type('pc1', 'traceroute6 -n -q 1 pc2').text).toMatch(/\n 1 {2}fc00::1 .*\n 2 {2}fc00:0:0:1::20 /)
  room.agrees()
  while (room.undo.length > 0) room.takeBack()
  expect(room.unchanged()).toBe(true)
  expect(room.type('pc1', 'ping6 -c 1 fc00::1').status).not.toBe(0)
})

test('routes, forwarding, names, up and down', () => {
  room = new Room(chain())
  expect(room.type('router1', 'sysctl net.inet.ip.forwarding=0').text).toBe('net.inet.ip.forwarding: 1 -> 0\n')
  expect(room.type('pc1', 'ping -c 1 -W 100 pc2').status).toBe(2)
  expect(room.type('router1', 'sysctl net.inet.ip.forwarding=1').text).toBe('net.inet.ip.forwarding: 0 -> 1\n')
  expect(room.type('pc1', 'ping -c 1 pc2').status).toBe(0)

  expect(room.type('pc1', 'route add 10.9.0.0/16 10.0.0.1').text).toBe('add net 10.9.0.0: gateway 10.0.0.1\n')
  expect(room.type('pc1', 'netstat -rn').text).toContain('10.9.0.0/16        10.0.0.1           UGS        eth0\n')
  expect(room.type('pc1', 'route add -net 10.8.0.0/16 127.0.0.1 -blackhole').status).toBe(0)
  expect(room.type('pc1', 'netstat -rn').text).toContain('10.8.0.0/16        127.0.0.1          UGSB        lo0\n')
  expect(room.type('pc1', 'ping -c 1 -W 100 10.8.0.1').status).toBe(2)
  expect(room.type('pc1', 'route delete 10.9.0.0/16').status).toBe(0)
  expect(room.type('pc1', 'route -n get 10.9.0.1').text).toContain('destination: default\n')
  room.agrees()

  expect(room.type('pc1', 'ifconfig eth0 down').status).toBe(0)
  expect(room.type('pc1', 'ifconfig eth0').text).toContain('eth0: flags=')
  expect(room.type('pc1', 'ping -c 1 -W 100 10.0.0.1').status).toBe(2)
  expect(room.type('pc1', 'ifconfig eth0 up').status).toBe(0)
  expect(room.type('pc1', 'hostname web').status).toBe(0)
  expect(room.type('web', 'hostname').text).toBe('web\n')
  expect(room.type('pc2', 'ping -c 1 web').status).toBe(0)
  room.agrees()
  expect(find(room.doc, 'node:pc1')).toMatchObject({ name: 'web' })
  while (room.undo.length > 0) room.takeBack()
  expect(room.unchanged()).toBe(true)
  expect(record(room.doc, 'node:pc1').name).toBe('pc1')
  room.agrees()
})

test('what the room refuses, the command says, and nothing has changed', () => {
  room = new Room(chain())
  expect(room.type('pc1', 'hostname router1')).toMatchObject({ status: 1, text: expect.stringMatching(/^hostname: /) })
  expect(room.type('pc1', 'ifconfig eth0 0.0.0.1/8')).toMatchObject({
    status: 1,
    text: expect.stringMatching(/^ifconfig: /),
  })
  expect(room.undo).toEqual([])
  expect(room.unchanged()).toBe(true)
})
