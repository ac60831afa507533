// udpsend: a source of UDP traffic at a steady rate, numbered and timed so that udprecv can tell what became of it. A tool of
// Etherloom's own, the same on both systems. Exit status: 0, 1 when something was refused or could not be sent, 64 when misused.
import { Interrupted, type Program, type SystemCall, sleep, UdpSocket } from '@etherloom/proc'
import { formatIpv4, isMulticastIpv4, tryParseIn6 } from '@etherloom/wire'
import { type Command, fail, type Session } from '../../command.ts'
import { resolve, resolveScoped } from '../../hosts.ts'
import { formatTarget } from '../../interfaces.ts'
import { getopt, type ParsedOptions, readNumber } from '../../options.ts'
import { Datagram, HEADER_LEN, LAST_TIMES, volume } from './datagram.ts'

const USAGE = `usage: udpsend [-46] [-b rate] [-c count] [-i wait] [-p seconds] [-s size] [-t seconds] host port
`
export const udpsend: Command = { name: 'udpsend', summary: 'send UDP datagrams at a steady rate', usage: USAGE, run }

const EX_USAGE = 64
const DEFAULT_BPS = 1e6
const DEFAULT_SIZE = 1400
const DEFAULT_SECONDS = 10
const MAX_SIZE = 65_507

interface Plan {
  readonly host: string
  readonly port: number
  readonly count: number
  readonly intervalNs: number
  readonly size: number
  /** How often it says how many it has sent. */
  readonly progressNs: number
}

function readPlan({ options, operands }: ParsedOptions): Plan | string {
  const [host, portText] = operands
  const port = portText === undefined ? null : readNumber(portText)
  if (host === undefined || operands.length !== 2 || port === null || port < 1 || port > 65_535)
    return operands.length === 2 ? `udpsend: port '${portText}': give a number from 1 to 65535\n` : USAGE
  const size = readNumber(options.get('s') ?? String(DEFAULT_SIZE))
  if (size === null || size < HEADER_LEN || size > MAX_SIZE)
    return `udpsend: size '${options.get('s')}': give ${HEADER_LEN} to ${MAX_SIZE} bytes\n`
  const bps = readRate(options.get('b') ?? String(DEFAULT_BPS))
  if (bps === null) return `udpsend: rate '${options.get('b')}': give bits a second, such as 500k, 10M or 1g\n`
  const wait = options.get('i') === undefined ? null : readSeconds(options.get('i')!)
  if (wait === null && options.has('i')) return `udpsend: wait '${options.get('i')}': give seconds, such as 0.01\n`
  const intervalNs = wait === null ? (size * 8e9) / bps : wait * 1e9
  const seconds = readSeconds(options.get('t') ?? String(DEFAULT_SECONDS))
  if (seconds === null) return `udpsend: time '${options.get('t')}': give seconds\n`
  const progress = options.has('p') ? readSeconds(options.get('p')!) : Number.POSITIVE_INFINITY
  if (progress === null) return `udpsend: progress '${options.get('p')}': give seconds\n`
  const given = options.get('c') === undefined ? null : readNumber(options.get('c')!)
  if (options.has('c') && (given === null || given < 1))
    return `udpsend: count '${options.get('c')}': give a number from 1\n`
  const count = given ?? Math.max(1, Math.floor((seconds * 1e9) / intervalNs))
  return { host, port, count, intervalNs, size, progressNs: progress * 1e9 }
}

const readSeconds = (text: string): number | null => {
  const value = /^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : 0
  return value > 0 ? value : null
}

const factors: { readonly [unit: string]: number } = { '': 1, k: 1e3, m: 1e6, g: 1e9 }

function readRate(text: string): number | null {
  const match = /^(\d{1,12}(?:\.\d{1,6})?)([kmg]?)$/i.exec(text)
  const bps = match === null ? 0 : Number(match[1]) * factors[match[2]!.toLowerCase()]!
  return bps > 0 ? bps : null
}

