// idle: an hour of virtual time in which nothing much happens. 100 routers in a ring; every 30 s each interface sends what a
// routing protocol would (a broadcast datagram of 512 bytes) and asks its neighbor again for its address. Time between
// events must cost nothing.
import { attachInet, inetOf } from '@etherloom/inet'
import { type Callout, Kernel, u8 } from '@etherloom/kern'
import { createLink, Ifnet, Vnet } from '@etherloom/net'
import { ipv4, parseIpv4, udp } from '@etherloom/wire'
import { benchOptions } from './lib/options.ts'
import { median, Report } from './lib/report.ts'

const ROUTERS = 100
const HOUR_NS = 3600e9
const PERIOD_NS = 30e9
const BAR_CPU_S = 1
const UPDATE_BYTES = 512
const RIP_PORT = 520

interface Speaker {
  vnet: Vnet
  ifp: Ifnet
  address: number
  broadcast: number
  neighbor: number
  timer: Callout | null
}

function speak(arg: unknown): void {
  const speaker = arg as Speaker
  const { vnet, ifp, address, broadcast, neighbor } = speaker
  const ip = inetOf(vnet)
  send(vnet, address, broadcast)
  ip.arp.remove(ifp, neighbor)
  send(vnet, address, neighbor)
  speaker.timer?.reset(PERIOD_NS)
}

function send(vnet: Vnet, src: number, dst: number): void {
  const m = vnet.kernel.pool.get()
  if (m === null) throw new Error('out of buffers')
  m.len = UPDATE_BYTES
  u8.fill(0, m.off, m.off + m.len)
  udp.emit(u8, m.off, { srcPort: RIP_PORT, dstPort: RIP_PORT, length: UPDATE_BYTES }, src, dst)
  inetOf(vnet).out.output(m, src, dst, ipv4.PROTO_UDP, 1)
}

function ring(): { kernel: Kernel; heard: () => number } {
  const kernel = new Kernel({ seed: 1 })
  let heard = 0
  const vnets: Vnet[] = []
  for (let i = 0; i < ROUTERS; i++) {
    const vnet = new Vnet(kernel, `r${i}`)
    attachInet(vnet)
    vnet.forwarding = true
    inetOf(vnet).setProtocol(ipv4.PROTO_UDP, (_ifp, m) => {
      heard++
      m.free()
    })
    vnets.push(vnet)
  }
  for (let i = 0; i < ROUTERS; i++) {
    const ends = [vnets[i], vnets[(i + 1) % ROUTERS]].map((vnet, side) => {
      const ifp = new Ifnet(kernel, `e${side}`, 0x020000000000 + 2 * i + side)
      vnet.attach(ifp)
      const address = parseIpv4(`10.0.${i}.${side + 1}`)
      inetOf(vnet).addAddress(ifp, address, 24)
      return { vnet, ifp, address }
    })
    createLink(kernel, ends[0].ifp, ends[1].ifp, `l${i}`)
    ends.forEach(({ vnet, ifp, address }, side) => {
      const broadcast = parseIpv4(`10.0.${i}.255`)
      const speaker: Speaker = { vnet, ifp, address, broadcast, neighbor: ends[1 - side].address, timer: null }
      speaker.timer = kernel.callout(speak, speaker)
      speaker.timer.reset(kernel.random.below(PERIOD_NS))
    })
  }
  return { kernel, heard: () => heard }
}

function measure(): { seconds: number; events: number } {
  const { kernel, heard } = ring()
  const before = process.cpuUsage()
  kernel.run(HOUR_NS)
  const { user, system } = process.cpuUsage(before)
  const events = heard()
  const expected = 2 * ROUTERS * 2 * (HOUR_NS / PERIOD_NS)
  if (Math.abs(events - expected) > expected / 50)
    throw new Error(`${events} datagrams were heard, not about ${expected}`)
  kernel.destroy()
  return { seconds: (user + system) / 1e6, events }
}

const { json, quick } = benchOptions()
const runs = Array.from({ length: quick ? 1 : 5 }, measure)
new Report(json).add({
  name: 'idle/100-routers/1-hour',
  value: median(runs.map(({ seconds }) => seconds)),
  unit: 'cpu-s',
  better: 'low',
  bar: BAR_CPU_S,
})
