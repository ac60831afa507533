// ng_one2many(4): one link on one side, several on the other.
//
// Hooks: one, and many0 … many63. What comes in through a many goes out through one.
// What comes in through one goes out, by `xmitAlg`, through
//   1  the active many hooks in turn (round robin, the default)
//   2  all active many hooks
//   3  the first active many hook (failover)
// A many hook is active as long as it is enabled: by `setconfig` alone (`failAlg` 1, the default), or also by what its
// peer says of its carrier (2). A newly connected one is enabled. When the last active hook fails or the first comes
// back, the peer of one hears of it.
//
// Messages: setconfig { xmitAlg=1 failAlg=1 enabledLinks=[ 1 1 ] }, getconfig; getstats clrstats getclrstats with the number
// of a many hook, or -1 for one.
import type { Mbuf } from '@etherloom/kern'
import { drop } from '@etherloom/net'
import { DROP_LINK_DOWN, DROP_NOBUFS } from '@etherloom/wire'
import { ngLinkstate, ngSend } from '../ng-base.ts'
import { NgError } from '../ng-error.ts'
import { array, int32, type NgValue, struct, uint8, uint32, uint64 } from '../ng-parse.ts'
import { defineNgType, type NgCommands, type NgHookOf, type NgMessage, type NgNodeOf } from '../ng-type.ts'

class Link {
  /** Null while not connected; the counters stay. */
  hook: OneHook | null
  /** Number of a many hook; ONE. */
  readonly number: number
  recvOctets: number
  recvPackets: number
  xmitOctets: number
  xmitPackets: number
  memoryFailures: number

  constructor(number: number) {
    this.hook = null
    this.number = number
    this.recvOctets = this.recvPackets = this.xmitOctets = this.xmitPackets = this.memoryFailures = 0
  }

  clear(): void {
    this.recvOctets = this.recvPackets = this.xmitOctets = this.xmitPackets = this.memoryFailures = 0
  }
}

interface OnePriv {
  config: NgValue<typeof configType>
  one: Link
  many: Link[]
  /** Enabled and connected, by number. */
  active: Link[]
  /** Whose turn it is, in `active`. */
  next: number
}

type OneNode = NgNodeOf<OnePriv>
type OneHook = NgHookOf<OnePriv, Link>

const ONE = -1
const MAX_LINKS = 64

const XMIT_ROUNDROBIN = 1
const XMIT_ALL = 2
const XMIT_FAILOVER = 3
const FAIL_MANUAL = 1
const FAIL_NOTIFY = 2

const configType = struct({ xmitAlg: uint32, failAlg: uint32, enabledLinks: array(uint8, MAX_LINKS) })
const statsType = struct({
  recvOctets: uint64,
  recvPackets: uint64,
  xmitOctets: uint64,
  xmitPackets: uint64,
  memoryFailures: uint64,
})

const commands = {
  setconfig: { id: 0, args: configType },
  getconfig: { id: 1, reply: configType },
  getstats: { id: 2, args: int32, reply: statsType },
  clrstats: { id: 3, args: int32 },
  getclrstats: { id: 4, args: int32, reply: statsType },
} satisfies NgCommands

export const ngOne2many = defineNgType<OnePriv, Link, typeof commands>({
  name: 'one2many',
  create,
  newhook,
  rcvdata,
  rcvmsg,
  linkstate,
  disconnect,
  shutdown: () => undefined,
  commands,
})

function create(): OnePriv {
  return {
    config: { ...configType.fallback(), xmitAlg: XMIT_ROUNDROBIN, failAlg: FAIL_MANUAL },
    one: new Link(ONE),
    many: Array.from({ length: MAX_LINKS }, (_, i) => new Link(i)),
    active: [],
    next: 0,
  }
}