function* run(session: Session, args: readonly string[]): Program {
  const parsed = getopt(args, '46b:c:i:p:s:t:')
  if (typeof parsed === 'string') return fail(session, `udpsend: ${parsed}\n${USAGE}`, EX_USAGE)
  const plan = readPlan(parsed)
  if (typeof plan === 'string') return fail(session, plan, EX_USAGE)
  const { options } = parsed
  const literal6 = tryParseIn6(plan.host.split('%')[0]!) !== null
  const ip = options.has('6') || literal6 ? null : resolve(session, plan.host.split('%')[0]!)
  const scoped = options.has('4') || ip !== null ? null : resolveScoped(session, plan.host)
  if (ip === null && scoped === null) return fail(session, `udpsend: cannot resolve ${plan.host}: Unknown host\n`, 1)
  const address = ip === null ? formatTarget(scoped!) : formatIpv4(ip)
  const socket = new UdpSocket(session.process, ip === null ? 6 : 4)
  socket.setOptions({ broadcast: true })
  // To a group, errors of one are of no account; to one they are heard.
  const group = ip !== null && isMulticastIpv4(ip) ? ip : null
  const [, zone] = plan.host.split('%')
  const ifp = ip === null || zone === undefined ? null : session.process.vnet.ifnet(zone)
  if (ip !== null && zone !== undefined && (group === null || ifp === null))
    return fail(session, `udpsend: cannot resolve ${plan.host}: Unknown host\n`, 1)
  const error = group === null ? socket.connect(ip ?? scoped!.ip, plan.port, scoped?.ifp ?? null) : null
  if (error !== null) return fail(session, `udpsend: connect: ${error}\n`)
  session.process.tty.write(
    `udpsend: to ${plan.host} (${address}) port ${plan.port}: ${plan.count} datagrams of ${plan.size} bytes\n`,
  )
  const send = (bytes: Uint8Array) =>
    group === null ? socket.send(bytes) : socket.sendTo(bytes, group, plan.port, ifp)
  const source = new Source(session, send, plan)
  yield* source.run()
  return source.report()
}

class Source {
  private readonly session: Session
  private readonly transmit: (bytes: Uint8Array) => string | null
  private readonly plan: Plan
  private readonly datagram: Datagram
  private readonly startNs: number
  private sent: number
  private failed: number
  private failure: string
  private tellAtNs: number

  constructor(session: Session, transmit: (bytes: Uint8Array) => string | null, plan: Plan) {
    this.session = session
    this.transmit = transmit
    this.plan = plan
    this.datagram = new Datagram(plan.size)
    this.startNs = session.process.kernel.nowNs
    this.sent = 0
    this.failed = 0
    this.failure = ''
    this.tellAtNs = this.startNs + plan.progressNs
  }

  *run(): SystemCall<void> {
    const { count, intervalNs } = this.plan
    try {
      for (let seq = 0; seq < count; seq++) {
        yield* this.until(this.startNs + seq * intervalNs)
        this.send(seq, false)
        this.tell()
      }
      for (let i = 0; i < LAST_TIMES; i++) {
        yield* this.until(this.startNs + (count + i) * intervalNs)
        this.send(count, true)
      }
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error
      this.session.process.tty.write('^C\n')
      this.send(this.sent + this.failed, true)
    }
  }

  report(): number {
    const { host, size } = this.plan
    const { kernel, tty } = this.session.process
    const ns = Math.max(
      this.sent * this.plan.intervalNs,
      kernel.nowNs - this.startNs - LAST_TIMES * this.plan.intervalNs,
    )
    tty.write(`udpsend: ${this.sent} datagrams sent to ${host}, ${volume(this.sent * size, ns)}\n`)
    if (this.failed > 0) tty.write(`udpsend: ${this.failed} not sent: ${this.failure}\n`)
    return this.failed > 0 ? 1 : 0
  }

  private tell(): void {
    const { kernel, tty } = this.session.process
    if (kernel.nowNs < this.tellAtNs) return
    tty.write(`udpsend: ${this.sent} sent so far\n`)
    this.tellAtNs = kernel.nowNs + this.plan.progressNs
  }

  /** Sleeps unless it is late already. */
  private *until(ns: number): SystemCall<void> {
    const { process } = this.session
    const ahead = ns - process.kernel.nowNs
    if (ahead > 0) yield* sleep(process, ahead)
  }

  private send(seq: number, last: boolean): void {
    const { kernel } = this.session.process
    this.datagram.write({ last, seq, intervalUs: Math.ceil(this.plan.intervalNs / 1e3), sentNs: kernel.clockNs() })
    const error = this.transmit(last ? this.datagram.bytes.subarray(0, HEADER_LEN) : this.datagram.bytes)
    if (last) return
    if (error === null) this.sent++
    else {
      this.failed++
      this.failure = error
    }
  }
}
