import { setImpairment } from '@etherloom/net'
import { expect, test } from 'vitest'
import { draw, Network, type Typed, twoLans } from '../../../test/network.ts'

/** Both ends at once: the sink's line, then the source's. */
const traffic = (network: Network, sink: string, source: string): Typed[] =>
  network.typeAll([
    ['there', sink],
    ['here', source],
  ])

test('what is sent arrives, in order, at its rate, and both ends sum up', () => {
  const network = twoLans('jail')
  const [sink, source] = traffic(network, 'udprecv 5000', 'udpsend -c 100 -b 1m -s 1000 there 5000')
  expect(source).toEqual({
    status: 0,
    text: `udpsend: to there (10.0.1.20) port 5000: 100 datagrams of 1000 bytes
udpsend: 100 datagrams sent to there, 100000 bytes in 0.80 s, 1.00 Mb/s
`,
  })
  expect(sink!.status).toBe(0)
  expect(sink!.text.replace(/:\d+: /, ':PORT: ')).toBe(`udprecv: listening on port 5000
udprecv: from here 10.0.0.20:PORT: 100 datagrams received, 100000 bytes in 0.80 s, 1.00 Mb/s
udprecv: 0 of 100 lost (0.0%), 0 out of order, 0 duplicates
udprecv: one-way delay min/avg/max = 2.002/2.002/2.002 ms, jitter 0.000 ms
`)
})

test('both ends say how far they are, as often as they are asked', () => {
  const network = twoLans('zone')
  const { ab } = network.system('here').vnet.ifnet('net0')!.wire!.link
  setImpairment(ab, { lossPercent: 20 })
  const [sink, source] = traffic(network, 'udprecv -p 0.5 5000', 'udpsend -p 0.5 -t 2 -i 0.01 -s 1000 there 5000')
  expect(source!.text.match(/\d+ sent so far/g)).toEqual(['51 sent so far', '101 sent so far', '151 sent so far'])
  const progress = [...sink!.text.matchAll(/: (\d+) received so far, (\d+) lost, (\d+) kb\/s/g)]
  expect(progress.length).toBeGreaterThanOrEqual(3)
  const [, received, lost] = progress[2]!
  expect(Number(lost)).toBeGreaterThan(0)
  expect(Number(received) + Number(lost)).toBeGreaterThan(140)
})

test('loss and jitter of a wire are told', () => {
  const network = twoLans('zone')
  const { ab } = network.system('here').vnet.ifnet('net0')!.wire!.link
  setImpairment(ab, { lossPercent: 20, jitterUs: 500 })
  const [sink] = traffic(network, 'udprecv -t 60 5000', 'udpsend -c 1000 -i 0.002 -s 200 there 5000')
  const [, lost] = /udprecv: (\d+) of 1000 lost/.exec(sink!.text)!
  expect(Number(lost)).toBeGreaterThan(120)
  expect(Number(lost)).toBeLessThan(280)
  const [, jitter] = /jitter (\d+\.\d{3}) ms/.exec(sink!.text)!
  expect(Number(jitter)).toBeGreaterThan(0.05)
})

test('nobody listens: the sender hears of it', () => {
  const network = twoLans('jail')
  const { status, text } = network.type('here', 'udpsend -c 3 -i 0.1 there 5001')
  expect(status).toBe(1)
  expect(text).toContain('not sent: Connection refused\n')
})

test('a sink ends at its time, with or without traffic; -k keeps it on', () => {
  const network = twoLans('jail')
  expect(network.type('here', 'udprecv -t 2 5000')).toEqual({
    status: 1,
    text: 'udprecv: listening on port 5000\nudprecv: nothing received\n',
  })
  const before = network.kernel.nowNs
  const [sink] = traffic(network, 'udprecv -k -t 30 5000', 'udpsend -c 5 there 5000')
  expect(sink!.text).toContain('0 of 5 lost')
  expect(network.kernel.nowNs - before).toBeGreaterThan(30e9)
  expect(network.type('here', 'udprecv 5000', 1e9)).toMatchObject({ status: 1, text: expect.stringContaining('^C') })
})

test('IPv6, by name and by address', () => {
  const network = new Network(
    draw({ here: ['jail', 'pc'], there: ['jail', 'pc'] }, [['here', 'there']], {
      here: ['fc00::20/64'],
      there: ['fc00::21/64'],
    }),
  )
  const [sink] = traffic(network, 'udprecv 7', 'udpsend -c 4 fc00::21 7')
  expect(sink!.text).toMatch(/from here \[fc00::20\]:\d+: 4 datagrams received/)
  expect(traffic(network, 'udprecv 7', 'udpsend -c 4 there 7')[0]!.text).toContain('0 of 4 lost')
})

test('a group hears what is sent to it, who has not joined it does not', () => {
  const network = new Network(
    draw({ here: ['jail', 'pc'], there: ['zone', 'pc'] }, [['here', 'there']], {
      here: ['10.0.0.1/24 fc00::1/64'],
      there: ['10.0.0.2/24 fc00::2/64'],
    }),
  )
  for (const group of ['239.1.2.3', 'ff02::1234']) {
    const sent = `udpsend -c 3 ${group}%eth0 5000`
    const [joined, source] = traffic(network, `udprecv -t 5 -g ${group} 5000`, sent)
    expect(source).toMatchObject({ status: 0, text: expect.stringContaining(`3 datagrams sent to ${group}`) })
    expect(joined!.text).toContain('0 of 3 lost')
    expect(traffic(network, 'udprecv -t 5 5000', sent)[0]!.text).toContain('nothing received')
    expect(traffic(network, `udprecv -t 5 -g ${group}%net0 5000`, sent)[0]!.text).toContain('0 of 3 lost')
  }
  expect(network.type('there', 'udprecv -g 10.0.0.1 5000')).toMatchObject({ status: 64 })
  expect(network.type('there', 'udprecv -g 239.1.2.3%eth9 5000').text).toContain('no interface eth9')
  expect(network.type('here', 'udpsend -c 1 10.0.0.2%eth0 5000').text).toContain('cannot resolve 10.0.0.2%eth0')
  expect(twoLans('jail').type('here', 'udprecv -g ff15::1 5000').text).toBe(
    'udprecv: join: this node speaks no IPv6: give an interface an IPv6 address\n',
  )
})

test('misuse, in one line', () => {
  const network = twoLans('jail')
  const bad = (line: string) => network.type('here', line)
  expect(bad('udpsend there 99999').text).toBe("udpsend: port '99999': give a number from 1 to 65535\n")
  expect(bad('udpsend -s 3 there 5000').text).toBe("udpsend: size '3': give 24 to 65507 bytes\n")
  expect(bad('udpsend -b fast there 5000').text).toContain("rate 'fast'")
  expect(bad('udpsend nowhere 5000').text).toContain('cannot resolve nowhere')
  expect(bad('udpsend there').status).toBe(64)
  expect(bad('udprecv -t never 5000').status).toBe(64)
  expect(bad('udprecv').text).toMatch(/^usage: udprecv/)
})
