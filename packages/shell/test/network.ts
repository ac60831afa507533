// A drawn network with real systems and wires, small enough to read, for conversations with commands.
import { inet6Of, inetOf } from '@etherloom/inet'
import { Kernel } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import { System, type SystemKind } from '@etherloom/machine'
import { createLink, Ifnet, setImpairment } from '@etherloom/net'
import { type Process, ProcessTable } from '@etherloom/proc'
import {
  addNode,
  applyDiff,
  checkOperation,
  connect,
  effectiveRoutes,
  emptyDocument,
  hasStack,
  type IfaceId,
  ifacesOf,
  links,
  type NodeId,
  nodes,
  nodesNamed,
  type Operation,
  record,
  type StaticRoute,
  setAddress,
  setImpairment as setLinkImpairment,
  type TopologyDocument,
} from '@etherloom/topology'
import { parseCidr, parseCidr6, parseIn6, parseIpv4, parseMac } from '@etherloom/wire'
import { runLine } from '../src/run.ts'

export interface Typed {
  text: string
  status: number | null
}

export class Network {
  doc: TopologyDocument
  readonly kernel: Kernel
  /** What commands asked the room to change, oldest first; accepted when valid. The kernel does not follow. */
  readonly proposed: Operation[]
  private readonly systems: Map<NodeId, System>
  private readonly processes: ProcessTable

  constructor(doc: TopologyDocument) {
    this.doc = doc
    this.kernel = new Kernel({ seed: 1 })
    this.proposed = []
    this.systems = new Map()
    this.processes = new ProcessTable(this.kernel)
    const ports = new Map<IfaceId, Ifnet>()
    for (const node of nodes(doc).filter(({ kind }) => hasStack(kind))) {
      const system = new System(this.kernel, node.kind as SystemKind, node.name, null)
      system.vnet.forwarding = node.role === 'router'
      this.systems.set(node.id, system)
      for (const iface of ifacesOf(doc, node.id)) {
        const ifp = new Ifnet(this.kernel, iface.name, parseMac(iface.mac))
        ifp.recordId = iface.id
        system.vnet.attach(ifp)
        ports.set(iface.id, ifp)
        for (const { address } of iface.addresses) addAddress(system, ifp, address)
      }
    }
    for (const { id, a, b, ab, ba } of links(doc)) {
      const link = createLink(this.kernel, ports.get(a)!, ports.get(b)!, id)
      setImpairment(link.ab, { delayUs: ab.delayUs })
      setImpairment(link.ba, { delayUs: ba.delayUs })
    }
    for (const [id, { vnet }] of this.systems) {
      const routes = effectiveRoutes(doc, id)
      inetOf(vnet).routes.configure(routes.filter(({ gateway }) => !gateway.includes(':')).map(route4))
      const routes6 = routes.filter(({ gateway }) => gateway.includes(':'))
      if (routes6.length > 0) inet6Of(vnet).routes.configure(routes6.map(route6))
    }
    // Duplicate address detection is over and neighbors have been told.
    this.kernel.run(5e9)
  }

  /** What a node is called by now. */
  nameOf(id: NodeId): string {
    return record(this.doc, id).name
  }

  system(name: string): System {
    return this.systems.get(nodesNamed(this.doc, name)[0]!.id)!
  }

  /** What a command printed, and its status; Ctrl-C after `interruptNs`, at the latest after an hour. */
  type(name: string, line: string, interruptNs?: number): Typed {
    return this.typeAll([[name, line]], interruptNs)[0]!
  }

  /** Several commands, each at a console of its own, begun in this order. */
  typeAll(lines: readonly (readonly [name: string, line: string])[], interruptNs = 3600e9): Typed[] {
    const running = lines.map(([name, line]) => this.begin(name, line))
    const open = () => running.some(({ typed }) => typed.status === null)
    // In steps: an idle network has nothing to do for an hour, and nothing to be waited for.
    const until = this.kernel.nowNs + interruptNs
    while (open() && this.kernel.nowNs < until)
      if (this.kernel.run(Math.min(until, this.kernel.nowNs + 1e9)) !== 'until') break
    for (const { typed, process } of running) if (typed.status === null) process.interrupt()
    // Packets that wait for an answer of ARP are let go of meanwhile.
    this.kernel.run(this.kernel.nowNs + 10e9)
    // What waits for a neighbor that is down does so for twenty seconds.
    if (this.kernel.pool.outstanding > 0) this.kernel.run(this.kernel.nowNs + 20e9)
    assertNoLeak(this.kernel)
    return running.map(({ typed }) => typed)
  }

