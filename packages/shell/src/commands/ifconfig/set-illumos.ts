// ifconfig(8) of illumos as it changes an interface: word by word, in the order typed.
import type { Ifnet } from '@etherloom/net'
import type { Program } from '@etherloom/proc'
import { normalizeMac } from '@etherloom/topology'
import { broadcastOf, formatIn6, formatIpv4, tryParseIpv4 } from '@etherloom/wire'
import { fail, type Session } from '../../command.ts'
import { resolve, resolve6 } from '../../hosts.ts'
import { ip6Of, shortMac } from '../../interfaces.ts'
import { readNumber } from '../../options.ts'
import { classPrefixLen, IfaceEdit, MAX_MTU, MIN_MTU, readMask, splitPrefix } from './edit.ts'
import type { IllumosFamily } from './show-illumos.ts'

export interface Target {
  readonly ifp: Ifnet
  readonly family: IllumosFamily
  /** 0 for net0 itself, 1 for net0:1 … */
  readonly logical: number
}

/** One word after the other changes this; a string is what is wrong. */
class Line {
  readonly session: Session
  readonly target: Target
  readonly edit: IfaceEdit
  readonly words: readonly string[]
  at: number
  /** What is printed once the change is made. */
  report: string
  /** The address given last, which a netmask behind it is for. */
  private last: number | null

  constructor(session: Session, target: Target, edit: IfaceEdit, words: readonly string[]) {
    this.session = session
    this.target = target
    this.edit = edit
    this.words = words
    this.at = 0
    this.report = ''
    this.last = null
  }

  next(): string | undefined {
    return this.words[this.at++]
  }

  address(text: string, logical: number): string | null {
    const { host, prefixLen, wrong } = splitPrefix(text)
    const { edit, session, target } = this
    if (wrong || (target.family === 'inet' && (prefixLen ?? 0) > 32)) return `Bad prefix length in ${text}`
    if (target.family === 'inet6') {
      const ip = resolve6(session, host)
      if (ip === null) return `${text}: bad address`
      if (edit.takenElsewhere(ip)) return `${formatIn6(ip)}: address already in use`
      edit.addInet6(ip, prefixLen ?? 64)
      return null
    }
    const ip = resolve(session, host)
    if (ip === null) return `${text}: bad address`
    if (edit.takenElsewhere(ip)) return `setifaddr: SIOCSLIFADDR: ${target.ifp.name}: address already in use`
    if (logical > edit.inetCount) return `setifaddr: SIOCSLIFADDR: ${target.ifp.name}:${logical}: no such interface`
    edit.setInet(ip, prefixLen ?? classPrefixLen(ip), logical)
    this.last = ip
    return null
  }

  addif(text: string): string | null {
    const { edit, target } = this
    const count =
      target.family === 'inet' ? edit.inetCount : (ip6Of(target.ifp.vnet!)?.ifs.get(target.ifp)?.addresses.length ?? 1)
    const problem = this.address(text, edit.inetCount)
    if (problem === null && count > 0) this.report += `Created new logical interface ${target.ifp.name}:${count}\n`
    return problem
  }

  removeif(text: string): string | null {
    const { host } = splitPrefix(text)
    const ip = this.target.family === 'inet6' ? resolve6(this.session, host) : resolve(this.session, host)
    if (ip === null) return `${text}: bad address`
    const removed = this.edit.remove(typeof ip === 'number' ? formatIpv4(ip) : formatIn6(ip))
    return removed ? null : `removeif: ${text}: no such address`
  }

  /** `+` takes the mask of the address's class, as netmasks(5) without entries does. */
  netmask(text: string): string | null {
    const ip = this.last ?? this.current()
    if (ip === null) return `netmask ${text}: give an address first`
    const prefixLen = text === '+' ? classPrefixLen(ip) : readMask(text)
    if (prefixLen === null) return `${text}: bad address`
    this.edit.setInet(ip, prefixLen, this.target.logical)
    return null
  }

  broadcast(text: string): string | null {
    const ip = this.last ?? this.current()
    const given = text === '+' ? null : tryParseIpv4(text)
    if (text !== '+' && given === null) return `${text}: bad address`
    const prefixLen = ip === null ? null : this.edit.inetPrefixLen(this.target.logical)
    if (ip === null || prefixLen === null || given === null || given === broadcastOf(ip, prefixLen)) return null
    return `broadcast ${text}: the drawing holds no other broadcast address than the network's own`
  }

