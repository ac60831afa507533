// ng_vlan(4): tagged frames on one side, a hook for each VLAN on the other.
//
//   downstream ──► tag of a filter: taken out, to the filter's hook      else: as it is, to nomatch
//   a filter's hook ──► tag put in, to downstream                        nomatch ──► as it is, to downstream
//
// Hooks: downstream, nomatch, and any other name, which takes part once a filter names it.
// Messages: addfilter { vid=10 hook="v10" pcp=3 }, where `vlan` is an older name of `vid`; delfilter "v10"; delvidflt 10;
// gettable. setencapproto and getencapproto: the EtherType that marks a tag, 0x8100 at first, 0x88a8 for outer tags.
// Carrier passes from downstream to the filters' hooks.
//
// Tags are always in the frame here, never beside it as in FreeBSD's mbufs, so setdecap and setencap have nothing to
// switch: they accept what is the case and refuse the rest.
import { type Mbuf, u16 } from '@etherloom/kern'
import { drop, hasTag, popTag, pushTag, tciOf } from '@etherloom/net'
import { DROP_LINK_DOWN, DROP_NO_HEADROOM, DROP_RUNT, ethernet, swap16, vlan as wireVlan } from '@etherloom/wire'
import { ngLinkstate, ngSend } from '../ng-base.ts'
import { NgError } from '../ng-error.ts'
import { array, hint16, hint32, type NgValue, nameString, struct, uint8, uint16, uint32 } from '../ng-parse.ts'
import { defineNgType, type NgCommands, type NgHookOf, type NgMessage, type NgNodeOf } from '../ng-type.ts'

/** What the hook's frames are tagged with; null while no filter names it. */
interface VlanHookPriv {
  tci: number | null
}

interface VlanPriv {
  downstream: VlanHook | null
  nomatch: VlanHook | null
  /** By VLAN id. */
  filters: (VlanHook | null)[]
  /** EtherType of a tag, as the little-endian view shows it. */
  protoWord: number
}

type VlanNode = NgNodeOf<VlanPriv>
type VlanHook = NgHookOf<VlanPriv, VlanHookPriv>

const VIDS = 4096
/** Where the EtherType is, in words of a frame. */
const TYPE = 6
const TAGGED_HEADER_LEN = ethernet.HEADER_LEN + wireVlan.TAG_LEN
const ENCAP_FROM_FILTER = 1

const filterType = struct({ hook: nameString, vlan: uint16, vid: uint16, pcp: uint8, cfi: uint8 })

const commands = {
  addfilter: { id: 1, args: filterType },
  delfilter: { id: 2, args: nameString },
  gettable: { id: 3, reply: struct({ n: uint32, filter: array(filterType) }) },
  delvidflt: { id: 4, args: uint16 },
  getdecap: { id: 5, reply: hint32 },
  setdecap: { id: 6, args: hint32 },
  getencap: { id: 7, reply: hint32 },
  setencap: { id: 8, args: hint32 },
  getencapproto: { id: 9, reply: hint16 },
  setencapproto: { id: 10, args: hint16 },
} satisfies NgCommands

export const ngVlan = defineNgType<VlanPriv, VlanHookPriv, typeof commands>({
  name: 'vlan',
  create: () => ({
    downstream: null,
    nomatch: null,
    filters: new Array(VIDS).fill(null),
    protoWord: swap16(ethernet.TYPE_VLAN),
  }),
  newhook,
  rcvdata,
  rcvmsg,
  linkstate,
  disconnect,
  shutdown: () => undefined,
  commands,
})

function newhook(hook: VlanHook): VlanHookPriv {
  const { priv } = hook.node
  if (hook.name === 'downstream') priv.downstream = hook
  else if (hook.name === 'nomatch') priv.nomatch = hook
  return { tci: null }
}

function rcvdata(hook: VlanHook, m: Mbuf): void {
  const { priv, drops } = hook.node
  if (m.len < ethernet.HEADER_LEN) return drop(drops, DROP_RUNT, m)
  if (hook === priv.downstream) return fromDownstream(hook.node, m)
  const { tci } = hook.priv
  if (priv.downstream === null || (tci === null && hook !== priv.nomatch)) return drop(drops, DROP_LINK_DOWN, m)
  if (tci !== null && !pushTag(m, tci, priv.protoWord)) return drop(drops, DROP_NO_HEADROOM, m)
  ngSend(priv.downstream, m)
}

