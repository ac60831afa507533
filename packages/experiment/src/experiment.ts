// A topology made to run. Document and kernel meet here and nowhere else: the document says what there is, this file makes it
// so and keeps it so, edit by edit, touching only the difference. It never asks the kernel what to do and never changes the
// document.
//
//   build / apply(diff)   remake.ts plans what must be made anew; nodes/ knows each kind; addresses.ts and routes.ts follow
//   faults                what the kernel denied, by record: the document was applied all the same
//   terminate             everything goes, and `pool.outstanding` is what was on its way: zero after it
//
// Order inside an edit. Ends: links, vnics, interfaces, nodes. Beginnings: nodes, interfaces, vnics, links, then addresses,
// then routes, since each needs the one before it.
import { shareNic, unshareNic } from '@etherloom/datalink'
import { Kernel, type Mbuf, type RealClock } from '@etherloom/kern'
import type { System } from '@etherloom/machine'
import { attachVlan, createLink, detachVlan, type Ifnet, type Link, setImpairment } from '@etherloom/net'
import {
  applyDiff,
  type Diff,
  type IfaceId,
  type IfaceRecord,
  idsIn,
  isIfaceId,
  isLinkId,
  isNodeId,
  type LinkId,
  type LinkRecord,
  lab,
  type NodeId,
  type RecordId,
  record,
  type TopologyDocument,
} from '@etherloom/topology'
import { parseMac } from '@etherloom/wire'
import { Addresses } from './addresses.ts'
import { Blocked } from './blocked.ts'
import { Captures, type Describe } from './captures.ts'
import { Consoles } from './consoles.ts'
import { Counters } from './counters.ts'
import { Events } from './events.ts'
import { describeSlot, farEnd } from './far-end.ts'
import { answerQuery } from './inspect.ts'
import { isEtherstub } from './nodes/etherstub.ts'
import { createNode } from './nodes/index.ts'
import type { NodeObject } from './nodes/node-object.ts'
import type { Answer, NodeAction, Query, Up } from './port.ts'
import { containersFirst, overOf, parentOf, planBuild, planRemake, planStart, planStop, type Remake } from './remake.ts'
import { Routes } from './routes.ts'
import { Stopped } from './stopped.ts'

export interface IfaceObject {
  readonly ifp: Ifnet
  readonly node: NodeId
  readonly over: NodeId | IfaceId | null
  /** A vnic's short wire to its etherstub. */
  stubLink: Link | null
}

/** Why a node cannot be stopped or started: there is no such node, or it is so already. */
export type NodeProblem = 'gone' | 'stopped' | 'running'

export interface ExperimentSettings {
  /** Null: virtual time. */
  clock: RealClock | null
  /** Null: the lab's. */
  seed: number | null
  post: (message: Up, transfer: ArrayBuffer[]) => void
  onPanic: () => void
}

export class Experiment {
  readonly kernel: Kernel
  readonly counters: Counters
  readonly captures: Captures
  readonly consoles: Consoles
  readonly events: Events
  document: TopologyDocument
  readonly nodes: Map<NodeId, NodeObject>
  readonly ifaces: Map<IfaceId, IfaceObject>
  readonly links: Map<LinkId, Link>
  private readonly addresses: Addresses
  private readonly routes: Routes
  private readonly stopped: Stopped
  private readonly blocked: Blocked
  private slotsDirty: boolean

  constructor(document: TopologyDocument, settings: ExperimentSettings) {
    const options = { seed: settings.seed ?? lab(document).seed }
    this.kernel = new Kernel(settings.clock === null ? options : { ...options, clock: settings.clock })
    this.kernel.onPanic = (error, where, m) => {
      settings.post(panicMessage(error, where, m), [])
      settings.onPanic()
    }
    this.document = document
    this.events = new Events(
      () => this.kernel.nowNs,
      (message) => settings.post(message, []),
    )
    this.counters = new Counters()
    const describe: Describe = (record, direction) => describeSlot(this.document, record, direction)
    this.captures = new Captures(this.counters, describe, settings.post)
    this.consoles = new Consoles({
      kernel: this.kernel,
      document: () => this.document,
      systemOf: (node) => this.systemOf(node),
      systems: () => [...this.nodes.values()].flatMap(({ system }) => system ?? []),
      isStopped: (node) => this.stopped.absent(this.document, node),
      post: (message) => settings.post(message, []),
    })
    this.nodes = new Map()
    this.ifaces = new Map()
    this.links = new Map()
    this.addresses = new Addresses()
    this.routes = new Routes()
    this.stopped = new Stopped()
    this.blocked = new Blocked()
    this.slotsDirty = false
    // What is built is no event; what happens to it is.
    this.events.quietly('all', () => {
      this.make(planBuild(document))
      this.follow()
    })
    this.kernel.onNotice = (notice) => {
      this.blocked.stir()
      this.events.notice(notice)
    }
  }

  systemOf(node: NodeId): System | null {
    return this.nodes.get(node)?.system ?? null
  }

