// The primitives as tests of a frame. `typeAt` is where the type field is, the network header begins behind it.
import { ethernet, ipv4, ipv6, u32, vlan } from '@etherloom/wire'
import type { FrameView, Test } from './frame-view.ts'
import type { Direction } from './syntax.ts'

const TYPE_QINQ_OLD = 0x9100

function directed(direction: Direction, src: Test, dst: Test): Test {
  switch (direction) {
    case 'src':
      return src
    case 'dst':
      return dst
    case 'either':
      return (v) => src(v) || dst(v)
    case 'both':
      return (v) => src(v) && dst(v)
  }
}

/** Below 1,536 the field is a length, and the number asked for is an LLC SAP. */
export function etherType(type: number, typeAt: number): Test {
  if (type > 1500) return (v) => v.load(typeAt, 2) === type
  return (v) => v.load(typeAt, 2) <= 1500 && v.load(typeAt + 2, 1) === type
}

export function ipProtocol(family: 4 | 6, protocol: number, typeAt: number): Test {
  const net = typeAt + 2
  if (family === 4) {
    const isIp = etherType(ethernet.TYPE_IPV4, typeAt)
    return (v) => isIp(v) && v.load(net + ipv4.PROTOCOL, 1) === protocol
  }
  const isIp6 = etherType(ethernet.TYPE_IPV6, typeAt)
  return (v) => {
    if (!isIp6(v)) return false
    const next = v.load(net + ipv6.NEXT_HEADER, 1)
    return next === protocol || (next === ipv6.NEXT_FRAGMENT && v.load(net + ipv6.HEADER_LEN, 1) === protocol)
  }
}

export function group(of: 'ether' | 'broadcast' | 'ip' | 'ip6', typeAt: number): Test {
  if (of === 'ether') return (v) => (v.load(ethernet.DST, 1) & 1) === 1
  if (of === 'broadcast') return (v) => v.load(2, 4) === 0xffffffff && v.load(0, 2) === 0xffff
  const type = of === 'ip' ? ethernet.TYPE_IPV4 : ethernet.TYPE_IPV6
  const isIp = etherType(type, typeAt)
  if (of === 'ip') return (v) => isIp(v) && v.load(typeAt + 2 + ipv4.DST, 1) >= 224
  return (v) => isIp(v) && v.load(typeAt + 2 + ipv6.DST, 1) === 255
}

export function net4(direction: Direction, type: number, network: number, mask: number, typeAt: number): Test {
  const isType = etherType(type, typeAt)
  const net = typeAt + 2
  const at =
    (o: number): Test =>
    (v) =>
      (v.load(o, 4) & mask) >>> 0 === network
  const [src, dst] = type === ethernet.TYPE_IPV4 ? [ipv4.SRC, ipv4.DST] : [14, 24] // ARP: sender and target address
  const matches = directed(direction, at(net + src), at(net + dst))
  return (v) => isType(v) && matches(v)
}

export function net6(direction: Direction, network: Uint8Array, prefixLen: number, typeAt: number): Test {
  const isIp6 = etherType(ethernet.TYPE_IPV6, typeAt)
  // All four, whatever the prefix: BPF rejects a packet whose address is cut off, so we do.
  const words = [0, 4, 8, 12].map((at) => {
    const bits = Math.max(0, Math.min(32, prefixLen - 8 * at))
    return { at, value: u32(network, at), mask: bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0 }
  })
  const at =
    (o: number): Test =>
    (v) =>
      words.every((word) => (v.load(o + word.at, 4) & word.mask) >>> 0 === word.value)
  const matches = directed(direction, at(typeAt + 2 + ipv6.SRC), at(typeAt + 2 + ipv6.DST))
  return (v) => isIp6(v) && matches(v)
}

export function ports(
  direction: Direction,
  protocols: readonly number[],
  low: number,
  high: number,
  typeAt: number,
): Test {
  const net = typeAt + 2
  const within = (port: number): boolean => port >= low && port <= high
  const atTransport = (v: FrameView, o: number): boolean => {
    switch (direction) {
      case 'src':
        return within(v.load(o, 2))
      case 'dst':
        return within(v.load(o + 2, 2))
      case 'either':
        return within(v.load(o, 2)) || within(v.load(o + 2, 2))
      case 'both':
        return within(v.load(o, 2)) && within(v.load(o + 2, 2))
    }
  }
  return (v) => {
    const type = v.load(typeAt, 2)
    if (type === ethernet.TYPE_IPV6)
      return protocols.includes(v.load(net + ipv6.NEXT_HEADER, 1)) && atTransport(v, net + ipv6.HEADER_LEN)
    if (type !== ethernet.TYPE_IPV4 || !protocols.includes(v.load(net + ipv4.PROTOCOL, 1))) return false
    // Only a first fragment has ports.
    if ((v.load(net + ipv4.FLAGS_OFFSET, 2) & ipv4.OFFSET_MASK) !== 0) return false
    return atTransport(v, net + (v.load(net, 1) & 15) * 4)
  }
}

export function mac(direction: Direction, address: number): Test {
  const high = Math.floor(address / 2 ** 32)
  const low = address % 2 ** 32
  const at =
    (o: number): Test =>
    (v) =>
      v.load(o + 2, 4) === low && v.load(o, 2) === high
  return directed(direction, at(ethernet.SRC), at(ethernet.DST))
}

export function vlanTag(id: number | null, typeAt: number): Test {
  return (v) => {
    const type = v.load(typeAt, 2)
    if (type !== ethernet.TYPE_VLAN && type !== vlan.TYPE_QINQ && type !== TYPE_QINQ_OLD) return false
    return id === null || (v.load(typeAt + 2, 2) & 0xfff) === id
  }
}