  mtu(text: string): string | null {
    const mtu = readNumber(text)
    if (mtu === null || mtu < MIN_MTU || mtu > MAX_MTU)
      return `setifmtu: SIOCSLIFMTU: ${this.target.ifp.name}: Invalid argument`
    this.edit.mtu = mtu
    return null
  }

  ether(text: string): string | null {
    const mac = normalizeMac(text)
    if (mac === null) return `${text}: bad address`
    if (Number.parseInt(mac.slice(0, 2), 16) % 2 === 1)
      return `dlpi_set_physaddr failed ${this.target.ifp.name}: Invalid argument`
    this.edit.mac = mac
    return null
  }

  /** An IPv4 interface is there as long as it is drawn; IPv6 is what an interface can be without. */
  plumb(): string | null {
    if (this.target.family === 'inet6') this.edit.linkLocal = true
    return null
  }

  unplumb(): string | null {
    const { edit, target } = this
    if (target.family === 'inet6') {
      edit.linkLocal = false
      return null
    }
    if (target.logical > 0)
      return edit.removeInet(target.logical) ? null : `unplumb: ${target.ifp.name}:${target.logical}: no such interface`
    return 'unplumb: a drawn interface stays plumbed: take it down, or remove it from the drawing'
  }

  private current(): number | null {
    return this.edit.inetAt(this.target.logical)
  }
}

type Word = (line: Line) => string | null
const withValue =
  (name: string, use: (line: Line, value: string) => string | null): Word =>
  (line) => {
    const value = line.next()
    return value === undefined ? `${name}: requires an argument` : use(line, value)
  }

const vocabulary: { readonly [word: string]: Word | undefined } = {
  __proto__: null as never,
  plumb: (line) => line.plumb(),
  unplumb: (line) => line.unplumb(),
  up: ({ edit }) => {
    edit.up = true
    return null
  },
  down: ({ edit }) => {
    edit.up = false
    return null
  },
  addif: withValue('addif', (line, value) => line.addif(value)),
  removeif: withValue('removeif', (line, value) => line.removeif(value)),
  netmask: withValue('netmask', (line, value) => line.netmask(value)),
  broadcast: withValue('broadcast', (line, value) => line.broadcast(value)),
  mtu: withValue('mtu', (line, value) => line.mtu(value)),
  set: withValue('set', (line, value) => line.address(value, line.target.logical)),
  ether: withValue('ether', (line, value) => line.ether(value)),
}
/** Words that the real command has and this one has not. */
const unsupported = new Set(
  'arp -arp auto-revarp dhcp destination encaplimit -encaplimit failover -failover group deprecated -deprecated local -local metric modlist modinsert modremove nud -nud preferred -preferred private -private router -router standby -standby subnet thoplimit token trailers tsrc tdst usesrc xmit -xmit zone -zone all-zones index'.split(
    ' ',
  ),
)

/** `typed` is the whole line behind `ifconfig`. */
export function* change(session: Session, target: Target, typed: readonly string[]): Program {
  const words = typed.slice(typed[1] === target.family ? 2 : 1)
  const { ifp } = target
  if (words.length === 1 && words[0] === 'ether') return fail(session, `\tether ${shortMac(ifp.mac)}\n`, 0)
  const edit = IfaceEdit.of(session, ifp)
  if (edit === null)
    return fail(session, `ifconfig: ${ifp.name} is not part of the drawing, which could not hold the change\n`)
  const line = new Line(session, target, edit, words)
  for (let word = line.next(); word !== undefined; word = line.next()) {
    if (unsupported.has(word)) return fail(session, `ifconfig: '${word}' is not supported here: leave it out\n`)
    const problem = vocabulary[word]?.(line) ?? null
    const address = vocabulary[word] === undefined ? line.address(word, target.logical) : null
    if (problem !== null || address !== null) return fail(session, `ifconfig: ${problem ?? address}\n`)
  }
  const refused = yield* line.edit.apply(['ifconfig', ...typed])
  return refused === null ? fail(session, line.report, 0) : fail(session, `ifconfig: ${refused}\n`)
}
