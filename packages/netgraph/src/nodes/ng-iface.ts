// ng_iface(4): an interface ng0, ng1, … for packets without Ethernet: point to point, one hook a protocol.
//
// Hooks: inet (IPv4) and inet6. What the interface sends of a protocol comes out of its hook; what goes in, its stack receives.
// Messages: getifname, getifindex; broadcast and point2point, which need the interface down.
//
// The interface has a carrier until what is behind a hook says otherwise.
// The node stays when its hooks go; only a shutdown ends it.
//
// The stack writes an Ethernet header in front of all it sends; here it is cut off again, after it has told the protocol.
import { type Mbuf, u16 } from '@etherloom/kern'
import { drop, ETHER_HEADER_LEN, type Ifnet, TYPE_IPV4_WORD, TYPE_IPV6_WORD } from '@etherloom/net'
import { DROP_GONE, DROP_IFACE_DOWN, DROP_LINK_DOWN, DROP_NO_PROTOCOL } from '@etherloom/wire'
import { type NgHook, ngEnter } from '../ng-base.ts'
import { NgError } from '../ng-error.ts'
import { int32, string } from '../ng-parse.ts'
import { defineNgType, type NgCommands, type NgHookOf, type NgMessage, type NgNodeOf } from '../ng-type.ts'
import { createNgIfnet, removeNgIfnet } from './ng-ifnet.ts'

interface IfacePriv {
  ifp: Ifnet
  inet: NgHook | null
  inet6: NgHook | null
}

type IfaceNode = NgNodeOf<IfacePriv>
type IfaceHook = NgHookOf<IfacePriv, null>

const commands = {
  getifname: { id: 1, reply: string() },
  point2point: { id: 2 },
  broadcast: { id: 3 },
  getifindex: { id: 4, reply: int32 },
} satisfies NgCommands

export const ngIface = defineNgType<IfacePriv, null, typeof commands>({
  name: 'iface',
  create,
  newhook,
  rcvdata,
  rcvmsg,
  linkstate,
  disconnect,
  shutdown,
  commands,
})

function create(node: IfaceNode): IfacePriv {
  const ifp = createNgIfnet(node, 'ng', () => 0)
  const priv = { ifp, inet: null, inet6: null }
  ifp.l2com = priv
  ifp.pointToPoint = true
  ifp.setUnplugged(output)
  return priv
}

function newhook(hook: IfaceHook): null {
  const { name, node } = hook
  if (name !== 'inet' && name !== 'inet6') throw new NgError('EPFNOSUPPORT', 'an iface has hooks inet and inet6')
  node.priv[name] = hook
  // A stack may answer at once; it starts from the dispatcher, not from within the sender's calls.
  hook.queued = true
  return null
}

function rcvdata(hook: IfaceHook, m: Mbuf): void {
  const { ifp, inet } = hook.node.priv
  if (!ifp.up) return drop(ifp.drops, DROP_IFACE_DOWN, m)
  if (ifp.vnet === null) return drop(ifp.drops, DROP_GONE, m)
  const layer = hook === inet ? ifp.vnet.ip : ifp.vnet.ip6
  if (layer === null) return drop(ifp.drops, DROP_NO_PROTOCOL, m)
  ifp.ipackets++
  ifp.ibytes += m.len
  layer.input(ifp, m)
}

function rcvmsg(node: IfaceNode, msg: NgMessage<typeof commands>): string | number | undefined {
  const { priv } = node
  if (msg.cmd === 'getifname') return priv.ifp.name
  if (msg.cmd === 'getifindex') return (priv.ifp.vnet?.ifnets.indexOf(priv.ifp) ?? -1) + 1
  if (priv.ifp.up) throw new NgError('EBUSY', `${priv.ifp.name} is up: bring it down first`)
  priv.ifp.pointToPoint = msg.cmd === 'point2point'
}

function linkstate(hook: IfaceHook, up: boolean): void {
  hook.node.priv.ifp.setUnplugged(up ? output : null)
}

function disconnect(hook: IfaceHook): void {
  const { priv } = hook.node
  if (hook === priv.inet) priv.inet = null
  else priv.inet6 = null
}

function shutdown(node: IfaceNode): undefined {
  removeNgIfnet(node.priv.ifp)
}

/** What the interface sends, each protocol by its hook. */
function output(ifp: Ifnet, m: Mbuf): void {
  const { inet, inet6 } = ifp.l2com as IfacePriv
  const type = u16[(m.off >> 1) + 6]
  if (type !== TYPE_IPV4_WORD && type !== TYPE_IPV6_WORD) return drop(ifp.drops, DROP_NO_PROTOCOL, m)
  const hook = type === TYPE_IPV4_WORD ? inet : inet6
  if (hook === null) {
    ifp.oerrors++
    return drop(ifp.drops, DROP_LINK_DOWN, m)
  }
  m.adj(ETHER_HEADER_LEN)
  ifp.opackets++
  ifp.obytes += m.len
  ngEnter(hook, m)
}