  /** Makes the kernel follow the edit; answers with every fault there is now. */
  apply(diff: Diff): { [record: string]: string } {
    const before = this.document
    this.document = applyDiff(before, diff)
    const plan = planRemake(before, this.document, diff)
    const redefined = idsIn(diff.updated).filter((id) => !plan.changed.has(id))
    this.stopped.follow(this.document)
    this.stopped.narrow(plan, this.document, this)
    this.events.quietly(plan.gone.ifaces, () => this.end(plan))
    // A link with other ends is another link.
    for (const id of redefined) this.counters.forget(id)
    this.events.quietly(plan.made.ifaces, () => this.make(plan))
    for (const id of plan.changed) this.change(id)
    this.follow()
    return this.faults()
  }

  /** Null, or why it cannot be done. Afterwards `stoppedNodes` is another list. */
  setNode(node: NodeId, action: NodeAction): NodeProblem | null {
    if (!this.document.records.has(node)) return 'gone'
    if (action === 'stop' && this.stopped.has(node)) return 'stopped'
    if (action === 'start' && !this.stopped.has(node)) return 'running'
    if (action !== 'start') this.stopNode(node)
    if (action !== 'stop') this.startNode(node)
    this.follow()
    this.events.note('node', action === 'stop' ? 'warning' : 'info', node, nodeWords[action])
    return null
  }

  /** Ports that spanning tree keeps from forwarding, if others than the last time; null if not. */
  blockedPorts(): IfaceId[] | null {
    return this.blocked.changes(this.nodes)
  }

  get stoppedNodes(): NodeId[] {
    return this.stopped.list()
  }

  faults(): { [record: string]: string } {
    return { ...this.addresses.faults(), ...this.routes.faults() }
  }

  /** What is found by looking from time to time: quiet links, lost frames, first drops. `now` is real time. */
  look(now: number): void {
    this.captures.look(now)
    const lost = this.captures.newlyLost()
    if (lost > 0)
      this.events.note('capture', 'warning', null, `${lost} captured frames were left out: nobody took them in time`)
    this.counters.noteDrops((record, direction, reason) => {
      const towards = farEnd(this.document, record, direction)
      this.events.note('drop', 'warning', record, `towards ${towards}: first frame dropped, ${reason}`)
    })
  }

  /** Whether slots came or went since the last call. */
  slotsChanged(): boolean {
    const dirty = this.slotsDirty
    this.slotsDirty = false
    return dirty
  }

  answer(what: Query): Answer {
    return answerQuery(this, what)
  }

  /** Ends every object and gives the memory back. Nothing of this experiment may be used afterwards. */
  terminate(): void {
    this.consoles.terminate()
    for (const id of [...this.links.keys()]) this.endLink(id)
    for (const id of [...this.ifaces.keys()].reverse()) this.endIface(id)
    for (const id of [...this.nodes.keys()].reverse()) this.endNode(id)
    this.kernel.destroy()
  }

  private stopNode(node: NodeId): void {
    const plan = planStop(this.document, node)
    this.stopped.narrow(plan, this.document, this)
    this.stopped.add(node)
    this.events.quietly(plan.gone.ifaces, () => this.end(plan))
  }

  private startNode(node: NodeId): void {
    const plan = planStart(this.document, node)
    this.stopped.delete(node)
    this.stopped.narrow(plan, this.document, this)
    this.events.quietly(plan.made.ifaces, () => this.make(plan))
  }

  /** Addresses that were in each other's way may fit now; routes need the addresses. */
  private follow(): void {
    for (const id of this.addresses.denials()) this.addresses.apply(record(this.document, id), this.ifaces.get(id)!.ifp)
    this.routes.follow(this.document, this.nodes)
    this.blocked.stir()
  }

  private end(plan: Remake): void {
    for (const id of plan.gone.links) this.endLink(id)
    // A vnic stands on its NIC and was made after it.
    for (const id of [...this.ifaces.keys()].reverse()) if (plan.gone.ifaces.has(id)) this.endIface(id)
    for (const id of [...this.nodes.keys()].reverse()) if (plan.gone.nodes.has(id)) this.endNode(id)
  }

  private make(plan: Remake): void {
    for (const id of containersFirst(this.document, plan.made.nodes, parentOf)) this.makeNode(id)
    for (const id of containersFirst(this.document, plan.made.ifaces, overOf)) this.makeIface(id)
    for (const id of [...plan.made.links].sort()) this.makeLink(id)
  }

  private makeNode(id: NodeId): void {
    const node = record(this.document, id)
    const parent = node.parent === null ? null : (this.nodes.get(node.parent) ?? null)
    const object = createNode[node.kind](this.kernel, node, parent)
    this.nodes.set(id, object)
    if (isEtherstub(object)) for (const [vnic, { over }] of this.ifaces) if (over === id) this.joinStub(vnic)
  }

  private endNode(id: NodeId): void {
    const object = this.nodes.get(id)!
    this.consoles.killAll(id)
    this.routes.forget(id)
    if (isEtherstub(object)) for (const [vnic, { over }] of this.ifaces) if (over === id) this.leaveStub(vnic)
    object.destroy()
    this.nodes.delete(id)
  }

