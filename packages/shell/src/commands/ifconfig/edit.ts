// An interface as a command line leaves it: the drawing's record, changed word by word, proposed once at the end.
import { inetOf } from '@etherloom/inet'
import type { Ifnet } from '@etherloom/net'
import type { SystemCall } from '@etherloom/proc'
import {
  addLoopback,
  applyDiff,
  composeDiffs,
  type Diff,
  emptyDiff,
  type IfaceAddress,
  type IfaceRecord,
  ifacesOf,
  setFields,
  type TopologyDocument,
} from '@etherloom/topology'
import { formatIn6, formatIpv4, hostOrder, type In6Addr, isLinkLocalIn6, tryParseIpv4 } from '@etherloom/wire'
import type { Session } from '../../command.ts'
import { plainAddress } from '../../hosts.ts'
import { ip6Of, isLoopback, recordOf } from '../../interfaces.ts'
import { proposeAs } from '../../propose.ts'

/** What the link layer of both systems takes, in bytes of IP packet. */
export const MIN_MTU = 68
export const MAX_MTU = 9216

/** The prefix length an address has by its class (RFC 791, section 2.3), when nothing else is said. */
export function classPrefixLen(ip: number): number {
  const first = ip & 255
  return first < 128 ? 8 : first < 192 ? 16 : first < 224 ? 24 : 32
}

/** `255.255.255.0` or `0xffffff00` as a prefix length; null when it is no mask. */
export function readMask(text: string): number | null {
  const hex = /^0x([0-9a-f]{1,8})$/i.exec(text)
  const quad = tryParseIpv4(text)
  if (hex === null && quad === null) return null
  const mask = hex === null ? hostOrder(quad!) : Number.parseInt(hex[1]!, 16)
  const ones = Math.clz32(~mask)
  return mask === (ones === 0 ? 0 : (-1 << (32 - ones)) >>> 0) ? ones : null
}

const isInet = ({ address }: IfaceAddress) => !address.includes(':')

/** An interface's record, and the change that puts it in the drawing where it was not there: lo0, which all nodes have. */
interface Base {
  readonly record: IfaceRecord
  readonly doc: TopologyDocument
  readonly diff: Diff
}

function baseOf(session: Session, ifp: Ifnet): Base | null {
  const doc = session.document()
  const record = recordOf(session, ifp)
  if (record !== null) return { record, doc, diff: emptyDiff }
  if (!isLoopback(ifp)) return null
  const { diff } = addLoopback(doc, session.node)
  const added = applyDiff(doc, diff)
  const drawn = ifacesOf(added, session.node).find(({ kind, name }) => kind === 'lo' && name === ifp.name)
  return drawn === undefined ? null : { record: drawn, doc: added, diff }
}

export class IfaceEdit {
  private readonly session: Session
  private readonly ifp: Ifnet
  private readonly base: Base
  private addresses: IfaceAddress[]
  up: boolean
  mtu: number
  /** As the document writes it. */
  mac: string
  linkLocal: boolean
  autoconf: boolean

  /** Null: the interface is the kernel's alone, and the drawing cannot hold what is changed of it. */
  static of(session: Session, ifp: Ifnet): IfaceEdit | null {
    const base = baseOf(session, ifp)
    return base === null ? null : new IfaceEdit(session, ifp, base)
  }

  private constructor(session: Session, ifp: Ifnet, base: Base) {
    const { record } = base
    this.session = session
    this.ifp = ifp
    this.base = base
    this.addresses = [...record.addresses]
    this.up = record.up
    this.mtu = record.mtu
    this.mac = record.mac
    this.linkLocal = record.ipv6.linkLocal
    this.autoconf = record.ipv6.autoconf
  }

  /** The `n`th IPv4 address is this one from now on; behind the last it is added. */
  setInet(ip: number, prefixLen: number, n = 0): void {
    const typed = { address: `${formatIpv4(ip)}/${prefixLen}`, auto: false }
    const taken = this.addresses.filter(isInet)[n]
    if (taken === undefined) this.addresses.push(typed)
    else this.addresses = this.addresses.map((each) => (each === taken ? typed : each))
  }

