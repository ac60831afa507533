// `network-config`: what a node of the older grammar says in the manner of a router's configuration. Lines begin with one
// tab; a stanza such as `interface eth0` goes on, indented by a blank, until `!`.
//
//   hostname pc1
//   interface eth0
//    ip address 10.0.0.20/24
//   !
//   ip route 0.0.0.0/0 10.0.0.1
import { child, type JsonObject } from '../imn-file.ts'
import { natural } from '../natural-order.ts'
import { filterRule, interfaceLine } from './interface-line.ts'
import { isUsualProtocolLine } from './protocol-lines.ts'
import type { TreeBuilder } from './tree-builder.ts'

type Stanza = 'none' | 'interface' | 'router' | 'vlan' | 'nat64' | 'packgen' | 'bridge'

const BRIDGE_LINES: Readonly<Record<string, string>> = {
  priority: 'priority',
  holdcnt: 'hold_count',
  maxage: 'max_age',
  fwddelay: 'forwarding_delay',
  hellotime: 'hello_time',
  maxaddr: 'max_addresses',
  timeout: 'address_timeout',
}

const NAT64_LINES: Readonly<Record<string, string>> = {
  tunIPv4addr: 'tun_ipv4_addr',
  tunIPv6addr: 'tun_ipv6_addr',
  taygaIPv4addr: 'tayga_ipv4_addr',
  taygaIPv6prefix: 'tayga_ipv6_prefix',
  taygaIPv4pool: 'tayga_ipv4_pool',
}

/** Writes what the text says into the tree at `path`, the node's; `line` is the text's first. */
export function readNetworkConfig(text: string, line: number, path: readonly string[], into: TreeBuilder): void {
  const config = new NetworkConfig(path, into)
  text.split('\n').forEach((each, i) => {
    config.read(each.replace(/^\t/, '').replace(/\s+$/, ''), line + i)
  })
  config.finish()
}

interface Iface {
  readonly fields: JsonObject
  readonly line: number
}

class NetworkConfig {
  private readonly path: readonly string[]
  private readonly into: TreeBuilder
  private readonly ifaces: Map<string, Iface>
  /** Lists by the path they belong at. */
  private readonly lists: Map<string, string[]>
  private readonly protocols: string[]
  private stanza: Stanza
  private iface: Iface
  private protocol: string
  private indent: number

  constructor(path: readonly string[], into: TreeBuilder) {
    this.path = path
    this.into = into
    this.ifaces = new Map()
    this.lists = new Map()
    this.protocols = []
    this.stanza = 'none'
    this.iface = { fields: {}, line: 0 }
    this.protocol = ''
    this.indent = 0
  }

  read(text: string, line: number): void {
    const trimmed = text.trimStart()
    if (trimmed === '') return
    if (trimmed === '!') {
      this.stanza = 'none'
      return
    }
    const words = trimmed.split(/\s+/)
    const deeper = text.length - trimmed.length > this.indent
    if (this.stanza !== 'none' && deeper && this.inStanza(trimmed, words, line)) return
    if (this.atTop(words, text.length - trimmed.length, line)) return
    this.into.drop(this.path, line, trimmed)
  }

  /** A line of the open stanza; false when it is none of its own. */
  private inStanza(text: string, words: readonly string[], line: number): boolean {
    switch (this.stanza) {
      case 'interface':
        return filterRule(text, this.iface.fields) || interfaceLine(words, this.iface.fields)
      case 'router':
        if (!isUsualProtocolLine(this.protocol, text)) this.into.drop([...this.path, 'router_config'], line, text)
        return true
      case 'vlan':
        return this.keyed({ enabled: 'enabled', tag: 'tag' }, 'vlan', words, line)
      case 'bridge':
        if (words[0] === 'stp' || words[0] === 'rstp') return this.put(['bridge', 'protocol'], words[0], line)
        return this.keyed(BRIDGE_LINES, 'bridge', words, line)
      case 'nat64':
        if (words[0] !== 'taygaMapping') return this.keyed(NAT64_LINES, 'nat64', words, line)
        return this.add('nat64/tayga_mappings', words.slice(1).join(' '), line)
      case 'packgen':
        return this.packet(text, words, line)
      default:
        return false
    }
  }

  private packet(text: string, words: readonly string[], line: number): boolean {
    if (words[0] === 'packetrate') return this.put(['packgen', 'packetrate'], words.slice(1).join(' '), line)
    const [, id, data] = /^([^:]+):(.*)$/.exec(text) ?? []
    return id !== undefined && this.put(['packgen', 'packets', id.trim()], data.trim(), line)
  }

  private keyed(
    keys: Readonly<Record<string, string>>,
    object: string,
    words: readonly string[],
    line: number,
  ): boolean {
    if (!Object.hasOwn(keys, words[0])) return false
    return this.put([object, keys[words[0]]], words.slice(1).join(' '), line)
  }

  private put(path: readonly string[], value: string | string[], line: number): true {
    this.into.set([...this.path, ...path], value, line)
    return true
  }

  private add(key: string, value: string, line: number): true {
    const list = this.lists.get(key)
    if (list !== undefined) list.push(value)
    else {
      const made = [value]
      this.lists.set(key, made)
      this.put(key.split('/'), made, line)
    }
    return true
  }

  private atTop(words: readonly string[], indent: number, line: number): boolean {
    const [first, second] = words
    const last = words[words.length - 1]
    const rest = words.slice(2).join(' ')
    switch (first) {
      case 'hostname':
        return this.put(['name'], last, line)
      case 'interface':
        this.open('interface', indent)
        this.iface = this.ifaces.get(last) ?? { fields: { name: last }, line }
        this.ifaces.set(last, this.iface)
        return true
      case 'ip':
      case 'ipv6': {
        if (second !== 'route') return false
        return this.add(first === 'ip' ? 'croutes4' : 'croutes6', rest, line)
      }
      case 'router': {
        this.open('router', indent)
        this.protocol = second ?? ''
        if (this.protocol !== '' && !this.protocols.includes(this.protocol)) this.protocols.push(this.protocol)
        return this.put(['router_config'], this.protocols.map((each) => `${each} 1`).join(' '), line)
      }
      case 'bridge':
        this.open('bridge', indent)
        return this.put(['bridge', 'name'], last, line)
      case 'stp-enabled':
        return this.put(['stp_enabled'], last, line)
      case 'vlan':
        this.open('vlan', indent)
        return true
      case 'nat64':
        this.open('nat64', indent)
        return this.put(['model'], 'frr', line)
      case 'packets':
      case 'packet':
        this.open('packgen', indent)
        return true
      default:
        return false
    }
  }

  private open(stanza: Stanza, indent: number): void {
    this.stanza = stanza
    this.indent = indent
  }

  /** Interfaces are numbered as IMUNES numbers them: those that say their type first, then by name, digits as numbers. */
  finish(): void {
    const named = [...this.ifaces].sort(([a], [b]) => natural(a, b))
    const logical = named.filter(([, { fields }]) => fields.type !== undefined)
    const physical = named.filter(([, { fields }]) => fields.type === undefined)
    ;[...logical, ...physical].forEach(([, { fields, line }], i) => {
      const path = [...this.path, 'ifaces', `ifc${i}`]
      fields.type ??= 'phys'
      Object.assign(child(this.into.object([...this.path, 'ifaces'], line), `ifc${i}`), fields)
      this.into.lines.set(path.join('/'), line)
    })
  }
}
