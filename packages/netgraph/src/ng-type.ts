// What a node type is: six methods and a list of commands, always in the same order (nodes/ng-hub.ts shows it whole).
//
//   create      a node comes to be: returns what it keeps (`node.priv`)
//   newhook     an edge is about to be made: returns what the hook keeps (`hook.priv`), or throws to refuse it
//   rcvdata     a frame came in through the hook: pass it on with ngSend, or free it, once
//   rcvmsg      a command of the list came; its arguments are parsed and typed. Returns the reply
//   disconnect  the hook is gone
//   shutdown    the node is about to go, its hooks still in place; 'stays' keeps it (hardware does)
//
// `linkstate`, for types that care, hears that what lies behind a hook lost or found its carrier.
import type { Mbuf } from '@etherloom/kern'
import type { NgHook, NgNode } from './ng-base.ts'
import type { NgParseType, NgValue } from './ng-parse.ts'

export interface NgCommand {
  /** The number in the reply's first line, as the original's header files have it. */
  readonly id: number
  readonly args?: NgParseType<unknown>
  readonly reply?: NgParseType<unknown>
}
export type NgCommands = { readonly [cmd: string]: NgCommand }

/** What `rcvmsg` gets: one of the type's commands, with its arguments. */
export type NgMessage<C extends NgCommands> = {
  [K in keyof C & string]: {
    readonly cmd: K
    readonly args: C[K] extends { readonly args: infer P } ? NgValue<P> : null
  }
}[keyof C & string]

/** What it may return: the value of a command's reply type, or nothing. */
export type NgReply<C extends NgCommands> =
  | { [K in keyof C]: C[K] extends { readonly reply: infer P } ? NgValue<P> : undefined }[keyof C]
  | undefined

export interface NgNodeOf<N> extends NgNode {
  priv: N
}

export interface NgHookOf<N, H> extends NgHook {
  readonly node: NgNodeOf<N>
  priv: H
}

export type NgRcvdata = (hook: NgHook, m: Mbuf) => void

export interface NgTypeOf<N, H, C extends NgCommands> {
  readonly name: string
  create(node: NgNodeOf<N>): N
  newhook(hook: NgHookOf<N, H>): H
  rcvdata(hook: NgHookOf<N, H>, m: Mbuf): void
  rcvmsg(node: NgNodeOf<N>, msg: NgMessage<C>, lasthook: NgHookOf<N, H> | null): NgReply<C>
  linkstate?(hook: NgHookOf<N, H>, up: boolean): void
  disconnect(hook: NgHookOf<N, H>): void
  shutdown(node: NgNodeOf<N>): 'stays' | undefined
  readonly commands: C
}

/** A node type as the base sees it, which knows nothing of what its nodes and hooks keep. */
export type NgType = NgTypeOf<unknown, unknown, NgCommands>

export function defineNgType<N, H, C extends NgCommands>(type: NgTypeOf<N, H, C>): NgType {
  return type as unknown as NgType
}
