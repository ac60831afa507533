// The commands of jails.
import type { Command } from './command.ts'
import { ifconfig } from './commands/ifconfig/freebsd.ts'
import { ping } from './commands/ping/freebsd.ts'
import { traceroute } from './commands/traceroute/freebsd.ts'

export const freebsd: readonly Command[] = [ping, traceroute, ifconfig]
