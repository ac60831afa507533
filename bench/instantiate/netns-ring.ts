// The peer: the same ring made of Linux network namespaces joined by veth, the fastest way iproute2 has. One `ip -batch`
// makes all namespaces and pairs; then each namespace gets its addresses, routes and forwarding from one shell inside it.
// Every name begins with this process's own prefix, and pairs are born in a namespace of our own: nothing of the machine's
// is touched, and what an earlier run left behind is not mistaken for ours.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, readFileSync } from 'node:fs'

export interface NetnsRing {
  upMs: number
  /** Until the last namespace's devices are gone: the kernel takes namespaces apart in the background. */
  downMs: number
  bytesPerNode: number
}

const SETTLE_MS = 300
const GONE_TIMEOUT_MS = 60_000

/** Why there can be no namespaces here, or null. */
export function whyNoNetns(): string | null {
  if (process.platform !== 'linux') return 'network namespaces need Linux'
  if (process.getuid?.() !== 0) return 'network namespaces need root'
  for (const [tool, of] of [
    ['ip', 'iproute2'],
    ['nsenter', 'util-linux'],
  ])
    if (!onPath(tool)) return `\`${tool}\` is not installed (package ${of})`
  const name = `el${process.pid}try`
  const made = spawnSync('ip', ['netns', 'add', name], { encoding: 'utf8' })
  spawnSync('ip', ['netns', 'del', name])
  return made.status === 0 ? null : `\`ip netns add\` is refused here: ${made.stderr.trim()}`
}

function onPath(tool: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => {
    try {
      accessSync(`${folder}/${tool}`, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

export function measureNetnsRing(n: number): NetnsRing {
  const prefix = `el${process.pid}n`
  const hold = `${prefix}hold`
  const down = () => sh(`ip -batch - <<E\n${[...names(prefix, n)].map((name) => `netns del ${name}`).join('\n')}\nE`)
  const undo = () => {
    spawnSync('ip', ['-force', '-batch', '-'], {
      input: [hold, ...names(prefix, n)].map((name) => `netns del ${name}\n`).join(''),
    })
  }
  process.once('exit', undo)
  try {
    sh(`ip netns add ${hold}`)
    const script = upScript(prefix, hold, n)
    const availableBefore = availableBytes()
    const start = performance.now()
    sh(script)
    const upMs = performance.now() - start
    sleep(SETTLE_MS)
    const bytesPerNode = (availableBefore - availableBytes()) / n
    demandPing(prefix, n)

    const last = `${prefix}${n - 1}`
    sh(`ip -n ${hold} link add probe type veth peer name probe netns ${last}`)
    const downStart = performance.now()
    down()
    const deadline = downStart + GONE_TIMEOUT_MS
    while (spawnSync('ip', ['-n', hold, 'link', 'show', 'probe']).status === 0) {
      if (performance.now() > deadline) throw new Error(`namespaces are not gone after ${GONE_TIMEOUT_MS / 1000} s`)
      sleep(10)
    }
    return { upMs, downMs: performance.now() - downStart, bytesPerNode }
  } finally {
    undo()
    process.off('exit', undo)
  }
}

function* names(prefix: string, n: number): Iterable<string> {
  for (let i = 0; i < n; i++) yield prefix + i
}

const subnet = (i: number) => `10.${i >> 8}.${i & 255}`

function upScript(prefix: string, hold: string, n: number): string {
  const lines = [`nsenter --net=/run/netns/${hold} ip -batch - <<E`]
  for (const name of names(prefix, n)) lines.push(`netns add ${name}`)
  for (let i = 0; i < n; i++) {
    const next = (i + 1) % n
    lines.push(`link add e${i} netns ${prefix}${i} type veth peer name w${next} netns ${prefix}${next}`)
  }
  lines.push('E')
  for (let i = 0; i < n; i++) {
    const left = subnet((i + n - 1) % n)
    lines.push(
      `nsenter --net=/run/netns/${prefix}${i} sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward; exec ip -batch -' <<E`,
      'link set lo up',
      `addr add ${subnet(i)}.1/24 dev e${i}`,
      `addr add ${left}.2/24 dev w${i}`,
      `link set e${i} up`,
      `link set w${i} up`,
      `route add default via ${subnet(i)}.2`,
      `route add ${subnet((i + n - 2) % n)}.0/24 via ${left}.1`,
      'E',
    )
  }
  return lines.join('\n')
}

/** The peer must be a network too, not only objects. */
function demandPing(prefix: string, n: number): void {
  const target = `${subnet(Math.min(Math.floor(n / 2), 100))}.1`
  const command = ['netns', 'exec', `${prefix}0`, 'ping', '-q', '-c', '1', '-W', '2', '-t', '255', target]
  const ping = spawnSync('ip', command, { encoding: 'utf8' })
  if (ping.error === undefined && ping.status !== 0 && !/No such file/.test(ping.stderr))
    throw new Error(`the ring of ${n} namespaces does not ping ${target}: ${ping.stderr || ping.stdout}`)
}

function sh(script: string): void {
  const result = spawnSync('sh', ['-e'], { input: script, encoding: 'utf8', maxBuffer: 64 << 20 })
  if (result.status !== 0) throw new Error(`the namespaces could not be made or removed: ${result.stderr.trim()}`)
}

function availableBytes(): number {
  return Number(/MemAvailable:\s+(\d+) kB/.exec(readFileSync('/proc/meminfo', 'utf8'))![1]) * 1024
}

const sleep = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
