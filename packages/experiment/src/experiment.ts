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
import { Captures } from './captures.ts'
import { Consoles } from './consoles.ts'
import { Counters } from './counters.ts'
import { answerQuery } from './inspect.ts'
import { isEtherstub } from './nodes/etherstub.ts'
import { createNode } from './nodes/index.ts'
import type { NodeObject } from './nodes/node-object.ts'
import type { Answer, Query, Up } from './port.ts'
import { containersFirst, overOf, parentOf, planBuild, planRemake, type Remake } from './remake.ts'
import { Routes } from './routes.ts'

export interface IfaceObject {
  readonly ifp: Ifnet
  readonly node: NodeId
  readonly over: NodeId | IfaceId | null
  /** A vnic's short wire to its etherstub. */
  stubLink: Link | null
}

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
  document: TopologyDocument
  readonly nodes: Map<NodeId, NodeObject>
  readonly ifaces: Map<IfaceId, IfaceObject>
  readonly links: Map<LinkId, Link>
  private readonly addresses: Addresses
  private readonly routes: Routes
  private slotsDirty: boolean

  constructor(document: TopologyDocument, settings: ExperimentSettings) {
    const options = { seed: settings.seed ?? lab(document).seed }
    this.kernel = new Kernel(settings.clock === null ? options : { ...options, clock: settings.clock })
    this.kernel.onPanic = (error, where, m) => {
      settings.post(panicMessage(error, where, m), [])
      settings.onPanic()
    }
    this.document = document
    this.counters = new Counters()
    this.captures = new Captures(this.counters, settings.post)
    this.consoles = new Consoles({
      kernel: this.kernel,
      document: () => this.document,
      systemOf: (node) => this.systemOf(node),
      post: (message) => settings.post(message, []),
    })
    this.nodes = new Map()
    this.ifaces = new Map()
    this.links = new Map()
    this.addresses = new Addresses()
    this.routes = new Routes()
    this.slotsDirty = false
    this.make(planBuild(document))
    this.follow()
  }

  systemOf(node: NodeId): System | null {
    return this.nodes.get(node)?.system ?? null
  }

  /** Makes the kernel follow the edit; answers with every fault there is now. */
  apply(diff: Diff): { [record: string]: string } {
    const before = this.document
    this.document = applyDiff(before, diff)
    const plan = planRemake(before, this.document, diff)
    this.end(plan)
    this.make(plan)
    for (const id of plan.changed) this.change(id)
    this.follow()
    return this.faults()
  }

  faults(): { [record: string]: string } {
    return { ...this.addresses.faults(), ...this.routes.faults() }
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

  /** Addresses that were in each other's way may fit now; routes need the addresses. */
  private follow(): void {
    for (const id of this.addresses.denials()) this.addresses.apply(record(this.document, id), this.ifaces.get(id)!.ifp)
    this.routes.follow(this.document, this.nodes)
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
    this.nodes.set(id, createNode[node.kind](this.kernel, node, parent))
  }

  private endNode(id: NodeId): void {
    this.consoles.killAll(id)
    this.routes.forget(id)
    this.nodes.get(id)?.destroy()
    this.nodes.delete(id)
  }

  private makeIface(id: IfaceId): void {
    const iface = record(this.document, id)
    const ifp = this.nodes.get(iface.node)!.addIface(iface)
    if (iface.kind !== 'lo') ifp.recordId = id
    const object: IfaceObject = { ifp, node: iface.node, over: iface.over, stubLink: null }
    this.ifaces.set(id, object)
    if (iface.over !== null) this.putOver(iface, object)
    this.configure(iface, ifp)
  }

  private putOver(iface: IfaceRecord, object: IfaceObject): void {
    const over = iface.over!
    if (isIfaceId(over)) {
      const lower = this.ifaces.get(over)!.ifp
      if (iface.vlan === null) shareNic(lower, object.ifp)
      else attachVlan(lower, object.ifp, iface.vlan.id)
      return
    }
    const lower = this.nodes.get(over)!
    if (!isEtherstub(lower)) throw new Error(`${iface.id} is made over ${over}, which is not an etherstub`)
    object.stubLink = lower.stub.join(object.ifp, iface.id)
    this.addSlots(iface.id, object.stubLink)
  }

  private endIface(id: IfaceId): void {
    const object = this.ifaces.get(id)!
    const { over, node } = object
    if (object.stubLink !== null) {
      this.removeSlots(id)
      const lower = this.nodes.get(over as NodeId)!
      if (isEtherstub(lower)) lower.stub.leave(object.stubLink)
    } else {
      unshareNic(object.ifp)
      detachVlan(object.ifp)
    }
    this.addresses.forget(id)
    this.nodes.get(node)?.removeIface(object.ifp)
    this.ifaces.delete(id)
  }

  private makeLink(id: LinkId): void {
    const { a, b } = record(this.document, id)
    const link = createLink(this.kernel, this.ifaces.get(a)!.ifp, this.ifaces.get(b)!.ifp, id)
    link.recordId = id
    this.links.set(id, link)
    this.changeLink(record(this.document, id), link)
    this.addSlots(id, link)
  }

  private endLink(id: LinkId): void {
    this.removeSlots(id)
    this.links.get(id)?.destroy()
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
    setImpairment(link.ab, wire.ab)
    setImpairment(link.ba, wire.ba)
    link.setUp(wire.up)
  }

  private addSlots(id: RecordId, link: Link): void {
    this.counters.add(id, 'ab', link.ab)
    this.counters.add(id, 'ba', link.ba)
    this.captures.attach(id)
    this.slotsDirty = true
  }

  private removeSlots(id: RecordId): void {
    this.counters.remove(id)
    this.slotsDirty = true
  }
}

function panicMessage(error: unknown, where: string | null, m: Mbuf | null): Up {
  return {
    type: 'panic',
    message: error instanceof Error ? error.message : String(error),
    backtrace: error instanceof Error ? (error.stack ?? '') : '',
    node: where,
    packet: m?.toBytes() ?? null,
  }
}
