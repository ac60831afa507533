// The tree as one predicate: each node becomes a closure over a view of the frame, so that filtering allocates nothing.
import { compare, compileValue, guardsOf } from './compute.ts'
import { FrameView, type Test } from './frame-view.ts'
import { etherType, group, ipProtocol, mac, net4, net6, ports, vlanTag } from './match.ts'
import type { Node } from './syntax.ts'

export type Predicate = (bytes: Uint8Array, off: number, caplen: number, len: number) => boolean

export function compileNode(node: Node): Predicate {
  const test = compileTest(node)
  const view = new FrameView()
  return (bytes, off, caplen, len) => {
    view.bytes = bytes
    view.off = off
    view.caplen = Math.min(caplen, bytes.length - off)
    view.len = len
    view.beyond = false
    return test(view) && !view.beyond
  }
}

function compileTest(node: Node): Test {
  switch (node.kind) {
    case 'everything':
      return () => true
    case 'and': {
      const a = compileTest(node.a)
      const b = compileTest(node.b)
      return (v) => a(v) && b(v)
    }
    case 'or': {
      const a = compileTest(node.a)
      const b = compileTest(node.b)
      return (v) => a(v) || b(v)
    }
    case 'not': {
      const a = compileTest(node.a)
      return (v) => !a(v)
    }
    case 'etherType':
      return etherType(node.type, node.typeAt)
    case 'ipProtocol':
      return ipProtocol(node.family, node.protocol, node.typeAt)
    case 'mac':
      return mac(node.direction, node.mac)
    case 'group':
      return group(node.of, node.typeAt)
    case 'net4':
      return net4(node.direction, node.type, node.network, node.mask, node.typeAt)
    case 'net6':
      return net6(node.direction, node.network, node.prefixLen, node.typeAt)
    case 'ports':
      return ports(node.direction, node.protocols, node.low, node.high, node.typeAt)
    case 'vlan':
      return vlanTag(node.id, node.typeAt)
    case 'compare': {
      const guards = [...guardsOf(node.a), ...guardsOf(node.b)]
      const compared = compare(node.operator, compileValue(node.a), compileValue(node.b))
      return (v) => guards.every((guard) => guard(v)) && compared(v)
    }
  }
}
