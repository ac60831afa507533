// What of a lab the server's limits are about.
import { ifaces, links, placedNodes, type TopologyDocument } from '@etherloom/topology'

export interface LabCounts {
  readonly nodes: number
  readonly ifaces: number
  readonly links: number
}

export const countLab = (doc: TopologyDocument): LabCounts => ({
  nodes: placedNodes(doc),
  ifaces: ifaces(doc).length,
  links: links(doc).length,
})
