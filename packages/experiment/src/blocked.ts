// Ports that spanning tree keeps from forwarding: nothing is wrong with them, and nothing passes. Looked for when something
// happened that may have changed them, told when they are others than before.
import type { IfaceId, NodeId } from '@etherloom/topology'
import type { NodeObject } from './nodes/node-object.ts'
import { isSwitch, type SwitchObject } from './nodes/switch.ts'

export class Blocked {
  private due: boolean
  private told: string

  constructor() {
    this.due = true
    this.told = ''
  }

  /** A port, or the tree, may have changed. */
  stir(): void {
    this.due = true
  }

  /** All of them if they changed since they were asked for; null if not. */
  changes(nodes: ReadonlyMap<NodeId, NodeObject>): IfaceId[] | null {
    if (!this.due) return null
    this.due = false
    const ports = [...nodes.values()].flatMap((node) => (isSwitch(node) ? portsOf(node) : []))
    const text = ports.join()
    if (text === this.told) return null
    this.told = text
    return ports
  }
}

function portsOf({ sw }: SwitchObject): IfaceId[] {
  return sw.members.flatMap(({ ifp, forwarding }) => {
    const id = ifp.recordId ?? ifp.peer?.recordId ?? null
    return !forwarding && ifp.up && ifp.carrier && id !== null ? [id as IfaceId] : []
  })
}
