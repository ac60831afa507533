// The commands of jails.
import type { Command } from './command.ts'
import { arp } from './commands/arp/freebsd.ts'
import { freebsdCat } from './commands/cat.ts'
import { echo } from './commands/echo.ts'
import { freebsdHostname } from './commands/hostname.ts'
import { ifconfig } from './commands/ifconfig/freebsd.ts'
import { ndp } from './commands/ndp/freebsd.ts'
import { netstat } from './commands/netstat/freebsd.ts'
import { ping, ping6 } from './commands/ping/freebsd.ts'
import { route } from './commands/route/freebsd.ts'
import { sleep } from './commands/sleep.ts'
import { sysctl } from './commands/sysctl.ts'
import { traceroute, traceroute6 } from './commands/traceroute/freebsd.ts'
import { udprecv } from './commands/udp/recv.ts'
import { udpsend } from './commands/udp/send.ts'

export const freebsd: readonly Command[] = [
  ping,
  ping6,
  traceroute,
  traceroute6,
  ifconfig,
  route,
  netstat,
  arp,
  ndp,
  udpsend,
  udprecv,
  freebsdHostname,
  freebsdCat,
  sysctl,
  echo,
  sleep,
]
