// ng_eiface(4): an Ethernet interface whose wire is a hook. With the node an interface ngeth0, ngeth1, … appears in the
// vnet, down; with the node it goes. It may be moved into another vnet (ifconfig ngeth0 vnet n0): the node stays here.
//
// Hooks: ether. What the interface sends comes out of it; what goes into it, the interface receives.
// Messages: set 2:0:0:0:0:1 gives it an address, getifname.
//
// The interface has a carrier while its hook is connected and nobody behind it says otherwise.
// The node stays when its hook goes; only a shutdown ends it.
import type { Mbuf } from '@etherloom/kern'
import { drop, type Ifnet } from '@etherloom/net'
import { DROP_QUEUE_FULL } from '@etherloom/wire'
import { type Netgraph, ngEnter } from '../ng-base.ts'
import { NgError } from '../ng-error.ts'
import { enaddr, string } from '../ng-parse.ts'
import { defineNgType, type NgCommands, type NgHookOf, type NgMessage, type NgNodeOf } from '../ng-type.ts'
import { createNgIfnet, removeNgIfnet } from './ng-ifnet.ts'

interface EifacePriv {
  ifp: Ifnet
  ether: EifaceHook | null
}

type EifaceNode = NgNodeOf<EifacePriv>
type EifaceHook = NgHookOf<EifacePriv, null>

/** FreeBSD's own prefix for addresses it makes up; 24 bits remain. */
const GENERATED_MAC = 0x589cfc000000

const commands = {
  getifname: { id: 1, reply: string() },
  set: { id: 3, args: enaddr },
} satisfies NgCommands

export const ngEiface = defineNgType<EifacePriv, null, typeof commands>({
  name: 'eiface',
  create,
  newhook,
  rcvdata,
  rcvmsg,
  linkstate,
  disconnect,
  shutdown,
  commands,
})

function create(node: EifaceNode): EifacePriv {
  const ifp = createNgIfnet(node, 'ngeth', (name) => generatedMac(node.ng, name))
  const priv = { ifp, ether: null }
  ifp.l2com = priv
  return priv
}

function newhook(hook: EifaceHook): null {
  if (hook.name !== 'ether') throw new NgError('EPFNOSUPPORT', 'an eiface has one hook, ether')
  hook.node.priv.ether = hook
  linkstate(hook, true)
  return null
}

function rcvdata(hook: EifaceHook, m: Mbuf): void {
  const { ifp } = hook.node.priv
  if (!ifp.netisr.handoff(ifp, m)) drop(ifp.drops, DROP_QUEUE_FULL, m)
}

function rcvmsg(node: EifaceNode, msg: NgMessage<typeof commands>): string | undefined {
  const { ifp } = node.priv
  if (msg.cmd === 'getifname') return ifp.name
  ifp.setMac(msg.args)
}

function linkstate(hook: EifaceHook, up: boolean): void {
  hook.node.priv.ifp.setUnplugged(up ? output : null)
}

function disconnect(hook: EifaceHook): void {
  hook.node.priv.ether = null
  linkstate(hook, false)
}

function shutdown(node: EifaceNode): undefined {
  removeNgIfnet(node.priv.ifp)
}

/** What the interface sends while its hook is connected. */
function output(ifp: Ifnet, m: Mbuf): void {
  ifp.opackets++
  ifp.obytes += m.len
  ngEnter((ifp.l2com as EifacePriv).ether as EifaceHook, m)
}

/** The same for the same seed, and for every vnet and name another. */
const generatedMac = ({ kernel, vnet }: Netgraph, name: string): number =>
  GENERATED_MAC + kernel.random.fork(`${vnet.name} ${name}`).below(2 ** 24)
