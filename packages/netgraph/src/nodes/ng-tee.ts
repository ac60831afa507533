// ng_tee(4): like tee(1): what passes between left and right is shown on two taps.
//
//   left ──► right, and a copy ──► left2right          left2right ──► left
//   right ──► left, and a copy ──► right2left          right2left ──► right
//
// Hooks: left, right, left2right, right2left. With one side missing, its tap gets the frame itself.
// Messages: getstats clrstats getclrstats, per hook frames and octets in and out.
// Shut down between two neighbors, a tee joins them. News of the carrier goes from left and right the way of their frames.
import type { Mbuf } from '@etherloom/kern'
import { drop } from '@etherloom/net'
import { DROP_NO_OTHER_PORT, DROP_NOBUFS } from '@etherloom/wire'
import { ngLinkstate, ngSend } from '../ng-base.ts'
import { NgError } from '../ng-error.ts'
import { struct, uint64 } from '../ng-parse.ts'
import { defineNgType, type NgCommands, type NgHookOf, type NgMessage, type NgNodeOf } from '../ng-type.ts'

class Side {
  /** Null while the hook is not connected; its counters stay. */
  hook: TeeHook | null
  /** Where a frame that came in here goes, and where a copy of it. */
  dest: Side | null
  copy: Side | null
  inOctets: number
  inFrames: number
  outOctets: number
  outFrames: number

  constructor() {
    this.hook = null
    this.dest = null
    this.copy = null
    this.inOctets = this.inFrames = this.outOctets = this.outFrames = 0
  }

  clear(): void {
    this.inOctets = this.inFrames = this.outOctets = this.outFrames = 0
  }
}

interface TeePriv {
  right: Side
  left: Side
  right2left: Side
  left2right: Side
}

type TeeNode = NgNodeOf<TeePriv>
type TeeHook = NgHookOf<TeePriv, Side>

const side = struct({ inOctets: uint64, inFrames: uint64, outOctets: uint64, outFrames: uint64 })
const stats = struct({ right: side, left: side, right2left: side, left2right: side })

const commands = {
  getstats: { id: 1, reply: stats },
  clrstats: { id: 2 },
  getclrstats: { id: 3, reply: stats },
} satisfies NgCommands

export const ngTee = defineNgType<TeePriv, Side, typeof commands>({
  name: 'tee',
  create: () => ({ right: new Side(), left: new Side(), right2left: new Side(), left2right: new Side() }),
  newhook,
  rcvdata,
  rcvmsg,
  linkstate,
  disconnect,
  shutdown,
  commands,
})

function newhook(hook: TeeHook): Side {
  const { priv } = hook.node
  if (!isSide(hook.name)) throw new NgError('EINVAL', 'a tee has hooks right, left, right2left and left2right')
  const mine = priv[hook.name]
  mine.hook = hook
  mine.clear()
  findPaths(priv)
  return mine
}

function rcvdata(hook: TeeHook, m: Mbuf): void {
  const from = hook.priv
  const { drops } = hook.node
  from.inOctets += m.len
  from.inFrames++
  if (from.copy !== null) {
    const copy = m.dup()
    if (copy === null) drops.count(DROP_NOBUFS)
    else sendTo(from.copy, copy)
  }
  if (from.dest !== null) sendTo(from.dest, m)
  else drop(drops, DROP_NO_OTHER_PORT, m)
}

function rcvmsg(node: TeeNode, msg: NgMessage<typeof commands>) {
  const { right, left, right2left, left2right } = node.priv
  const reply = { right: { ...right }, left: { ...left }, right2left: { ...right2left }, left2right: { ...left2right } }
  if (msg.cmd !== 'getstats') for (const s of [right, left, right2left, left2right]) s.clear()
  return msg.cmd === 'clrstats' ? undefined : reply
}

function linkstate(hook: TeeHook, up: boolean): void {
  const { right, left } = hook.node.priv
  const to = hook.priv === right || hook.priv === left ? hook.priv.dest : null
  if (to !== null) ngLinkstate(to.hook as TeeHook, up)
}

function disconnect(hook: TeeHook): void {
  hook.priv.hook = null
  findPaths(hook.node.priv)
}

function shutdown(node: TeeNode): undefined {
  const { left, right } = node.priv
  if (left.hook !== null && right.hook !== null) node.ng.bypass(left.hook, right.hook)
}

function sendTo(to: Side, m: Mbuf): void {
  to.outOctets += m.len
  to.outFrames++
  ngSend(to.hook as TeeHook, m)
}

/** Worked out when hooks come and go, so that a frame need not ask who is there. */
function findPaths({ right, left, right2left, left2right }: TeePriv): void {
  const there = (s: Side) => (s.hook === null ? null : s)
  right.dest = there(left) ?? there(right2left)
  right.copy = right.dest === left ? there(right2left) : null
  left.dest = there(right) ?? there(left2right)
  left.copy = left.dest === right ? there(left2right) : null
  right2left.dest = there(right)
  left2right.dest = there(left)
}

const isSide = (name: string): name is keyof TeePriv =>
  name === 'right' || name === 'left' || name === 'right2left' || name === 'left2right'
