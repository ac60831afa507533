// The commands of jails.
import type { Command } from './command.ts'
import { ping } from './commands/ping/freebsd.ts'
import { traceroute } from './commands/traceroute/freebsd.ts'

export const freebsd: readonly Command[] = [ping, traceroute]