  private begin(name: string, line: string): { typed: Typed; process: Process } {
    const node = nodesNamed(this.doc, name)[0]!.id
    const system = this.systems.get(node)!
    const typed: Typed = { text: '', status: null }
    const tty = { write: (more: string) => void (typed.text += more) }
    const process = this.processes.fork(system.vnet, tty, (exit) => {
      typed.status = exit
    })
    const propose = (operation: Operation) => this.propose(operation)
    process.exec(runLine({ process, system, node, document: () => this.doc, propose }, line))
    return { typed, process }
  }

  // biome-ignore lint/correctness/useYield: this room answers at once
  private *propose(operation: Operation): Generator<void, string | null, void> {
    const check = checkOperation(this.doc, operation)
    if (!check.ok) return check.message
    this.proposed.push(operation)
    this.doc = check.doc
    return null
  }
}

function addAddress({ vnet }: System, ifp: Ifnet, address: string): void {
  if (address.includes(':')) {
    const { ip, prefixLen } = parseCidr6(address)
    const ip6 = inet6Of(vnet)
    ip6.control.setForwarding(vnet.forwarding)
    ip6.addAddress(ifp, ip, prefixLen)
    return
  }
  const { ip, prefixLen } = parseCidr(address)
  inetOf(vnet).addAddress(ifp, ip, prefixLen)
}

function route4({ destination, gateway }: StaticRoute) {
  const { ip, prefixLen } = parseCidr(destination)
  return { dst: ip, prefixLen, gateway: parseIpv4(gateway) }
}

function route6({ destination, gateway }: StaticRoute) {
  const { ip, prefixLen } = parseCidr6(destination)
  return { dst: ip, prefixLen, gateway: parseIn6(gateway) }
}

const idOf = (doc: TopologyDocument, name: string): NodeId => nodesNamed(doc, name)[0]!.id

/** A drawing by names: nodes, wires between them, and addresses of their interfaces in order of wiring. */
export function draw(
  named: { [name: string]: readonly [kind: 'jail' | 'zone' | 'switch', role: 'pc' | 'host' | 'router' | null] },
  wires: readonly [string, string][],
  addresses: { [name: string]: readonly string[] } = {},
): TopologyDocument {
  let doc = emptyDocument('drawn', { autoAddress6: false })
  const apply = ({ diff }: Operation) => {
    doc = applyDiff(doc, diff)
  }
  for (const [name, [kind, role]] of Object.entries(named))
    apply(addNode(doc, { name, kind, role, position: { x: 0, y: 0 } }))
  for (const [a, b] of wires) apply(connect(doc, idOf(doc, a), idOf(doc, b)))
  for (const [name, list] of Object.entries(addresses))
    list.forEach((address, i) => {
      apply(setAddress(doc, ifacesOf(doc, idOf(doc, name))[i]!.id, address.split(' ')))
    })
  return doc
}

/** here (10.0.0.20) — router (10.0.0.1, 10.0.1.1) — there (10.0.1.20); 2 ms each way on the first wire. */
export function twoLans(kind: 'jail' | 'zone'): Network {
  let doc = draw(
    { here: [kind, 'host'], router: ['jail', 'router'], there: ['jail', 'pc'] },
    [
      ['here', 'router'],
      ['router', 'there'],
    ],
    { here: ['10.0.0.20/24'], router: ['10.0.0.1/24', '10.0.1.1/24'], there: ['10.0.1.20/24'] },
  )
  doc = applyDiff(doc, setLinkImpairment(doc, 'link:here-router', 'both', { delayUs: 2000 }).diff)
  const network = new Network(doc)
  // Neighbors are known from here on.
  network.type('here', `ping ${kind === 'jail' ? '-c 1 ' : ''}10.0.1.20`)
  return network
}
