// For tests: a graph, and a socket in it that sends and counts, in the manner of FreeBSD's tests/sys/netgraph/util.c.
import { Kernel } from '@etherloom/kern'
import { Vnet } from '@etherloom/net'
import { ethernet, parseMac } from '@etherloom/wire'
import { netgraphOf } from './attach.ts'
import type { Netgraph, NgNode } from './ng-base.ts'
import { type NgErrno, NgError } from './ng-error.ts'
import type { NgReplyText } from './ng-message.ts'
import * as ngctl from './ngctl.ts'
import { openSocket, socketSend } from './nodes/ng-socket.ts'

export class Bench {
  readonly kernel: Kernel
  readonly vnet: Vnet
  readonly ng: Netgraph
  readonly socket: NgNode
  /** What came in since the last `clear`, by hook. */
  readonly received: { [hook: string]: Uint8Array[] }

  constructor(kernel = new Kernel()) {
    this.kernel = kernel
    this.vnet = new Vnet(kernel, 'test')
    this.ng = netgraphOf(this.vnet)
    this.received = {}
    this.socket = openSocket(this.ng, (hook, m) => {
      this.received[hook] ??= []
      this.received[hook].push(m.toBytes())
    })
  }

  mkpeer(path: string, type: string, hook: string, peerhook: string): NgNode {
    return ngctl.mkpeer(this.ng, path, type, hook, peerhook, this.socket)
  }

  connect(path: string, relpath: string, hook: string, peerhook: string): void {
    ngctl.connect(this.ng, path, relpath, hook, peerhook, this.socket)
  }

  name(path: string, name: string): void {
    ngctl.name(this.ng, path, name, this.socket)
  }

  rmhook(path: string, hook: string): void {
    ngctl.rmhook(this.ng, path, hook, this.socket)
  }

  shutdown(path: string): void {
    ngctl.shutdown(this.ng, path, this.socket)
  }

  msg(path: string, cmd: string, args = ''): NgReplyText | null {
    return ngctl.msg(this.ng, path, cmd, args, this.socket)
  }

  /** The reply's arguments as text. */
  ask(path: string, cmd: string, args = ''): string | null {
    return this.msg(path, cmd, args)?.args ?? null
  }

  /** Sends a frame out of one of the socket's hooks, lets it settle for a millisecond, and counts what came where. */
  send(hook: string, bytes: Uint8Array, settleNs = 1e6): { [hook: string]: number } {
    for (const name of Object.keys(this.received)) delete this.received[name]
    socketSend(this.socket, hook, bytes)
    this.settle(settleNs)
    return this.counts()
  }

  settle(ns = 1e6): void {
    this.kernel.run(this.kernel.nowNs + ns)
  }

  counts(): { [hook: string]: number } {
    return Object.fromEntries(Object.entries(this.received).map(([hook, list]) => [hook, list.length]))
  }
}

/** A frame of an EtherType nobody handles. */
export function frame(src: string, dst: string, size = 60): Uint8Array {
  const bytes = new Uint8Array(Math.max(size, ethernet.HEADER_LEN))
  ethernet.emit(bytes, 0, { src: parseMac(src), dst: parseMac(dst), type: 0x88b5 })
  return bytes
}

/** errno's name of what `act` is refused with; null when it is not. */
export function refusal(act: () => unknown): NgErrno | null {
  try {
    act()
    return null
  } catch (error) {
    if (error instanceof NgError) return error.errno
    throw error
  }
}
