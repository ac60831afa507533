// ng_hub(4): what comes in through one hook goes out through all others, unaltered.
//
// Hooks: any name.
// Messages: setpersistent keeps the node when its last hook goes.
//
// A hub learns nothing and counts nothing; two edges between two hubs make a storm (ng-base.ts, "Depth").
import type { Mbuf } from '@etherloom/kern'
import { drop } from '@etherloom/net'
import { DROP_NO_OTHER_PORT, DROP_NOBUFS } from '@etherloom/wire'
import { type NgHook, ngSend } from '../ng-base.ts'
import { defineNgType, type NgCommands, type NgHookOf, type NgMessage, type NgNodeOf } from '../ng-type.ts'

type HubNode = NgNodeOf<null>
type HubHook = NgHookOf<null, null>

const commands = {
  setpersistent: { id: 1 },
} satisfies NgCommands

export const ngHub = defineNgType<null, null, typeof commands>({
  name: 'hub',
  create: () => null,
  newhook: () => null,
  rcvdata,
  rcvmsg,
  disconnect() {},
  shutdown: () => undefined,
  commands,
})

/** Copies for all but the last hook, which gets the frame itself. */
function rcvdata(from: HubHook, m: Mbuf): void {
  const { hooks, drops } = from.node
  let last: NgHook | null = null
  for (let i = 0; i < hooks.length; i++) {
    const hook = hooks[i]
    if (hook === from) continue
    if (last !== null) {
      const copy = m.dup()
      if (copy === null) drops.count(DROP_NOBUFS)
      else ngSend(last, copy)
    }
    last = hook
  }
  if (last === null) drop(drops, DROP_NO_OTHER_PORT, m)
  else ngSend(last, m)
}

function rcvmsg(node: HubNode, msg: NgMessage<typeof commands>): undefined {
  if (msg.cmd === 'setpersistent') node.persistent = true
}
