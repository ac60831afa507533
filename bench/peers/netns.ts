// What a user would have otherwise: nodes as Linux network namespaces joined by veth pairs, traffic from a UDP socket.
// Every name begins with this process's own prefix, nothing is sent outside, and all of it goes when the process does.
//
// A chain has hosts at both ends and in between routers or bridges:
//
//   ns0 x0 ──── y0 ns1 x1 ──── y1 ns2 …        routers: 10.0.i.0/24 on pair i      bridges: 10.0.0.0/24 everywhere
//                                              routers6: fd00:0:0:i::/64 on pair i
//
// The last host is .3 of its network. What is measured goes to .2, which its neighbor believes to be there too, and which
// the host's routing table drops: carrying is measured, not an answer "port unreachable".
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Why there can be no namespaces here, or null. */
export function whyNoNetns(): string | null {
  if (process.platform !== 'linux') return 'network namespaces need Linux'
  if (process.getuid?.() !== 0) return 'network namespaces need root'
  for (const tool of ['ip', 'ping'])
    if (spawnSync(tool, ['-V']).error !== undefined) return `\`${tool}\` is not installed`
  return null
}

/** No IPv6 chatter; forwarding; bridges that do not call iptables for what they pass, where that is compiled in. */
const SETTINGS = `echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6
echo 1 >/proc/sys/net/ipv4/ip_forward
for f in /proc/sys/net/bridge/bridge-nf-call-*; do [ ! -e $f ] || echo 0 >$f; done`

const SETTINGS6 = `echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
echo 0 >/proc/sys/net/ipv6/conf/default/dad_transmits`

let chains = 0

export class NetnsChain {
  private readonly prefix: string
  private readonly between: number
  private readonly six: boolean
  private readonly network: number

  constructor(kind: 'routers' | 'routers6' | 'bridges', between: number) {
    this.prefix = `elb${process.pid}c${chains++}n`
    this.between = between
    this.six = kind === 'routers6'
    this.network = kind === 'bridges' ? 0 : between
    process.once('exit', () => this.destroy())
    const last = between + 1
    ip(Array.from({ length: last + 1 }, (_, i) => `netns add ${this.ns(i)}`))
    // Before the interfaces: they are born with these.
    if (this.six) for (let i = 0; i <= last; i++) this.sh(i, SETTINGS6)
    const batch: string[] = []
    for (let i = 0; i <= between; i++)
      batch.push(`link add x${i} netns ${this.ns(i)} type veth peer name y${i} netns ${this.ns(i + 1)}`)
    ip(batch)
    for (let i = 0; i <= last; i++) {
      if (!this.six) this.sh(i, SETTINGS)
      ip(kind === 'bridges' ? this.bridge(i) : this.router(i), this.ns(i))
    }
    const mac = this.sh(last, `cat /sys/class/net/y${between}/address`)
    const [sender, dev] = kind === 'bridges' ? [0, 'x0'] : [between, `x${between}`]
    ip([`neigh add ${this.target} lladdr ${mac} dev ${dev} nud permanent`], this.ns(sender))
    ip([`route add blackhole ${this.target}/${this.six ? 128 : 32}`], this.ns(last))
  }

  /** Gives the first router routes to networks that its last host is to swallow. */
  addRoutes(networks: readonly string[]): void {
    ip([`route add default via ${this.on(0, 2)}`], this.ns(0))
    ip(
      networks.map((network) => `route add ${network} via ${this.on(1, this.between === 1 ? 3 : 2)}`),
      this.ns(1),
    )
    ip(['route add blackhole 16.0.0.0/4', 'route add blackhole 32.0.0.0/4'], this.ns(this.between + 1))
  }

  /**
   * Frames of `size` bytes carried through one router or bridge, for each CPU-second spent on all of it; to random addresses
   * of so many `networks` if given.
   */
  measure(blast: string, size: number, seconds: number, networks: number | null = null): number {
    const last = this.between + 1
    // Also keeps what routers and bridges have learned of each other fresh.
    this.sh(0, `ping -q -c1 -W2 ${this.on(this.network, 3)} >/dev/null`)
    const counter = `cat /sys/class/net/y${this.between}/statistics/rx_packets`
    const before = Number(this.sh(last, counter))
    const helpers = softirqSeconds()
    const spread = networks === null ? '' : ` ${networks}`
    const [cpu] = this.sh(0, `${blast} ${this.target} ${seconds} ${size - (this.six ? 62 : 42)}${spread}`).split(' ')
    const used = Number(cpu) + softirqSeconds() - helpers
    return ((Number(this.sh(last, counter)) - before) * this.between) / used
  }

  destroy(): void {
    const batch = Array.from({ length: this.between + 2 }, (_, i) => `netns del ${this.ns(i)}`)
    spawnSync('ip', ['-force', '-batch', '-'], { input: batch.join('\n') })
  }

  private router(i: number): string[] {
    const lines = ['link set lo up']
    const far = this.between
    const len = this.six ? 64 : 24
    if (i <= far) lines.push(`addr add ${this.on(i, 1)}/${len} dev x${i}`, `link set x${i} up`)
    if (i > 0) lines.push(`addr add ${this.on(i - 1, i > far ? 3 : 2)}/${len} dev y${i - 1}`, `link set y${i - 1} up`)
    if (i < far) lines.push(`route add ${this.on(far, 0)}/${len} via ${this.on(i, 2)}`)
    if (i > 1) lines.push(`route add ${this.on(0, 0)}/${len} via ${this.on(i - 1, 1)}`)
    return lines
  }

  private bridge(i: number): string[] {
    if (i === 0) return ['addr add 10.0.0.1/24 dev x0', 'link set x0 up']
    const y = `y${i - 1}`
    if (i > this.between) return [`addr add 10.0.0.3/24 dev ${y}`, `link set ${y} up`]
    const ports = [y, `x${i}`].flatMap((p) => [`link set ${p} master br0`, `link set ${p} up`])
    return ['link add br0 type bridge stp_state 0 forward_delay 0 mcast_snooping 0', 'link set br0 up', ...ports]
  }

  /** Where what is measured goes. */
  private get target(): string {
    return this.on(this.network, 2)
  }

  /** Address of a host on the network of pair `i`; 0 is the network's own. */
  private on(i: number, host: number): string {
    return this.six ? `fd00:0:0:${i.toString(16)}::${host || ''}` : `10.0.${i}.${host}`
  }

  private ns(i: number): string {
    return `${this.prefix}${i}`
  }

  private sh(i: number, script: string): string {
    const result = spawnSync('ip', ['netns', 'exec', this.ns(i), 'sh', '-c', script], { encoding: 'utf8' })
    if (result.status !== 0) throw new Error(`in a network namespace: ${script}: ${result.stderr.trim()}`)
    return result.stdout.trim()
  }
}

function ip(lines: readonly string[], ns?: string): void {
  const args = [...(ns === undefined ? [] : ['-n', ns]), '-batch', '-']
  const result = spawnSync('ip', args, { input: lines.join('\n'), encoding: 'utf8' })
  if (result.status !== 0) throw new Error(`ip -batch: ${result.stderr.trim()}`)
}

/** CPU time of the kernel's softirq threads: what they carry is not in the sender's clock. */
function softirqSeconds(): number {
  let ns = 0
  for (const pid of softirqThreads()) ns += Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0])
  return ns / 1e9
}

let threads: string[] | null = null
function softirqThreads(): string[] {
  threads ??= readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false
    try {
      return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('ksoftirqd/')
    } catch {
      return false // it ended meanwhile
    }
  })
  return threads
}
