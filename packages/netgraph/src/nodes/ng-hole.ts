// ng_hole(4): swallows what it is given, and counts it.
//
// Hooks: any name.
// Messages: getstats clrstats getclrstats, each with the name of a hook, as in `getstats "a"`.
import type { Mbuf } from '@etherloom/kern'
import { NgError } from '../ng-error.ts'
import { nameString, struct, uint64 } from '../ng-parse.ts'
import { defineNgType, type NgCommands, type NgHookOf, type NgMessage, type NgNodeOf } from '../ng-type.ts'

interface HookStats {
  frames: number
  octets: number
}

type HoleNode = NgNodeOf<null>
type HoleHook = NgHookOf<null, HookStats>

const stats = struct({ frames: uint64, octets: uint64 })

const commands = {
  getstats: { id: 1, args: nameString, reply: stats },
  clrstats: { id: 2, args: nameString },
  getclrstats: { id: 3, args: nameString, reply: stats },
} satisfies NgCommands

export const ngHole = defineNgType<null, HookStats, typeof commands>({
  name: 'hole',
  create: () => null,
  newhook: () => ({ frames: 0, octets: 0 }),
  rcvdata,
  rcvmsg,
  disconnect() {},
  shutdown: () => undefined,
  commands,
})

function rcvdata(hook: HoleHook, m: Mbuf): void {
  hook.priv.frames++
  hook.priv.octets += m.len
  m.free()
}

function rcvmsg(node: HoleNode, msg: NgMessage<typeof commands>): HookStats | undefined {
  const hook = node.hook(msg.args) as HoleHook | null
  if (hook === null) throw new NgError('ENOENT', `${node.label}: has no hook ${msg.args}`)
  const reply = { ...hook.priv }
  if (msg.cmd !== 'getstats') hook.priv = { frames: 0, octets: 0 }
  return msg.cmd === 'clrstats' ? undefined : reply
}
