// The commands of zones and of the global zone.
import type { Command } from './command.ts'
import { arp } from './commands/arp/illumos.ts'
import { dladm } from './commands/dladm.ts'
import { ifconfig } from './commands/ifconfig/illumos.ts'
import { netstat } from './commands/netstat/illumos.ts'
import { ping } from './commands/ping/illumos.ts'
import { route } from './commands/route/illumos.ts'
import { traceroute } from './commands/traceroute/illumos.ts'

export const illumos: readonly Command[] = [ping, traceroute, ifconfig, route, netstat, arp, dladm]
