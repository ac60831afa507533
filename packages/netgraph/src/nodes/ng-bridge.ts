// ng_bridge(4): Ethernet bridging. The node learns behind which link each host is, sends frames for a known host there
// alone, and all others to every other link. It learns with net's address table, like every switch here.
//
// Hooks: link0, link1, …, and uplink1, uplink2, …; `link` and `uplink` take the lowest free number.
//   An uplink learns nothing: behind it is the rest of the world. Frames for unknown hosts go to uplinks, and to links as
//   well, unless the first hook of the node was an uplink: then links get only what is for them or for all.
//
// Loops: a host that is heard on another link within minStableAge seconds after it was first heard on one has not moved:
//   the frame came round. It is dropped, and the link ignored for loopTimeout seconds.
//
// Messages: setconfig { debugLevel=1 loopTimeout=60 maxStaleness=900 minStableAge=1 }, getconfig; getstats clrstats
//   getclrstats with the number of a link, negative for an uplink; gettable; movehost { addr=2:0:0:0:0:1 hook="link3" };
//   reset forgets hosts and counters and hears every link again; setpersistent keeps the node without hooks.
import { type Mbuf, u16 } from '@etherloom/kern'
import { drop, MacTable } from '@etherloom/net'
import {
  DROP_BAD_HEADER,
  DROP_HAIRPIN,
  DROP_LOOP,
  DROP_NO_OTHER_PORT,
  DROP_NOBUFS,
  DROP_RUNT,
  ethernet,
  macOfWords,
  macWord,
} from '@etherloom/wire'
import { ngSend } from '../ng-base.ts'
import { NgError } from '../ng-error.ts'
import { array, enaddr, int32, type NgValue, nameString, struct, uint8, uint16, uint32, uint64 } from '../ng-parse.ts'
import { defineNgType, type NgCommands, type NgHookOf, type NgMessage, type NgNodeOf } from '../ng-type.ts'

class Link {
  /** Index in the node's links and port number in its table. */
  readonly port: number
  readonly learnMac: boolean
  /** Whether it gets frames for unknown hosts. */
  readonly sendUnknown: boolean
  /** Nothing is heard before this second. */
  mutedUntil: number
  recvOctets: number
  recvPackets: number
  recvMulticast: number
  recvBroadcast: number
  recvUnknown: number
  recvRunts: number
  recvInvalid: number
  xmitOctets: number
  xmitPackets: number
  xmitMulticasts: number
  xmitBroadcasts: number
  loopDrops: number
  loopDetects: number
  memoryFailures: number

  constructor(port: number, learnMac: boolean, sendUnknown: boolean) {
    this.port = port
    this.learnMac = learnMac
    this.sendUnknown = sendUnknown
    this.mutedUntil = 0
    this.recvOctets = this.recvPackets = this.recvMulticast = this.recvBroadcast = this.recvUnknown = 0
    this.recvRunts = this.recvInvalid = 0
    this.xmitOctets = this.xmitPackets = this.xmitMulticasts = this.xmitBroadcasts = 0
    this.loopDrops = this.loopDetects = this.memoryFailures = 0
  }
}

interface BridgePriv {
  config: NgValue<typeof configType>
  table: MacTable
  /** By port number; null where a link went. */
  links: (BridgeHook | null)[]
  /** False once the first hook was an uplink. */
  sendUnknown: boolean
}

type BridgeNode = NgNodeOf<BridgePriv>
type BridgeHook = NgHookOf<BridgePriv, Link>

/** From level 2 on the original logs loops. */
const DEBUG_MAX = 1
const LOOP_TIMEOUT_S = 60
const MAX_STALENESS_S = 15 * 60
const MIN_STABLE_AGE_S = 1

/** Links have numbers of 32 bits. */
const MAX_LINK = 0xffffffff

/** What a frame's destination is. */
const UNICAST = 0
const MULTICAST = 1
const BROADCAST = 2

const configType = struct({ debugLevel: uint8, loopTimeout: uint32, maxStaleness: uint32, minStableAge: uint32 })
const statsType = struct({
  recvOctets: uint64,
  recvPackets: uint64,
  recvMulticast: uint64,
  recvBroadcast: uint64,
  recvUnknown: uint64,
  recvRunts: uint64,
  recvInvalid: uint64,
  xmitOctets: uint64,
  xmitPackets: uint64,
  xmitMulticasts: uint64,
  xmitBroadcasts: uint64,
  loopDrops: uint64,
  loopDetects: uint64,
  memoryFailures: uint64,
})
const hostType = struct({ addr: enaddr, hook: nameString, age: uint16, staleness: uint16 })

