// Programs of two nodes that talk: a daytime server over both families, a ping over IPv6, a port nobody serves.
import { attachInet, inet6Of, inetOf } from '@etherloom/inet'
import { Kernel } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import { createEpair, Vnet } from '@etherloom/net'
import { formatIn6, icmp6, parseIn6, parseIpv4 } from '@etherloom/wire'
import { expect, test } from 'vitest'
import { Icmp6Socket, type Process, ProcessTable, type Program, UdpSocket } from './index.ts'

function twoNodes() {
  const kernel = new Kernel({ seed: 1 })
  const { a, b } = createEpair(kernel, 0)
  const vnets = [a, b].map((ifp, i) => {
    const vnet = new Vnet(kernel, `n${i}`)
    attachInet(vnet)
    vnet.attach(ifp)
    inetOf(vnet).addAddress(ifp, parseIpv4(`10.0.0.${i + 1}`), 24)
    inet6Of(vnet).addAddress(ifp, parseIn6(`fd00::${i + 1}`), 64)
    return vnet
  })
  kernel.run(2e9)
  const table = new ProcessTable(kernel)
  const log: string[] = []
  const start = (node: number, program: (process: Process) => Program): Process => {
    const process = table.fork(vnets[node], { write: (text) => log.push(text) }, (status) => log.push(`exit ${status}`))
    process.exec(program(process))
    return process
  }
  const end = () => {
    assertNoLeak(kernel)
    kernel.destroy()
  }
  return { kernel, log, start, end }
}

const text = (s: string): Uint8Array => new TextEncoder().encode(s)

test.each([
  [4, parseIpv4('10.0.0.2')],
  [6, parseIn6('fd00::2')],
] as const)('a server answers a client over IPv%i', (family, to) => {
  const { kernel, log, start, end } = twoNodes()
  const server = start(1, function* (process) {
    const socket = new UdpSocket(process, family)
    expect(socket.bind(null, 13)).toBeNull()
    const buffer = new Uint8Array(64)
    for (;;) {
      const got = yield* socket.receive(buffer)
      if (got.kind === 'datagram') socket.sendTo(text(`at ${kernel.nowNs}`), got.from.ip, got.from.port)
    }
  })
  start(0, function* (process) {
    const socket = new UdpSocket(process, family)
    expect(socket.connect(to, 13)).toBeNull()
    expect(socket.send(text('?'))).toBeNull()
    const buffer = new Uint8Array(64)
    const got = yield* socket.receive(buffer, kernel.nowNs + 5e9)
    if (got.kind === 'datagram') process.tty.write(new TextDecoder().decode(buffer.subarray(0, got.length)))
    socket.send(text('?'))
    socket.close()
    return 0
  })
  kernel.run(10e9)
  server.kill()
  expect(log).toEqual([expect.stringMatching(/^at 20/), 'exit 0', 'exit 130'])
  end()
})

test('a port that nobody serves is refused, a host that is not there is waited for in vain', () => {
  const { kernel, log, start, end } = twoNodes()
  start(0, function* (process) {
    const socket = new UdpSocket(process, 4)
    socket.connect(parseIpv4('10.0.0.2'), 9)
    socket.send(text('?'))
    const got = yield* socket.receive(new Uint8Array(1), kernel.nowNs + 5e9)
    process.tty.write(got.kind === 'error' ? got.words : got.kind)
    socket.close()
    const other = new UdpSocket(process, 6)
    process.tty.write(String(other.sendTo(text('?'), parseIn6('2001:db8::1'), 9)))
    const late = yield* other.receive(new Uint8Array(1), kernel.nowNs + 5e9)
    process.tty.write(late.kind)
    return 0
  })
  kernel.run(20e9)
  expect(log).toEqual(['Connection refused', 'No route to host', 'timeout', 'exit 0'])
  end()
})

test('ping6: answers to each its own', () => {
  const { kernel, log, start, end } = twoNodes()
  for (let i = 0; i < 2; i++)
    start(0, function* (process) {
      const socket = new Icmp6Socket(process)
      expect(socket.sendEcho(parseIn6('fd00::2'), 7 + i, 56, { hopLimit: 9 })).toBeNull()
      const answer = yield* socket.receive(kernel.nowNs + 5e9)
      if (answer !== null) process.tty.write(`${answer.type} ${formatIn6(answer.from)} ${answer.seq} ${answer.length}`)
      expect(yield* socket.receive(kernel.nowNs + 5e9)).toBeNull()
      return 0
    })
  kernel.run(20e9)
  expect(log.slice(0, 2)).toEqual([0, 1].map((i) => `${icmp6.ECHO_REPLY} fd00::2 ${7 + i} 64`))
  end()
})
