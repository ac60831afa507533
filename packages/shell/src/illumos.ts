// The commands of zones and of the global zone.
import type { Command } from './command.ts'
import { dladm } from './commands/dladm.ts'
import { ifconfig } from './commands/ifconfig/illumos.ts'
import { ping } from './commands/ping/illumos.ts'
import { traceroute } from './commands/traceroute/illumos.ts'

export const illumos: readonly Command[] = [ping, traceroute, ifconfig, dladm]
