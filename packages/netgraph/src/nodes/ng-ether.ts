// ng_ether(4): the node that stands for an Ethernet interface. It is there as soon as the interface is, under its name, and
// does nothing until a hook is connected:
//
//            stack                       upper   gets what the stack sends; what is written there, the stack receives
//              │ upper
//   orphans ───┤                       orphans   gets what no protocol here wants; what is written there goes on the wire
//              │ lower (or divert)
//             wire                       lower   gets what the wire brings; what is written there goes on the wire
//
// Messages: getifname getifindex getenaddr setenaddr; setautosrc 1 writes the interface's address into what goes on the wire;
// setpromisc sets what ifconfig shows (a virtual interface receives everything anyway); addmulti and delmulti take the address of a
// group, and are remembered; detach ends the node.
//
// Who is joined to lower and orphans hears when the wire loses or finds its carrier.
// A shutdown takes the hooks off, and promiscuous mode with them, as the last hook does that goes; the node goes with the
// interface, or by detach.
import { type Mbuf, u16 } from '@etherloom/kern'
import {
  drop,
  ETHER_HEADER_LEN,
  etherInput,
  type Ifnet,
  TYPE_ARP_WORD,
  TYPE_IPV4_WORD,
  TYPE_IPV6_WORD,
  type Vnet,
} from '@etherloom/net'
import { DROP_IFACE_DOWN, DROP_RUNT, formatMac, macWord } from '@etherloom/wire'
import { type Netgraph, type NgNode, ngEnter, ngLinkstate } from '../ng-base.ts'
import { NgError } from '../ng-error.ts'
import { enaddr, int32, string } from '../ng-parse.ts'
import {
  defineNgType,
  type NgCommands,
  type NgHookOf,
  type NgMessage,
  type NgNodeOf,
  type NgRcvdata,
} from '../ng-type.ts'

class EtherPriv {
  readonly ifp: Ifnet
  upper: EtherHook | null
  lower: EtherHook | null
  orphans: EtherHook | null
  autosrc: boolean
  readonly groups: Set<number>
  carrier: boolean

  constructor(ifp: Ifnet) {
    this.ifp = ifp
    this.upper = null
    this.lower = null
    this.orphans = null
    this.autosrc = false
    this.groups = new Set()
    this.carrier = ifp.carrier
  }
}

type EtherNode = NgNodeOf<EtherPriv>
type EtherHook = NgHookOf<EtherPriv, null>

const commands = {
  getifname: { id: 1, reply: string() },
  getifindex: { id: 2, reply: int32 },
  getenaddr: { id: 3, reply: enaddr },
  setenaddr: { id: 4, args: enaddr },
  getpromisc: { id: 5, reply: int32 },
  setpromisc: { id: 6, args: int32 },
  getautosrc: { id: 7, reply: int32 },
  setautosrc: { id: 8, args: int32 },
  addmulti: { id: 9, args: enaddr },
  delmulti: { id: 10, args: enaddr },
  detach: { id: 11 },
} satisfies NgCommands

export const ngEther = defineNgType<EtherPriv, null, typeof commands>({
  name: 'ether',
  create: () => {
    throw new NgError('EINVAL', 'an ether node comes with its interface: make the interface')
  },
  newhook,
  rcvdata: rcvLower,
  rcvmsg,
  disconnect,
  shutdown: (node) => {
    reset(node.priv)
    return 'stays'
  },
  commands,
})

/** Makes the node of an interface, if it is an Ethernet and its name is free. */
export function attachEther(ng: Netgraph, ifp: Ifnet): void {
  const name = ifp.name.replace(/[.:]/g, '_')
  if (ifp.mac === 0 || ifp.l2com !== null || ng.named(name) !== null) return
  const priv = new EtherPriv(ifp)
  const node = ng.add(ngEther, priv)
  node.persistent = true
  ng.rename(node, name)
  ifp.l2com = priv
}

/** Ends the node of an interface that goes away. */
export function detachEther(ng: Netgraph, ifp: Ifnet): void {
  const { l2com } = ifp
  if (!(l2com instanceof EtherPriv)) return
  const node = [...ng.nodes.values()].find((n: NgNode) => n.priv === l2com)
  if (node !== undefined) ng.shutdown(node, true)
  ifp.l2com = null
}

/** Tells what is joined to the wire's side that the wire lost or found its carrier. */
export function etherChanged(ifp: Ifnet): void {
  const { l2com, carrier } = ifp
  if (!(l2com instanceof EtherPriv) || l2com.carrier === carrier) return
  l2com.carrier = carrier
  for (const hook of [l2com.lower, l2com.orphans]) if (hook !== null) ngLinkstate(hook, carrier)
}

function newhook(hook: EtherHook): null {
  const { priv } = hook.node
  const name = hook.name === 'divert' ? 'lower' : hook.name
  if (name !== 'upper' && name !== 'lower' && name !== 'orphans')
    throw new NgError('EINVAL', 'an ether has hooks upper, lower (or divert) and orphans')
  if (priv[name] !== null) throw new NgError('EISCONN', `${hook.node.label}: ${name} is connected`)
  if (name === 'upper') {
    hook.rcvdata = rcvUpper as NgRcvdata
    // The stack may answer at once; it starts from the dispatcher, not from within the sender's calls.
    hook.queued = true
  }
  priv[name] = hook
  retarget(priv)
  return null
}

