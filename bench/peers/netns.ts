// What a user would have otherwise: nodes as Linux network namespaces joined by veth pairs, traffic from a UDP socket.
// Every name begins with this process's own prefix, nothing is sent outside, and all of it goes when the process does.
//
// A chain has hosts at both ends and in between routers or bridges:
//
//   ns0 x0 ──── y0 ns1 x1 ──── y1 ns2 …        routers: 10.0.i.0/24 on pair i      bridges: 10.0.0.0/24 everywhere
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Why there can be no namespaces here, or null. */
export function whyNoNetns(): string | null {
  if (process.platform !== 'linux') return 'network namespaces need Linux'
  if (process.getuid?.() !== 0) return 'network namespaces need root'
  for (const tool of ['ip', 'nft', 'ping'])
    if (spawnSync(tool, ['-V']).error !== undefined) return `\`${tool}\` is not installed`
  return null
}

let chains = 0

export class NetnsChain {
  private readonly prefix: string
  private readonly between: number
  private readonly target: string

  constructor(kind: 'routers' | 'bridges', between: number) {
    this.prefix = `elb${process.pid}c${chains++}n`
    this.between = between
    this.target = kind === 'routers' ? `10.0.${between}.2` : '10.0.0.2'
    process.once('exit', () => this.destroy())
    const last = between + 1
    const batch: string[] = []
    for (let i = 0; i <= last; i++) batch.push(`netns add ${this.ns(i)}`)
    for (let i = 0; i <= between; i++)
      batch.push(`link add x${i} netns ${this.ns(i)} type veth peer name y${i} netns ${this.ns(i + 1)}`)
    ip(batch)
    for (let i = 0; i <= last; i++) {
      this.sh(i, 'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6; echo 1 >/proc/sys/net/ipv4/ip_forward')
      ip(kind === 'routers' ? this.router(i) : this.bridge(i), this.ns(i))
    }
    this.sh(0, `ping -q -c1 -W2 ${this.target} >/dev/null`)
    // Dropped before the socket look-up: what is measured is carrying, not an answer "port unreachable".
    this.sh(
      last,
      "nft 'add table ip f; add chain ip f i { type filter hook prerouting priority -300; }; add rule ip f i udp dport 9 drop'",
    )
  }

  /** Frames of `size` bytes carried through one router or bridge, for each CPU-second spent on all of it. */
  measure(blast: string, size: number, seconds: number): number {
    const last = this.between + 1
    const counter = `cat /sys/class/net/y${this.between}/statistics/rx_packets`
    const before = Number(this.sh(last, counter))
    const helpers = softirqSeconds()
    const [cpu] = this.sh(0, `${blast} ${this.target} ${seconds} ${size - 42}`).split(' ')
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
    if (i <= far) lines.push(`addr add 10.0.${i}.1/24 dev x${i}`, `link set x${i} up`)
    if (i > 0) lines.push(`addr add 10.0.${i - 1}.2/24 dev y${i - 1}`, `link set y${i - 1} up`)
    if (i < far) lines.push(`route add 10.0.${far}.0/24 via 10.0.${i}.2`)
    if (i > 1) lines.push(`route add 10.0.0.0/24 via 10.0.${i - 1}.1`)
    return lines
  }

  private bridge(i: number): string[] {
    if (i === 0) return ['addr add 10.0.0.1/24 dev x0', 'link set x0 up']
    const y = `y${i - 1}`
    if (i > this.between) return [`addr add 10.0.0.2/24 dev ${y}`, `link set ${y} up`]
    const ports = [y, `x${i}`].flatMap((p) => [`link set ${p} master br0`, `link set ${p} up`])
    return ['link add br0 type bridge stp_state 0 forward_delay 0 mcast_snooping 0', 'link set br0 up', ...ports]
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