function newhook(hook: OneHook): Link {
  const { priv } = hook.node
  const number = /^many(0|[1-9]\d?)$/.exec(hook.name)?.[1]
  const link = hook.name === 'one' ? priv.one : number === undefined ? undefined : priv.many[Number(number)]
  if (link === undefined) throw new NgError('EINVAL', `a one2many has hooks one and many0 to many${MAX_LINKS - 1}`)
  link.hook = hook
  link.clear()
  enable(priv, link, true)
  return link
}

function rcvdata(hook: OneHook, m: Mbuf): void {
  const from = hook.priv
  const { priv } = hook.node
  from.recvPackets++
  from.recvOctets += m.len
  if (from.number !== ONE) sendTo(hook, priv.one, m)
  else if (priv.active.length === 0) drop(hook.node.drops, DROP_LINK_DOWN, m)
  else if (priv.config.xmitAlg === XMIT_ALL) sendToAll(hook, m)
  else if (priv.config.xmitAlg === XMIT_FAILOVER) sendTo(hook, priv.active[0], m)
  else {
    const link = priv.active[priv.next]
    priv.next = (priv.next + 1) % priv.active.length
    sendTo(hook, link, m)
  }
}

function rcvmsg(node: OneNode, msg: NgMessage<typeof commands>) {
  const { priv } = node
  if (msg.cmd === 'getconfig') return priv.config
  if (msg.cmd === 'setconfig') return configure(priv, msg.args)
  const link = msg.args === ONE ? priv.one : priv.many[msg.args]
  if (link === undefined) throw new NgError('EINVAL', `a link has a number from ${ONE} to ${MAX_LINKS - 1}`)
  const reply = { ...link }
  if (msg.cmd !== 'getstats') link.clear()
  return msg.cmd === 'clrstats' ? undefined : reply
}

function linkstate(hook: OneHook, up: boolean): void {
  const { priv } = hook.node
  if (priv.config.failAlg === FAIL_NOTIFY) enable(priv, hook.priv, up)
}

function disconnect(hook: OneHook): void {
  hook.priv.hook = null
  enable(hook.node.priv, hook.priv, false)
}

function configure(priv: OnePriv, config: NgValue<typeof configType>): undefined {
  const { xmitAlg, failAlg, enabledLinks } = config
  if (xmitAlg < XMIT_ROUNDROBIN || xmitAlg > XMIT_FAILOVER) throw new NgError('EINVAL', 'xmitAlg is 1, 2 or 3')
  if (failAlg < FAIL_MANUAL || failAlg > FAIL_NOTIFY) throw new NgError('EINVAL', 'failAlg is 1 or 2')
  priv.config = { xmitAlg, failAlg, enabledLinks: enabledLinks.map((on) => (on === 0 ? 0 : 1)) }
  findActive(priv)
}

function enable(priv: OnePriv, link: Link, on: boolean): void {
  if (link.number === ONE) return
  priv.config.enabledLinks[link.number] = on ? 1 : 0
  findActive(priv)
}

function findActive(priv: OnePriv): void {
  const before = priv.active.length
  priv.active = priv.many.filter((link) => link.hook !== null && priv.config.enabledLinks[link.number] !== 0)
  const now = priv.active.length
  if (now > 0) priv.next %= now
  if (priv.one.hook !== null && (now === 0) !== (before === 0)) ngLinkstate(priv.one.hook, now > 0)
}

function sendTo(from: OneHook, link: Link, m: Mbuf): void {
  if (link.hook === null) return drop(from.node.drops, DROP_LINK_DOWN, m)
  link.xmitPackets++
  link.xmitOctets += m.len
  ngSend(link.hook, m)
}

function sendToAll(from: OneHook, m: Mbuf): void {
  const { active } = from.node.priv
  for (let i = 1; i < active.length; i++) {
    const copy = m.dup()
    if (copy !== null) sendTo(from, active[i], copy)
    else {
      active[i].memoryFailures++
      from.node.drops.count(DROP_NOBUFS)
    }
  }
  sendTo(from, active[0], m)
}