function rcvmsg(node: EtherNode, msg: NgMessage<typeof commands>) {
  const { priv } = node
  const { ifp } = priv
  switch (msg.cmd) {
    case 'getifname':
      return ifp.name
    case 'getifindex':
      return node.ng.vnet.ifnets.indexOf(ifp) + 1
    case 'getenaddr':
      return ifp.mac
    case 'setenaddr':
      ifp.setMac(msg.args)
      return
    case 'getpromisc':
      return Number(ifp.promisc)
    case 'setpromisc':
      ifp.promisc = msg.args !== 0
      return
    case 'getautosrc':
      return Number(priv.autosrc)
    case 'setautosrc':
      priv.autosrc = msg.args !== 0
      return
    case 'addmulti':
      if (!isGroup(msg.args)) throw new NgError('EADDRNOTAVAIL', `${formatMac(msg.args)} is not the address of a group`)
      if (priv.groups.has(msg.args)) throw new NgError('EADDRINUSE', 'the group is joined already')
      priv.groups.add(msg.args)
      return
    case 'delmulti':
      if (!priv.groups.delete(msg.args)) throw new NgError('ENOENT', 'the group was not joined')
      return
    case 'detach':
      return detachEther(node.ng, ifp) as undefined
  }
}

function disconnect(hook: EtherHook): void {
  const { priv } = hook.node
  if (hook === priv.upper) priv.upper = null
  else if (hook === priv.lower) priv.lower = null
  else priv.orphans = null
  retarget(priv)
  if (hook.node.hooks.length === 0) reset(priv)
}

/** What a shutdown leaves behind, and the last hook that goes: no promiscuous mode; all other settings stay. */
function reset({ ifp }: EtherPriv): void {
  ifp.promisc = false
}

/** Chooses what the interface calls: without hooks, what it called before there was a node. */
function retarget({ ifp, upper, lower, orphans }: EtherPriv): void {
  ifp.interpose(upper === null ? null : toUpper)
  if (ifp.vnet !== null) ifp.setReceive(lower !== null ? toLower : orphans !== null ? toOrphans : etherInput)
}

/** The stack sends. */
function toUpper(ifp: Ifnet, m: Mbuf): void {
  if (ifp.up) ngEnter((ifp.l2com as EtherPriv).upper as EtherHook, m)
  else ifp.transmit(ifp, m)
}

/** The wire brings a frame. */
function toLower(ifp: Ifnet, m: Mbuf): void {
  ifp.ipackets++
  ifp.ibytes += m.len
  ngEnter((ifp.l2com as EtherPriv).lower as EtherHook, m)
}

/** The same, with only what nobody wants going to the hook. */
function toOrphans(ifp: Ifnet, m: Mbuf): void {
  if (!isOrphan(ifp, m)) return etherInput(ifp, m)
  ifp.ipackets++
  ifp.ibytes += m.len
  ngEnter((ifp.l2com as EtherPriv).orphans as EtherHook, m)
}

/** Something for the wire came in through lower or orphans. */
function rcvLower(hook: EtherHook, m: Mbuf): void {
  const { ifp, autosrc } = hook.node.priv
  if (m.len < ETHER_HEADER_LEN) return drop(ifp.drops, DROP_RUNT, m)
  if (autosrc) {
    const h = m.off >> 1
    u16[h + 3] = ifp.mac0
    u16[h + 4] = ifp.mac1
    u16[h + 5] = ifp.mac2
  }
  ifp.transmit(ifp, m)
}

/** Something for the stack came in through upper. */
function rcvUpper(hook: EtherHook, m: Mbuf): void {
  const { ifp, orphans } = hook.node.priv
  if (m.len < ETHER_HEADER_LEN) return drop(ifp.drops, DROP_RUNT, m)
  if (orphans !== null && isOrphan(ifp, m)) return ngEnter(orphans, m)
  if (!ifp.up) return drop(ifp.drops, DROP_IFACE_DOWN, m)
  // etherInput counts what a wire brought; if a wire brought this, it was counted then.
  ifp.ipackets--
  ifp.ibytes -= m.len
  etherInput(ifp, m)
}

/** The first byte's lowest bit marks the address of a group. */
const isGroup = (mac: number): boolean => (macWord(mac, 0) & 1) !== 0

/** For us, or a group, and of a type that nothing here handles. */
function isOrphan(ifp: Ifnet, m: Mbuf): boolean {
  if (m.len < ETHER_HEADER_LEN) return false
  const h = m.off >> 1
  const ours = u16[h] === ifp.mac0 && u16[h + 1] === ifp.mac1 && u16[h + 2] === ifp.mac2
  if (!ours && (u16[h] & 1) === 0) return false
  const { ip, arp, ip6 } = ifp.vnet as Vnet
  const type = u16[h + 6]
  if (type === TYPE_IPV4_WORD) return ip === null
  if (type === TYPE_ARP_WORD) return arp === null
  return type !== TYPE_IPV6_WORD || ip6 === null
}
