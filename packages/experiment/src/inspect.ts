// Looking at a running kernel from outside: answers to queries, and a whole description to compare two kernels by.
import { inetOf } from '@etherloom/inet'
import { describeRoute, type Ifnet, type LinkDirection } from '@etherloom/net'
import type { NodeId } from '@etherloom/topology'
import { formatCidr, formatMac } from '@etherloom/wire'
import type { Experiment } from './experiment.ts'
import type { Answer, Query, SlotTotals } from './port.ts'

export function answerQuery(experiment: Experiment, what: Query): Answer {
  return what.kind === 'node' ? describeNode(experiment, what.node) : linkTotals(experiment)
}

function describeNode(experiment: Experiment, node: NodeId): Answer {
  const system = experiment.systemOf(node)
  if (system === null) return { kind: 'error', message: 'this node has no network stack to show' }
  const { vnet } = system
  const drops: { [reason: string]: number } = {}
  vnet.drops.addTo(drops)
  for (const ifp of vnet.ifnets) ifp.drops.addTo(drops)
  const interfaces = vnet.ifnets.map((ifp) => ({
    name: ifp.name,
    mac: formatMac(ifp.mac),
    addresses: addressesOf(ifp),
    up: ifp.up,
  }))
  return { kind: 'node', interfaces, drops }
}

/**
 * Totals of every direction. A frame that dies at the far end's interface (its queue, "not for us") is counted there; what
 * dies on the wire, or before it because the wire is down, is counted here.
 */
function linkTotals(experiment: Experiment): Answer {
  const links: SlotTotals[] = []
  for (const { record, direction, counted } of experiment.counters.all()) {
    const drops: { [reason: string]: number } = {}
    counted.drops.addTo(drops)
    links.push({ record, direction, packets: counted.packets, bytes: counted.bytes, drops })
  }
  return { kind: 'links', ns: experiment.kernel.nowNs, links }
}

const addressesOf = (ifp: Ifnet): string[] =>
  ifp.vnet === null
    ? []
    : inetOf(ifp.vnet)
        .addresses.of(ifp)
        .map(({ ip, prefixLen }) => formatCidr({ ip, prefixLen }))

/**
 * Everything an edit can change in a kernel, as sorted lines. Two experiments with equal lines were made from equal documents,
 * whatever edits came between.
 */
export function describeKernel(experiment: Experiment): string[] {
  const lines: string[] = []
  for (const [id, node] of experiment.nodes) {
    const { system } = node
    if (system === null) {
      lines.push(`${id} passes frames`)
      continue
    }
    const parent = system.parent?.name ?? 'nothing'
    lines.push(`${id} ${system.kind} ${system.name} in ${parent} forwarding ${system.vnet.forwarding}`)
    for (const route of system.vnet.fib.list()) lines.push(`${id} route ${describeRoute(route)}`)
  }
  for (const [id, { ifp, node, stubLink }] of experiment.ifaces) {
    const addresses = addressesOf(ifp).sort().join(' ')
    const state = `${ifp.up ? 'up' : 'down'} mtu ${ifp.mtu}`
    lines.push(`${id} ${ifp.name} in ${node} ${formatMac(ifp.mac)} ${state} [${addresses}]`)
    if (stubLink !== null) lines.push(`${id} joins ${stubLink.b.ownerName}`)
  }
  for (const [id, link] of experiment.links) {
    const ends = `${link.a.recordId} ${link.b.recordId}`
    lines.push(`${id} ${ends} ${link.up ? 'up' : 'down'} ab ${describe(link.ab)} ba ${describe(link.ba)}`)
  }
  return lines.sort()
}

const describe = ({ impairment }: LinkDirection) =>
  `${impairment.bandwidthBps}bps ${impairment.delayUs}us ${impairment.lossPercent}% ${impairment.queueFrames}`