function fromDownstream({ priv, drops }: VlanNode, m: Mbuf): void {
  if (u16[(m.off >> 1) + TYPE] === priv.protoWord && m.len < TAGGED_HEADER_LEN) return drop(drops, DROP_RUNT, m)
  const filter = hasTag(m, priv.protoWord) ? priv.filters[tciOf(m) & (VIDS - 1)] : null
  if (filter !== null) {
    popTag(m)
    ngSend(filter, m)
  } else if (priv.nomatch !== null) ngSend(priv.nomatch, m)
  else drop(drops, DROP_LINK_DOWN, m)
}

function rcvmsg(node: VlanNode, msg: NgMessage<typeof commands>) {
  const { priv } = node
  switch (msg.cmd) {
    case 'addfilter':
      return addFilter(node, msg.args)
    case 'delfilter':
      return removeFilter(priv, priv.filters.find((hook) => hook?.name === msg.args) ?? null, msg.args)
    case 'delvidflt':
      return removeFilter(priv, priv.filters[checkVid(msg.args)], String(msg.args))
    case 'gettable':
      return table(priv)
    case 'getencapproto':
      return swap16(priv.protoWord)
    case 'setencapproto':
      priv.protoWord = swap16(msg.args)
      return
    case 'getdecap':
      return 0
    case 'getencap':
      return ENCAP_FROM_FILTER
    case 'setdecap':
      return keepTags(msg.args, 0)
    case 'setencap':
      return keepTags(msg.args, ENCAP_FROM_FILTER)
  }
}

function linkstate(hook: VlanHook, up: boolean): void {
  if (hook !== hook.node.priv.downstream) return
  for (const filter of hook.node.priv.filters) if (filter !== null) ngLinkstate(filter, up)
}

function disconnect(hook: VlanHook): void {
  const { priv } = hook.node
  if (hook === priv.downstream) priv.downstream = null
  else if (hook === priv.nomatch) priv.nomatch = null
  else if (hook.priv.tci !== null) priv.filters[hook.priv.tci & (VIDS - 1)] = null
}

function addFilter(node: VlanNode, { hook: name, vlan, vid: given, pcp, cfi }: NgValue<typeof filterType>): undefined {
  const { priv } = node
  const hook = node.hook(name) as VlanHook | null
  if (given !== 0 && vlan !== 0 && given !== vlan)
    throw new NgError('EINVAL', 'vid and vlan are two names of one number')
  const vid = checkVid(given === 0 ? vlan : given)
  if (pcp > 7 || cfi > 1) throw new NgError('EINVAL', 'pcp is 0 to 7, cfi 0 or 1')
  if (hook === null) throw new NgError('ENOENT', `${node.label}: has no hook ${name}`)
  if (hook === priv.downstream || hook === priv.nomatch) throw new NgError('EINVAL', `${name} takes no filter`)
  if (hook.priv.tci !== null) throw new NgError('EEXIST', `${name} already has a filter`)
  if (priv.filters[vid] !== null) throw new NgError('EEXIST', `VLAN ${vid} already has a filter`)
  hook.priv.tci = (pcp << 13) | (cfi << 12) | vid
  priv.filters[vid] = hook
}

function removeFilter(priv: VlanPriv, hook: VlanHook | null, what: string): undefined {
  if (hook === null || hook.priv.tci === null) throw new NgError('ENOENT', `there is no filter for ${what}`)
  priv.filters[hook.priv.tci & (VIDS - 1)] = null
  hook.priv.tci = null
}

function table(priv: VlanPriv) {
  const filter = priv.filters.flatMap((hook, vid) => {
    const tci = hook?.priv.tci ?? 0
    return hook === null ? [] : [{ hook: hook.name, vlan: vid, vid, pcp: tci >>> 13, cfi: (tci >>> 12) & 1 }]
  })
  return { n: filter.length, filter }
}

function checkVid(vid: number): number {
  if (vid >= VIDS) throw new NgError('EINVAL', `a VLAN id is less than ${VIDS}`)
  return vid
}

function keepTags(wanted: number, actual: number): undefined {
  if (wanted !== actual) throw new NgError('EOPNOTSUPP', 'tags are always in the frame here')
}
