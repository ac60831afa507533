// The commands of zones and of the global zone.
import type { Command } from './command.ts'
import { arp } from './commands/arp/illumos.ts'
import { illumosCat } from './commands/cat.ts'
import { dladm } from './commands/dladm/dladm.ts'
import { echo } from './commands/echo.ts'
import { illumosHostname } from './commands/hostname.ts'
import { ifconfig } from './commands/ifconfig/illumos.ts'
import { ipadm } from './commands/ipadm.ts'
import { ndp } from './commands/ndp/illumos.ts'
import { netstat } from './commands/netstat/illumos.ts'
import { ping } from './commands/ping/illumos.ts'
import { route } from './commands/route/illumos.ts'
import { routeadm } from './commands/routeadm.ts'
import { sleep } from './commands/sleep.ts'
import { traceroute } from './commands/traceroute/illumos.ts'
import { udprecv } from './commands/udp/recv.ts'
import { udpsend } from './commands/udp/send.ts'

export const illumos: readonly Command[] = [
  ping,
  traceroute,
  ifconfig,
  ipadm,
  route,
  routeadm,
  netstat,
  arp,
  ndp,
  dladm,
  udpsend,
  udprecv,
  illumosHostname,
  illumosCat,
  echo,
  sleep,
]
