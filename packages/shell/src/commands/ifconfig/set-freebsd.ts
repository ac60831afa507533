// ifconfig(8) of FreeBSD as it changes an interface: the words behind its name, in any order, taken together.
import type { Ifnet } from '@etherloom/net'
import type { Program } from '@etherloom/proc'
import { normalizeMac } from '@etherloom/topology'
import { broadcastOf, formatIn6, formatIpv4, type In6Addr, tryParseIn6, tryParseIpv4 } from '@etherloom/wire'
import { fail, type Session } from '../../command.ts'
import { resolve, resolve6 } from '../../hosts.ts'
import { readNumber } from '../../options.ts'
import { classPrefixLen, IfaceEdit, MAX_MTU, MIN_MTU, readMask, splitPrefix } from './edit.ts'

interface Words {
  family: 'inet' | 'inet6' | 'ether'
  address: string | null
  prefixLen: number | null
  broadcast: string | null
  mode: 'set' | 'alias' | 'delete'
  up: boolean | null
  mtu: number | null
  linkLocal: boolean | null
  autoconf: boolean | null
}

/** Words that the real command has and this one has not, with what they take. */
const unsupported = new Set(
  'arp -arp create destroy name vnet -vnet description descr -description group -group promisc -promisc media mediaopt mode rxcsum -rxcsum txcsum -txcsum tso -tso lro -lro vlan vlandev addm deletem metric fib tunnel plumb unplumb link0 -link0 debug -debug anycast autoconf deprecated pltime vltime ifdisabled -ifdisabled no_dad -no_dad'.split(
    ' ',
  ),
)

export function* change(session: Session, ifp: Ifnet, args: readonly string[]): Program {
  const words = readWords(args)
  if (typeof words === 'string') return fail(session, words)
  const edit = IfaceEdit.of(session, ifp)
  if (edit === null)
    return fail(session, `ifconfig: ${ifp.name} is not part of the drawing, which could not hold the change\n`)
  const problem = applyAddress(session, edit, words) ?? applyRest(edit, words)
  if (problem !== null) return fail(session, `ifconfig: ${problem}\n`)
  const refused = yield* edit.apply(['ifconfig', ifp.name, ...args])
  if (refused !== null) return fail(session, `ifconfig: ${refused}\n`)
  if (setsWithoutMask(words))
    session.process.tty.write(
      'ifconfig: WARNING: setting interface address without mask is deprecated,\ndefault mask may not be correct.\n',
    )
  return 0
}

const setsWithoutMask = ({ family, address, prefixLen, mode }: Words) =>
  family === 'inet' && address !== null && prefixLen === null && mode !== 'delete'

/** What the words say, or the line of an error. */
function readWords(args: readonly string[]): Words | string {
  const words: Words = {
    family: 'inet',
    address: null,
    prefixLen: null,
    broadcast: null,
    mode: 'set',
    up: null,
    mtu: null,
    linkLocal: null,
    autoconf: null,
  }
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!
    const plain = simple[word]
    if (plain !== undefined) {
      plain(words)
      continue
    }
    if (unsupported.has(word)) return `ifconfig: '${word}' is not supported here: leave it out\n`
    const takes = valued[word]
    if (takes === undefined) {
      const problem = readAddress(words, word)
      if (problem !== null) return problem
      continue
    }
    const value = args[++i]
    if (value === undefined) return `ifconfig: '${word}' requires argument\n`
    if (!takes(words, value)) return `ifconfig: ${value}: bad value\n`
  }
  return words
}

const simple: { readonly [word: string]: ((words: Words) => void) | undefined } = {
  __proto__: null as never,
  inet: (words) => void (words.family = 'inet'),
  inet6: (words) => void (words.family = 'inet6'),
  alias: (words) => void (words.mode = 'alias'),
  add: (words) => void (words.mode = 'alias'),
  '-alias': (words) => void (words.mode = 'delete'),
  delete: (words) => void (words.mode = 'delete'),
  remove: (words) => void (words.mode = 'delete'),
  up: (words) => void (words.up = true),
  down: (words) => void (words.up = false),
  auto_linklocal: (words) => void (words.linkLocal = true),
  '-auto_linklocal': (words) => void (words.linkLocal = false),
  accept_rtadv: (words) => void (words.autoconf = true),
  '-accept_rtadv': (words) => void (words.autoconf = false),
}