const commands = {
  setconfig: { id: 1, args: configType },
  getconfig: { id: 2, reply: configType },
  reset: { id: 3 },
  getstats: { id: 4, args: int32, reply: statsType },
  clrstats: { id: 5, args: int32 },
  getclrstats: { id: 6, args: int32, reply: statsType },
  gettable: { id: 7, reply: struct({ numHosts: uint32, hosts: array(hostType) }) },
  setpersistent: { id: 8 },
  movehost: { id: 9, args: struct({ addr: enaddr, hook: nameString }) },
} satisfies NgCommands

export const ngBridge = defineNgType<BridgePriv, Link, typeof commands>({
  name: 'bridge',
  create: () => ({
    config: {
      debugLevel: 1,
      loopTimeout: LOOP_TIMEOUT_S,
      maxStaleness: MAX_STALENESS_S,
      minStableAge: MIN_STABLE_AGE_S,
    },
    table: new MacTable(MAX_STALENESS_S),
    links: [],
    sendUnknown: true,
  }),
  newhook,
  rcvdata,
  rcvmsg,
  disconnect,
  shutdown: () => undefined,
  commands,
})

function newhook(hook: BridgeHook): Link {
  const { node } = hook
  const { priv } = node
  const match = /^(link|uplink)(0|[1-9]\d{0,9})?$/.exec(hook.name)
  if (match === null || hook.name === 'uplink0' || Number(match[2]) > MAX_LINK)
    throw new NgError('EINVAL', 'a bridge has hooks link0, link1, … and uplink1, uplink2, …')
  if (hook.peer?.node === node) throw new NgError('ELOOP', 'a bridge cannot be joined to itself')
  const uplink = match[1] === 'uplink'
  if (match[2] === undefined) hook.name = freeName(node, match[1], uplink ? 1 : 0)
  if (uplink && node.hooks.length === 0) priv.sendUnknown = false
  const free = priv.links.indexOf(null)
  const link = new Link(free < 0 ? priv.links.length : free, !uplink, uplink || priv.sendUnknown)
  priv.links[link.port] = hook
  return link
}

function rcvdata(hook: BridgeHook, m: Mbuf): void {
  const from = hook.priv
  const { priv, drops, ng } = hook.node
  const h = m.off >> 1
  const src0 = u16[h + 3]
  if (m.len < ethernet.HEADER_LEN || (src0 & 1) !== 0 || from.mutedUntil !== 0) {
    const reason = refuse(hook, m)
    if (reason !== 0) return drop(drops, reason, m)
  }
  from.recvPackets++
  from.recvOctets += m.len
  const dst0 = u16[h]
  const kind = (dst0 & 1) === 0 ? UNICAST : countGroup(from, h)
  const now = ng.kernel.seconds
  const rest = u16[h + 4] | (u16[h + 5] << 16)
  if (!priv.table.touch(src0, rest, from.port, now) && !hear(hook.node, hook, src0, rest)) {
    from.loopDrops++
    return drop(drops, DROP_LOOP, m)
  }
  if (kind !== UNICAST) return flood(hook, m, kind)
  const port = priv.table.lookup(dst0, u16[h + 1] | (u16[h + 2] << 16), now)
  if (port < 0) {
    from.recvUnknown++
    return flood(hook, m, UNICAST)
  }
  if (port === from.port) return drop(drops, DROP_HAIRPIN, m)
  sendTo(priv.links[port] as BridgeHook, m, UNICAST)
}

function rcvmsg(node: BridgeNode, msg: NgMessage<typeof commands>, lasthook: BridgeHook | null) {
  const { priv } = node
  switch (msg.cmd) {
    case 'getconfig':
      return priv.config
    case 'setconfig':
      if (msg.args.debugLevel > DEBUG_MAX)
        throw new NgError('EOPNOTSUPP', 'a bridge here writes no log: loops are counted, see loopDetects in getstats')
      priv.config = msg.args
      priv.table.ageS = msg.args.maxStaleness
      return
    case 'reset':
      priv.table.clear()
      for (const hook of priv.links) if (hook !== null) hook.priv = cleared(hook.priv, 0)
      return
    case 'gettable':
      return table(node)
    case 'setpersistent':
      node.persistent = true
      return
    case 'movehost':
      return moveHost(node, msg.args.addr, msg.args.hook, lasthook)
    default:
      return stats(node, msg.cmd, msg.args)
  }
}

function disconnect(hook: BridgeHook): void {
  const { priv, ng } = hook.node
  priv.links[hook.priv.port] = null
  priv.table.forgetPort(hook.priv.port, ng.kernel.seconds)
}

