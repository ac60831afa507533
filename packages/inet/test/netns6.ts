// A drawing as Linux network namespaces that speak IPv6 (netns-network.ts does the same for IPv4): fd00:0:0:<i>::1 and ::2 on
// wire i. Every name begins with this thread's own prefix, nothing is sent outside, and all of it goes with `destroy`.
import { spawn, spawnSync } from 'node:child_process'
import { threadId } from 'node:worker_threads'
import type { Drawing } from './drawing.ts'

export const address6On = (wire: number, side: 'a' | 'b') =>
  `fd00:0:0:${(wire + 16).toString(16)}::${side === 'a' ? 1 : 2}`
export const network6 = (wire: number) => `fd00:0:0:${(wire + 16).toString(16)}::`

/** The address of whoever is at the other end of the wire from `node`. */
export const neighbor6On = (drawing: Drawing, wire: number, node: number) =>
  address6On(wire, drawing.wires[wire].a === node ? 'b' : 'a')

// Errors are never held back, addresses are usable at once.
const SYSCTL = [
  'ipv6/conf/all/forwarding=1',
  'ipv6/icmp/ratelimit=0',
  'ipv4/icmp_msgs_per_sec=1000000',
  'ipv4/icmp_msgs_burst=100000',
  'ipv6/conf/all/accept_dad=0',
  'ipv6/conf/default/accept_dad=0',
  'ipv6/conf/default/dad_transmits=0',
]

let made = 0

export class Netns6 {
  private readonly prefix: string
  private readonly nodes: number

  constructor(drawing: Drawing, mtus: readonly number[] = []) {
    this.prefix = `elt${process.pid}t${threadId}s${made++}n`
    this.nodes = drawing.nodes
    const names = Array.from({ length: drawing.nodes }, (_, i) => this.ns(i))
    batch(names.map((name) => `netns add ${name}`))
    const settings = SYSCTL.map((each) => each.split('=')).map(
      ([path, value]) => `[ ! -e /proc/sys/net/${path} ] || echo ${value} >/proc/sys/net/${path}`,
    )
    for (const name of names) run('ip', ['netns', 'exec', name, 'sh', '-c', settings.join('; ')])
    batch(
      drawing.wires.map(({ a, b }, i) => {
        const mtu = `mtu ${mtus[i] ?? 1500}`
        return `link add a${i} ${mtu} netns ${this.ns(a)} type veth peer name b${i} ${mtu} netns ${this.ns(b)}`
      }),
    )
    drawing.routes.forEach((routes, node) => {
      const lines = ['link set lo up']
      drawing.wires.forEach(({ a, b }, i) => {
        if (a === node) lines.push(`addr add ${address6On(i, 'a')}/64 dev a${i} nodad`, `link set a${i} up`)
        if (b === node) lines.push(`addr add ${address6On(i, 'b')}/64 dev b${i} nodad`, `link set b${i} up`)
      })
      for (const { network, wire } of routes)
        lines.push(`route add ${network6(network)}/64 via ${neighbor6On(drawing, wire, node)}`)
      batch(lines, this.ns(node))
    })
  }

  /** What one echo request of that hop limit brings back, as ping(8) of iputils says it: `reply X`, `words X`, `none`. */
  async probe(from: number, to: string, hopLimit: number, waitS: number, size = 56): Promise<string> {
    const options = ['-6', '-n', '-c1', '-M', 'do', '-s', `${size}`, '-t', `${hopLimit}`, '-W', `${waitS}`]
    const child = spawn('ip', ['netns', 'exec', this.ns(from), 'ping', ...options, to])
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (more) => (text += more))
    await new Promise((resolve) => child.once('close', resolve))
    const reply = /bytes from ([\da-f:]+): icmp/.exec(text)
    if (reply !== null) return `reply ${reply[1]}`
    const error = /From ([\da-f:]+) icmp_seq=1 (.*)/.exec(text)
    if (error !== null) return `${error[2].trim()} ${error[1]}`
    return /Network is unreachable/.test(text) ? 'no route' : 'none'
  }

  destroy(): void {
    batch(Array.from({ length: this.nodes }, (_, i) => `netns del ${this.ns(i)}`))
  }

  private ns(i: number): string {
    return `${this.prefix}${i}`
  }
}

function run(program: string, args: readonly string[], input = ''): void {
  const { status, stderr } = spawnSync(program, args, { input, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`)
}

function batch(lines: readonly string[], netns: string | null = null): void {
  if (lines.length > 0) run('ip', [...(netns === null ? [] : ['-n', netns]), '-batch', '-'], lines.join('\n'))
}
