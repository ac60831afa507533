// ng_echo(4): sends what it is given back where it came from.
//
// Hooks: any name.
// Messages: none of its own.
import { ngSend } from '../ng-base.ts'
import { defineNgType, type NgCommands } from '../ng-type.ts'

const commands = {} satisfies NgCommands

export const ngEcho = defineNgType<null, null, typeof commands>({
  name: 'echo',
  create: () => null,
  newhook: () => null,
  rcvdata: ngSend,
  rcvmsg: () => undefined,
  disconnect() {},
  shutdown: () => undefined,
  commands,
})
