import { chain, documentOf, find, type NodeId, nodesNamed, type TopologyDocument } from '@etherloom/topology'
import { describe, expect, test } from 'vitest'
import { addressBetween, linesFor, readLine, wordsOfNote } from './probe.ts'
import { streamFigures, summary } from './probe-words.ts'

const lab = chain(2)
const node = (document: TopologyDocument, name: string): NodeId => nodesNamed(document, name)[0]!.id
const ends = { from: node(lab, 'pc1'), to: node(lab, 'pc2') }

/** As they were printed by nodes of a lab. */
const printed = {
  jailPing: `PING 10.0.1.20 (10.0.1.20): 56 data bytes
64 bytes from 10.0.1.20: icmp_seq=0 ttl=63 time=0.007 ms
36 bytes from 10.0.0.1: Destination Host Unreachable
Vr HL TOS  Len   ID Flg  off TTL Pro  cks      Src      Dst
 4  5  00 0054 0002   0 0000  3f  01 6589 10.0.0.20  10.0.1.99

--- 10.0.1.20 ping statistics ---
2 packets transmitted, 1 packets received, 50.0% packet loss
round-trip min/avg/max/stddev = 0.007/0.007/0.007/0.000 ms`,
  zonePing: `PING 10.0.0.2: 56 data bytes
64 bytes from zone (10.0.0.2): icmp_seq=0. time=0.123 ms

----10.0.0.2 PING Statistics----
1 packets transmitted, 1 packets received, 0% packet loss
round-trip (ms)  min/avg/max/stddev = 0.123/0.123/0.123/0.000`,
  traceroute: `traceroute to 10.0.3.20 (10.0.3.20), 30 hops max, 40 byte packets
 1  10.0.0.1  0.004 ms
 2  *
 3  10.0.2.2  0.012 ms !H`,
  udp: `udprecv: listening on port 5001
udpsend: to 10.0.1.20 (10.0.1.20) port 5001: 100 datagrams of 1000 bytes
udpsend: 100 datagrams sent to 10.0.1.20, 100000 bytes in 10.00 s, 80.0 kb/s
udprecv: from 10.0.0.20:59794: 98 datagrams received, 98000 bytes in 10.00 s, 78.4 kb/s
udprecv: 2 of 100 lost (2.0%), 1 out of order, 0 duplicates
udprecv: one-way delay min/avg/max = 0.002/0.003/0.006 ms, jitter 0.000 ms`,
}

const read = (text: string) =>
  text
    .split('\n')
    .map(readLine)
    .filter((finding) => finding !== null)

describe('what nodes print', () => {
  test('a jail pings: answers, and what went wrong', () => {
    expect(read(printed.jailPing)).toEqual([
      { kind: 'reply', seq: 0, ms: 0.007 },
      { kind: 'trouble', words: 'Destination Host Unreachable', from: '10.0.0.1' },
      { kind: 'asked', packets: 2 },
    ])
    expect(read('ping: sendto: No route to host')).toEqual([
      { kind: 'trouble', words: 'ping: sendto: No route to host', from: null },
    ])
  })

  test('a zone pings', () => {
    expect(read(printed.zonePing)).toEqual([
      { kind: 'reply', seq: 0, ms: 0.123 },
      { kind: 'asked', packets: 1 },
    ])
  })

  test('a way with a silent hop, and one that complains', () => {
    expect(read(printed.traceroute)).toEqual([
      { kind: 'hop', ttl: 1, address: '10.0.0.1', ms: 0.004, note: '' },
      { kind: 'hop', ttl: 2, address: null, ms: null, note: '' },
      { kind: 'hop', ttl: 3, address: '10.0.2.2', ms: 0.012, note: '!H' },
    ])
    expect(wordsOfNote('!H')).toBe('says the host cannot be reached')
  })

  test('a stream from both of its ends', () => {
    const findings = read(printed.udp)
    expect(findings).toEqual([
      { kind: 'sent', packets: 100 },
      { kind: 'received', packets: 98, rate: '78.4 kb/s' },
      { kind: 'lost', lost: 2, of: 100, disordered: 1, twice: 0 },
      { kind: 'delay', min: 0.002, average: 0.003, max: 0.006 },
    ])
    expect(summary('udp', findings, false)).toBe(
      '98 received of 100, 2 lost, 1 out of order, one way 0.00 ms on average',
    )
  })
})

describe('what is asked of nodes', () => {
  test('each system in its own words, IPv4 first', () => {
    const address = addressBetween(lab, ends)!
    expect(address).toMatch(/^10\./)
    expect(linesFor('ping', ends, 'jail', address, 10, 0)).toEqual([{ node: ends.from, line: `ping -c 5 ${address}` }])
    expect(linesFor('ping', ends, 'zone', address, 10, 0)[0]!.line).toBe(`ping -s ${address} 56 5`)
    expect(linesFor('traceroute', ends, 'jail', 'fd00::1', 10, 0)[0]!.line).toBe(
      'traceroute6 -n -q 1 -w 2 -m 30 fd00::1',
    )
    const [sink, source] = linesFor('udp', ends, 'jail', address, 100, 7)
    expect(sink).toEqual({ node: ends.to, line: 'udprecv -p 0.5 -t 15 5008' })
    expect(source).toEqual({ node: ends.from, line: `udpsend -i 0.01 -p 0.5 -t 10 -s 1000 ${address} 5008` })
  })

  test('nothing, where the two have no kind of address in common', () => {
    const bare = documentOf(
      [...lab.records.values()].map((each) =>
        each.type === 'iface' && each.node === ends.to ? { ...each, addresses: [] } : each,
      ),
    )
    expect(find(bare, ends.to)).toBeDefined()
    expect(addressBetween(bare, ends)).toBeNull()
  })
})

test('a stream is in figures while it runs, from whichever end has spoken, and the last word is the sum', () => {
  const [listening, to, ...sums] = printed.udp.split('\n')
  const early = [listening, to, 'udpsend: 20 sent so far'].join('\n')
  expect(streamFigures(read(early))).toEqual({ sent: '20', received: '–', lost: '–', rate: '–' })
  const going = `${early}
udprecv: from 10.0.0.20:59794: 19 received so far, 1 lost, 80.0 kb/s
udpsend: 30 sent so far`
  expect(streamFigures(read(going))).toEqual({ sent: '30', received: '19', lost: '1', rate: '80.0 kb/s' })
  const ended = [going, ...sums].join('\n')
  expect(streamFigures(read(ended))).toEqual({ sent: '100', received: '98', lost: '2', rate: '78.4 kb/s' })
})

test('answers are summed up, also when there are none', () => {
  expect(summary('ping', [], true)).toBe('Waiting for an answer…')
  expect(summary('ping', [], false)).toBe('None of 5 was answered.')
  const replies = [1, 3].map((ms, seq) => ({ kind: 'reply', seq, ms }) as const)
  expect(summary('ping', replies, false)).toBe('2 of 5 answered: 1.00 ms to 3.00 ms, 2.00 ms on average')
  expect(summary('ping', [...replies, { kind: 'asked', packets: 3 }], false)).toMatch(/^2 of 3 answered/)
  expect(summary('traceroute', read(printed.traceroute), false)).toBe('3 hops, and no further.')
  expect(summary('traceroute', read(printed.traceroute.replace(' !H', '')), false)).toBe('3 hops, 2 of them answered')
})
