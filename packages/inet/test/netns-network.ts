// A drawing as Linux network namespaces joined by veth: the judge of what a router should answer. Every name begins with this
// thread's own prefix, nothing is sent outside, and all of it goes with `destroy`.
import { spawn, spawnSync } from 'node:child_process'
import { threadId } from 'node:worker_threads'
import { addressOn, type Drawing, neighborOn } from './drawing.ts'

/** Why there can be no namespaces here, or null. */
export function whyNoNetns(): string | null {
  if (process.platform !== 'linux') return 'network namespaces need Linux'
  if (process.getuid?.() !== 0) return 'network namespaces need root'
  for (const tool of ['ip', 'ping'])
    if (spawnSync(tool, ['-V']).error !== undefined) return `\`${tool}\` is not installed`
  const name = `elt${process.pid}t${threadId}`
  const made = spawnSync('ip', ['netns', 'add', name]).status === 0
  spawnSync('ip', ['netns', 'del', name])
  return made ? null : 'network namespaces may not be made here'
}

// Errors are never held back, reverse paths are not checked, nobody is redirected.
const SYSCTL = [
  'ipv4/ip_forward=1',
  'ipv4/icmp_ratelimit=0',
  'ipv4/icmp_msgs_per_sec=1000000',
  'ipv4/icmp_msgs_burst=100000',
  'ipv4/conf/all/rp_filter=0',
  'ipv4/conf/default/rp_filter=0',
  'ipv4/conf/all/send_redirects=0',
  'ipv4/conf/default/send_redirects=0',
  'ipv6/conf/all/disable_ipv6=1',
]

let made = 0

export class NetnsNetwork {
  private readonly prefix: string
  private readonly nodes: number

  constructor(drawing: Drawing, mtus: readonly number[] = []) {
    this.prefix = `elt${process.pid}t${threadId}r${made++}n`
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
        if (a === node) lines.push(`addr add ${addressOn(i, 'a')}/24 dev a${i}`, `link set a${i} up`)
        if (b === node) lines.push(`addr add ${addressOn(i, 'b')}/24 dev b${i}`, `link set b${i} up`)
      })
      batch(lines, this.ns(node))
      batch(
        routes.map(({ network, wire }) => `route add 10.0.${network}.0/24 via ${neighborOn(drawing, wire, node)}`),
        this.ns(node),
      )
    })
  }

  /** What one echo request of that TTL brings back, as ping(8) of iputils says it: `reply X`, `words X`, `none`. */
  async probe(from: number, to: string, ttl: number, waitS: number, { size = 56, df = true } = {}): Promise<string> {
    const options = ['-n', '-c1', '-M', df ? 'do' : 'dont', '-s', `${size}`, '-t', `${ttl}`, '-W', `${waitS}`]
    const args = ['netns', 'exec', this.ns(from), 'ping', ...options, to]
    const child = spawn('ip', args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (more) => (text += more))
    await new Promise((resolve) => child.once('close', resolve))
    const reply = /bytes from ([\d.]+):/.exec(text)
    if (reply !== null) return `reply ${reply[1]}`
    const error = /From ([\d.]+) icmp_seq=1 (.*)/.exec(text)
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