  private makeIface(id: IfaceId): void {
    const iface = record(this.document, id)
    const ifp = this.nodes.get(iface.node)!.addIface(iface)
    if (iface.kind !== 'lo') ifp.recordId = id
    const object: IfaceObject = { ifp, node: iface.node, over: iface.over, stubLink: null }
    this.ifaces.set(id, object)
    if (iface.over !== null) this.putOver(iface, iface.over, object)
    this.configure(iface, ifp)
  }

  private putOver(iface: IfaceRecord, over: IfaceId | NodeId, { ifp }: IfaceObject): void {
    if (!isIfaceId(over)) {
      this.joinStub(iface.id)
      return
    }
    const lower = this.ifaces.get(over)!.ifp
    if (iface.vlan === null) shareNic(lower, ifp)
    else attachVlan(lower, ifp, iface.vlan.id)
  }

  /** A VNIC over an etherstub that is stopped waits for it. */
  private joinStub(vnic: IfaceId): void {
    const object = this.ifaces.get(vnic)!
    const lower = this.nodes.get(object.over as NodeId)
    if (lower === undefined) return
    if (!isEtherstub(lower)) throw new Error(`${vnic} is made over ${object.over}, which is not an etherstub`)
    object.stubLink = lower.stub.join(object.ifp, vnic)
    this.addSlots(vnic, object.stubLink)
  }

  private leaveStub(vnic: IfaceId): void {
    const object = this.ifaces.get(vnic)!
    const lower = this.nodes.get(object.over as NodeId)
    if (object.stubLink === null || lower === undefined || !isEtherstub(lower)) return
    lower.stub.leave(object.stubLink)
    this.removeSlots(vnic)
    object.stubLink = null
  }

  private endIface(id: IfaceId): void {
    const object = this.ifaces.get(id)!
    if (object.stubLink !== null) this.leaveStub(id)
    else {
      unshareNic(object.ifp)
      detachVlan(object.ifp)
    }
    this.addresses.forget(id)
    this.nodes.get(object.node)?.removeIface(object.ifp)
    this.ifaces.delete(id)
  }

  private makeLink(id: LinkId): void {
    const { a, b } = record(this.document, id)
    const link = createLink(this.kernel, this.ifaces.get(a)!.ifp, this.ifaces.get(b)!.ifp, id)
    link.recordId = id
    this.links.set(id, link)
    this.impair(record(this.document, id), link)
    link.setUp(record(this.document, id).up)
    this.addSlots(id, link)
  }

  private endLink(id: LinkId): void {
    // Frames on their way are lost with the wire: they count as dropped.
    this.links.get(id)?.destroy()
    this.removeSlots(id)
    this.links.delete(id)
  }

  private change(id: RecordId): void {
    if (isNodeId(id)) this.nodes.get(id)!.update(record(this.document, id))
    else if (isIfaceId(id)) this.changeIface(record(this.document, id))
    else if (isLinkId(id)) this.changeLink(record(this.document, id), this.links.get(id)!)
  }

  private changeIface(iface: IfaceRecord): void {
    const { ifp } = this.ifaces.get(iface.id)!
    ifp.name = iface.name
    if (ifp.vnet !== null && ifp.mac !== parseMac(iface.mac)) ifp.setMac(parseMac(iface.mac))
    this.nodes.get(iface.node)!.updateIface?.(ifp, iface)
    this.configure(iface, ifp)
  }

  private configure(iface: IfaceRecord, ifp: Ifnet): void {
    ifp.mtu = iface.mtu
    ifp.setUp(iface.up)
    this.addresses.apply(iface, ifp)
    this.routes.touch(iface.node)
  }

  private changeLink(wire: LinkRecord, link: Link): void {
    this.impair(wire, link)
    if (link.up === wire.up) return
    // One event for both ends.
    this.events.quietly('all', () => link.setUp(wire.up))
    this.events.note('link', wire.up ? 'info' : 'warning', wire.id, wire.up ? 'plugged in' : 'unplugged')
  }

  private impair(wire: LinkRecord, link: Link): void {
    setImpairment(link.ab, wire.ab)
    setImpairment(link.ba, wire.ba)
  }

  private addSlots(id: RecordId, link: Link): void {
    this.counters.add(id, 'ab', link.ab)
    this.counters.add(id, 'ba', link.ba)
    this.captures.attach(id)
    this.slotsDirty = true
  }

  private removeSlots(id: RecordId): void {
    this.captures.detach(id)
    this.counters.remove(id)
    this.slotsDirty = true
  }
}

const nodeWords: { readonly [A in NodeAction]: string } = { stop: 'stopped', start: 'started', restart: 'restarted' }

function panicMessage(error: unknown, where: string | null, m: Mbuf | null): Up {
  return {
    type: 'panic',
    message: error instanceof Error ? error.message : String(error),
    backtrace: error instanceof Error ? (error.stack ?? '') : '',
    node: where,
    packet: m?.toBytes() ?? null,
  }
}