/** Why a frame is not looked at; 0 when it is. */
function refuse(hook: BridgeHook, m: Mbuf): number {
  const link = hook.priv
  if (m.len < ethernet.HEADER_LEN) {
    link.recvRunts++
    return DROP_RUNT
  }
  if ((u16[(m.off >> 1) + 3] & 1) !== 0) {
    link.recvInvalid++
    return DROP_BAD_HEADER
  }
  if (hook.ng.kernel.seconds < link.mutedUntil) {
    link.loopDrops++
    return DROP_LOOP
  }
  link.mutedUntil = 0
  return 0
}

/** A host is heard that is not known behind this link. False: it was heard elsewhere just now, so this is a loop. */
function hear(node: BridgeNode, hook: BridgeHook, word0: number, rest: number): boolean {
  const { table, config } = node.priv
  const link = hook.priv
  const now = node.ng.kernel.seconds
  const known = table.find(word0, rest, now)
  if (known === null && !link.learnMac) return true
  if (known !== null && known.port === link.port) return true
  if (known !== null && now - known.since < config.minStableAge) {
    link.mutedUntil = now + config.loopTimeout
    link.loopDetects++
    table.touch(word0, rest, known.port, now)
    table.forgetPort(link.port, now)
    return false
  }
  table.learn(word0, rest, link.port, now)
  return true
}

/** Of a frame for a group: which kind it is. It counts even if it turns out to have come round a loop. */
function countGroup(link: Link, h: number): number {
  if ((u16[h] & u16[h + 1] & u16[h + 2]) === 0xffff) {
    link.recvBroadcast++
    return BROADCAST
  }
  link.recvMulticast++
  return MULTICAST
}

/** To every link but its own, if it takes such frames; the last one gets the frame itself. */
function flood(from: BridgeHook, m: Mbuf, kind: number): void {
  const { links } = from.node.priv
  let last: BridgeHook | null = null
  for (let i = 0; i < links.length; i++) {
    const hook = links[i]
    if (hook === null || hook === from || (kind === UNICAST && !hook.priv.sendUnknown)) continue
    if (last !== null) {
      const copy = m.dup()
      if (copy === null) {
        from.priv.memoryFailures++
        return drop(from.node.drops, DROP_NOBUFS, m)
      }
      sendTo(last, copy, kind)
    }
    last = hook
  }
  if (last === null) drop(from.node.drops, DROP_NO_OTHER_PORT, m)
  else sendTo(last, m, kind)
}

function sendTo(hook: BridgeHook, m: Mbuf, kind: number): void {
  const link = hook.priv
  link.xmitPackets++
  link.xmitOctets += m.len
  if (kind === BROADCAST) link.xmitBroadcasts++
  else if (kind === MULTICAST) link.xmitMulticasts++
  ngSend(hook, m)
}

function stats(node: BridgeNode, cmd: 'getstats' | 'clrstats' | 'getclrstats', number: number) {
  const hook = node.hook(number < 0 ? `uplink${-number}` : `link${number}`) as BridgeHook | null
  if (hook === null) throw new NgError('ENOTCONN', `${node.label}: has no link ${number}`)
  const reply = hook.priv
  if (cmd !== 'getstats') hook.priv = cleared(reply, reply.mutedUntil)
  return cmd === 'clrstats' ? undefined : reply
}

function cleared(link: Link, mutedUntil: number): Link {
  const fresh = new Link(link.port, link.learnMac, link.sendUnknown)
  fresh.mutedUntil = mutedUntil
  return fresh
}

function table({ priv, ng }: BridgeNode) {
  const now = ng.kernel.seconds
  const hosts = priv.table.list(now).map(({ words, port, seen, since }) => ({
    addr: macOfWords(...words),
    hook: priv.links[port]?.name ?? '',
    age: Math.min(now - since, 0xffff),
    staleness: Math.min(now - seen, 0xffff),
  }))
  return { numHosts: hosts.length, hosts }
}

function moveHost(node: BridgeNode, mac: number, name: string, lasthook: BridgeHook | null): undefined {
  const hook = name === '' ? lasthook : (node.hook(name) as BridgeHook | null)
  if (hook === null) throw new NgError('ENOENT', `${node.label}: has no hook ${name}`)
  const { table } = node.priv
  const [word0, rest] = [macWord(mac, 0), macWord(mac, 1) | (macWord(mac, 2) << 16)]
  const now = node.ng.kernel.seconds
  if (table.find(word0, rest, now) === null) table.learn(word0, rest, hook.priv.port, now)
  else if (!hear(node, hook, word0, rest)) throw new NgError('ELOOP', `the host was behind another link just now`)
}

function freeName(node: BridgeNode, prefix: string, from: number): string {
  for (let number = from; ; number++) if (node.hook(`${prefix}${number}`) === null) return `${prefix}${number}`
}
