// ng_socket(4): the node a process speaks for: where '.' is in ngctl, and where nghook's frames come out.
//
// Hooks: any name.
// Messages: none of its own.
//
// It goes when the process closes it. `receive` is lent the frame: copy what you keep.
import type { Mbuf } from '@etherloom/kern'
import { drop } from '@etherloom/net'
import { DROP_NOBUFS } from '@etherloom/wire'
import { type Netgraph, type NgNode, ngEnter } from '../ng-base.ts'
import { NgError } from '../ng-error.ts'
import { defineNgType, type NgHookOf } from '../ng-type.ts'

export type NgReceive = (hook: string, m: Mbuf) => void

interface SocketPriv {
  receive: NgReceive | null
}

const commands = {}

export const ngSocket = defineNgType<SocketPriv, null, typeof commands>({
  name: 'socket',
  create: () => {
    throw new NgError('EINVAL', 'sockets are opened, not made by mkpeer')
  },
  newhook: () => null,
  rcvdata,
  rcvmsg: () => undefined,
  disconnect() {},
  shutdown: () => undefined,
  commands,
})

function rcvdata(hook: NgHookOf<SocketPriv, null>, m: Mbuf): void {
  hook.node.priv.receive?.(hook.name, m)
  m.free()
}

export function openSocket(ng: Netgraph, receive: NgReceive | null = null): NgNode {
  const priv: SocketPriv = { receive }
  const node = ng.add(ngSocket, priv)
  node.persistent = true
  return node
}

export function closeSocket(socket: NgNode): void {
  socket.ng.shutdown(socket, true)
}

/** Sends bytes out of one of the socket's hooks. */
export function socketSend(socket: NgNode, hook: string, bytes: Uint8Array): void {
  const out = socket.hook(hook)
  if (out === null) throw new NgError('ENOTCONN', `the socket has no hook ${hook}`)
  const m = socket.ng.kernel.pool.getFor(bytes.length)
  if (m === null) return socket.drops.count(DROP_NOBUFS)
  if (m.write(bytes)) ngEnter(out, m)
  else drop(socket.drops, DROP_NOBUFS, m)
}