  /** A further address; one that is there gets the new mask. */
  addInet(ip: number, prefixLen: number): void {
    const at = this.addresses.filter(isInet).findIndex((each) => plainAddress(each) === formatIpv4(ip))
    this.setInet(ip, prefixLen, at < 0 ? this.addresses.length : at)
  }

  addInet6(ip: In6Addr, prefixLen: number): void {
    const text = formatIn6(ip)
    this.addresses = this.addresses.filter((each) => plainAddress(each) !== text)
    this.addresses.push({ address: `${text}/${prefixLen}`, auto: false })
  }

  /** False: the interface does not have it. */
  remove(address: string): boolean {
    const left = this.addresses.filter((each) => plainAddress(each) !== address)
    const removed = left.length < this.addresses.length
    this.addresses = left
    return removed
  }

  /** Removes the `n`th IPv4 address. */
  removeInet(n: number): boolean {
    const found = this.addresses.filter(isInet)[n]
    return found !== undefined && this.remove(plainAddress(found))
  }

  /** The `n`th IPv4 address, or null. */
  inetAt(n: number): number | null {
    const found = this.addresses.filter(isInet)[n]
    return found === undefined ? null : tryParseIpv4(plainAddress(found))
  }

  inetPrefixLen(n: number): number | null {
    const found = this.addresses.filter(isInet)[n]
    return found === undefined ? null : splitPrefix(found.address).prefixLen
  }

  get inetCount(): number {
    return this.addresses.filter(isInet).length
  }

  /** Whether another interface of this node has the address. */
  takenElsewhere(ip: number | In6Addr): boolean {
    const { vnet } = this.session.process
    const holder =
      typeof ip === 'number'
        ? inetOf(vnet).addresses.find(ip)
        : isLinkLocalIn6(ip)
          ? null
          : (ip6Of(vnet)?.addresses.find(ip) ?? null)
    return holder !== null && holder.ifp !== this.ifp
  }

  /** Asks the room for what has changed, if anything has. Null when the kernel has it, else why not. */
  *apply(typed: readonly string[]): SystemCall<string | null> {
    const { base, session } = this
    const { addresses, up, mtu, mac, linkLocal, autoconf } = this
    const fields = { addresses, up, mtu, mac, ipv6: { linkLocal, autoconf } }
    if (sameFields(fields, base.record)) return null
    return yield* proposeAs(session, typed, () => {
      const { label, diff } = setFields(base.doc, base.record.id, fields)
      return { label, diff: composeDiffs(base.diff, diff) }
    })
  }
}

interface Editable {
  addresses: readonly IfaceAddress[]
  up: boolean
  mtu: number
  mac: string
  ipv6: { linkLocal: boolean; autoconf: boolean }
}

const sameFields = (a: Editable, b: Editable): boolean =>
  a.up === b.up &&
  a.mtu === b.mtu &&
  a.mac === b.mac &&
  a.ipv6.linkLocal === b.ipv6.linkLocal &&
  a.ipv6.autoconf === b.ipv6.autoconf &&
  a.addresses.length === b.addresses.length &&
  a.addresses.every(({ address, auto }, i) => address === b.addresses[i]!.address && auto === b.addresses[i]!.auto)

/** `10.0.0.5/24` as address and prefix length; a length that is not there or no number is null. */
export function splitPrefix(text: string): { host: string; prefixLen: number | null; wrong: boolean } {
  const slash = text.indexOf('/')
  if (slash < 0) return { host: text, prefixLen: null, wrong: false }
  const digits = text.slice(slash + 1)
  const prefixLen = /^\d{1,3}$/.test(digits) ? Number(digits) : null
  return { host: text.slice(0, slash), prefixLen, wrong: prefixLen === null || prefixLen > 128 }
}
