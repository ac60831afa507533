// ng_pipe(4): a wire with bandwidth, delay and losses between two hooks: net's impaired wire, one for each direction.
//
//   upper ──► downstream: queue, bandwidth, losses, delay ──► lower
//   upper ◄── upstream: the same, with settings of its own ◄── lower
//
// Hooks: upper, lower. A hook that is connected begins with default settings for what comes in through it.
//
// Messages: setcfg, getcfg { bandwidth delay header_offset overhead downstream={ … } upstream={ … } }, where a direction has
//   { bandwidth BER queuelen delaylen duplicate fifo drr wfq droptail drophead }. What is 0 or left out stays as it is, -1
//   clears, and what is out of range is ignored:
//     bandwidth  100 to 10^9 bit/s. -1 also brings fifo back. Given for both directions it sets the overhead
//     overhead   bytes a frame costs besides its own: 24 from 10 Mbit/s up (Ethernet's preamble, FCS and gap), else 10 (HDLC)
//     delay      1 to 9,999,999 µs, in both directions
//     BER        one wrong bit in 1 to 10^12. BER=1 loses everything, and tells both neighbors that the carrier is gone
//     queuelen   5 frames or more that may wait, 50 at first;  delaylen  5 or more that may be on their way, no limit at first
//     duplicate  1 to 50 %: a frame is sent, stays, and is sent once more, for the price of bandwidth, perhaps more than once
//     header_offset  where wfq and drr find the IPv4 header whose two addresses make a flow: 14 behind an Ethernet header
//     drr        its quantum, 32 bytes or more, else 2048
//   getstats clrstats getclrstats count what was forwarded, dropped from the queue, and lost on the way; getrun what is inside.
import type { Mbuf } from '@etherloom/kern'
import { ngLinkstate } from '../ng-base.ts'
import { NgError } from '../ng-error.ts'
import { int32, int64, type NgValue, struct } from '../ng-parse.ts'
import { defineNgType, type NgCommands, type NgHookOf, type NgMessage, type NgNodeOf } from '../ng-type.ts'
import {
  changed,
  changedBandwidth,
  Direction,
  directionConfig,
  directionRun,
  directionStats,
} from './pipe-direction.ts'

interface PipePriv {
  delay: number
  overhead: number
  header_offset: number
  upper: PipeHook | null
  lower: PipeHook | null
  /** In through upper, out through lower; and the other way. */
  downstream: Direction
  upstream: Direction
}

type PipeNode = NgNodeOf<PipePriv>
/** A hook keeps the direction of what comes in through it. */
type PipeHook = NgHookOf<PipePriv, Direction>

const DELAY_MAX_US = 9_999_999
const OVERHEAD_MAX = 255
const OFFSET_MAX = 63
/** From this bandwidth on the wire is taken for an Ethernet. */
const ETHERNET_BPS = 10e6
const ETHERNET_OVERHEAD = 8 + 4 + 12
const HDLC_OVERHEAD = 10

const configType = struct({
  bandwidth: int64,
  delay: int64,
  header_offset: int32,
  overhead: int32,
  downstream: directionConfig,
  upstream: directionConfig,
})
const statsType = struct({ downstream: directionStats, upstream: directionStats })
const runType = struct({ downstream: directionRun, upstream: directionRun })

const commands = {
  getstats: { id: 1, reply: statsType },
  clrstats: { id: 2 },
  getclrstats: { id: 3, reply: statsType },
  getrun: { id: 4, reply: runType },
  getcfg: { id: 5, reply: configType },
  setcfg: { id: 6, args: configType },
} satisfies NgCommands

export const ngPipe = defineNgType<PipePriv, Direction, typeof commands>({
  name: 'pipe',
  create: (node) => ({
    delay: 0,
    overhead: 0,
    header_offset: 0,
    upper: null,
    lower: null,
    downstream: createDirection(node, 'downstream'),
    upstream: createDirection(node, 'upstream'),
  }),
  newhook,
  rcvdata,
  rcvmsg,
  disconnect,
  shutdown: () => undefined,
  commands,
})

function newhook(hook: PipeHook): Direction {
  const { name, node } = hook
  const { priv } = node
  if (name !== 'upper' && name !== 'lower') throw new NgError('EINVAL', 'a pipe has hooks upper and lower')
  const way = name === 'upper' ? 'downstream' : 'upstream'
  priv[name] = hook
  priv[way] = createDirection(node, way)
  priv[way].configure(directionConfig.fallback(), priv)
  priv.downstream.to = priv.lower
  priv.upstream.to = priv.upper
  return priv[way]
}

function rcvdata(hook: PipeHook, m: Mbuf): void {
  hook.priv.transmit(m)
}

function rcvmsg({ priv }: PipeNode, msg: NgMessage<typeof commands>) {
  const { downstream, upstream } = priv
  switch (msg.cmd) {
    case 'getcfg':
      return config(priv)
    case 'setcfg':
      return configure(priv, msg.args)
    case 'getrun':
      return { downstream: downstream.run(), upstream: upstream.run() }
  }
  const reply = { downstream: downstream.stats(), upstream: upstream.stats() }
  if (msg.cmd !== 'getstats') for (const direction of [downstream, upstream]) direction.clear()
  return msg.cmd === 'clrstats' ? undefined : reply
}

function disconnect(hook: PipeHook): void {
  const { priv } = hook.node
  hook.priv.flush()
  if (hook === priv.upper) priv.upper = priv.upstream.to = null
  else priv.lower = priv.downstream.to = null
}

const createDirection = ({ ng, id, drops }: PipeNode, name: string): Direction =>
  new Direction(ng.kernel, drops, `pipe ${ng.vnet.name} ${id} ${name}`)

/** One bandwidth for both directions is shown as such. */
function config({ delay, overhead, header_offset, downstream, upstream }: PipePriv): NgValue<typeof configType> {
  const [down, up] = [{ ...downstream.config }, { ...upstream.config }]
  const bandwidth = down.bandwidth === up.bandwidth ? down.bandwidth : 0
  if (bandwidth !== 0) down.bandwidth = up.bandwidth = 0
  return { bandwidth, delay, header_offset, overhead, downstream: down, upstream: up }
}

function configure(priv: PipePriv, wanted: NgValue<typeof configType>): undefined {
  const { downstream, upstream } = priv
  const wasDown = downstream.down || upstream.down
  const bandwidth = changedBandwidth(-1, wanted.bandwidth)
  if (bandwidth >= 0) {
    downstream.config.bandwidth = upstream.config.bandwidth = bandwidth
    priv.overhead = bandwidth === 0 ? 0 : bandwidth >= ETHERNET_BPS ? ETHERNET_OVERHEAD : HDLC_OVERHEAD
  }
  priv.delay = changed(priv.delay, wanted.delay, 1, DELAY_MAX_US)
  priv.overhead = changed(priv.overhead, wanted.overhead, 1, OVERHEAD_MAX)
  priv.header_offset = changed(priv.header_offset, wanted.header_offset, 1, OFFSET_MAX)
  downstream.configure(wanted.downstream, priv)
  upstream.configure(wanted.upstream, priv)
  const isDown = downstream.down || upstream.down
  if (isDown === wasDown) return
  for (const hook of [priv.lower, priv.upper]) if (hook !== null) ngLinkstate(hook, !isDown)
}