/** Words with a value; false: it is a bad one. */
const valued: { readonly [word: string]: ((words: Words, value: string) => boolean) | undefined } = {
  __proto__: null as never,
  ether: readMac,
  lladdr: readMac,
  link: readMac,
  netmask: (words, value) => (words.prefixLen = readMask(value)) !== null,
  prefixlen: (words, value) => (words.prefixLen = readNumber(value)) !== null && words.prefixLen <= 128,
  broadcast: (words, value) => (words.broadcast = value) !== null && tryParseIpv4(value) !== null,
  mtu: (words, value) => (words.mtu = readNumber(value)) !== null,
}

function readMac(words: Words, value: string): boolean {
  words.family = 'ether'
  words.address = value
  return normalizeMac(value) !== null
}

function readAddress(words: Words, text: string): string | null {
  if (words.address !== null) return `ifconfig: ${text}: bad value\n`
  const { host, prefixLen, wrong } = splitPrefix(text)
  if (wrong) return `ifconfig: ${text}: bad value\n`
  words.address = host
  words.prefixLen = prefixLen ?? words.prefixLen
  // FreeBSD asks for the word inet6; taking it from the address harms nobody.
  if (tryParseIn6(host) !== null) words.family = 'inet6'
  return null
}

/** Null, or what is wrong. */
function applyAddress(session: Session, edit: IfaceEdit, words: Words): string | null {
  const { family, address, mode } = words
  if (family === 'ether') {
    edit.mac = normalizeMac(address!)!
    return Number.parseInt(edit.mac.slice(0, 2), 16) % 2 === 1 ? 'ioctl(SIOCSIFLLADDR): Invalid argument' : null
  }
  if (address === null) {
    // FreeBSD sets the broadcast address of the first address then; here it follows from the mask.
    if (words.broadcast !== null) return `broadcast ${words.broadcast}: ${OTHER_BROADCAST}`
    if (mode === 'set') return null
    if (mode === 'alias') return "'alias' requires an address"
    return edit.removeInet(0) ? null : CANNOT_REMOVE
  }
  const ip = family === 'inet6' ? resolve6(session, address) : resolve(session, address)
  if (ip === null) return `${address}: bad value`
  if (mode === 'delete')
    return edit.remove(typeof ip === 'number' ? formatIpv4(ip) : formatIn6(ip)) ? null : CANNOT_REMOVE
  if (edit.takenElsewhere(ip)) return 'ioctl (SIOCAIFADDR): File exists'
  edit.up = true
  return typeof ip === 'number' ? applyInet(edit, words, ip) : applyInet6(edit, words, ip)
}

const OTHER_BROADCAST = "the drawing holds no other broadcast address than the network's own"

const CANNOT_REMOVE = "ioctl (SIOCDIFADDR): Can't assign requested address"

function applyInet(edit: IfaceEdit, words: Words, ip: number): string | null {
  const prefixLen = words.prefixLen ?? classPrefixLen(ip)
  if (prefixLen > 32) return `${prefixLen}: bad value`
  if (words.broadcast !== null && tryParseIpv4(words.broadcast) !== broadcastOf(ip, prefixLen))
    return `broadcast ${words.broadcast}: ${OTHER_BROADCAST}`
  if (words.mode === 'alias') edit.addInet(ip, prefixLen)
  else edit.setInet(ip, prefixLen)
  return null
}

function applyInet6(edit: IfaceEdit, words: Words, ip: In6Addr): null {
  edit.addInet6(ip, words.prefixLen ?? 64)
  return null
}

function applyRest(edit: IfaceEdit, { up, mtu, linkLocal, autoconf }: Words): string | null {
  if (mtu !== null && (mtu < MIN_MTU || mtu > MAX_MTU)) return 'ioctl SIOCSIFMTU (set mtu): Invalid argument'
  edit.mtu = mtu ?? edit.mtu
  edit.up = up ?? edit.up
  edit.linkLocal = linkLocal ?? edit.linkLocal
  edit.autoconf = autoconf ?? edit.autoconf
  return null
}
