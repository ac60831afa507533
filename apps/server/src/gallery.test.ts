// Every lab of the gallery is sound, has traffic as soon as it runs, and each command of its guide says what the guide
// promises.
import { lab, nameOf, record, validateDocument } from '@etherloom/topology'
import { describe, expect, test } from 'vitest'
import { Player } from '../test/play.ts'
import { startServer } from '../test/server.ts'
import { Gallery } from './gallery.ts'

const gallery = new Gallery()
const labs = gallery.list()

/** What the commands that wait for a click print, by lab, in the order of its guide. Those that fail on purpose are in `fails`. */
const promised: { readonly [lab: string]: readonly RegExp[] } = {
  'ping-chain': [/ 1 +router2 .*\n 2 +router3 .*\n 3 +pc2 /s, /10\.0\.3\.0\/24 +10\.0\.2\.2/],
  'ping-ipv6': [/inet6 fc00::4000:aaff:fe00:1 prefixlen 64 autoconf/, /3 packets received/, /fc00::4000:aaff:fe00:1/],
  'hub-and-switch': [/50 packets received/, /3 packets received/],
  arp: [
    /^pc1 \(10\.0\.0\.20\) .* permanent \[ethernet\]\n$/,
    /1 packets received/,
    /pc2 \(10\.0\.0\.21\) at 42:00/,
    /pc1 \(10\.0\.0\.20\) at 42:00/,
    /pc2 .*deleted/,
    /1 packets received/,
    /ping: sendto: Host is down/,
  ],
  'broadcast-storm': [/100\.0% packet loss/],
  'rstp-ring': [/3 packets received/],
  vlans: [/ 1 +router1 \(10\.0\.10\.1\).*\n 2 +blue2 /s, /3 packets received/],
  'slow-link': [
    /\d+ of 1339 lost \(\d\.\d%\)/,
    /1339 datagrams sent/,
    /\d+ of 3571 lost \([45]\d\.\d%\)/,
    /3571 datagrams sent/,
  ],
  'several-ways': [
    /10\.0\.7\.0\/24 +10\.0\.1\.2.*10\.0\.7\.0\/24 +10\.0\.3\.2.*10\.0\.7\.0\/24 +10\.0\.5\.2/s,
    / 2 +(north|middle|south) /,
    / 2 +(north|middle|south) /,
    /^delete net 10\.0\.7\.0: gateway middle\n$/,
    /^add net 10\.0\.7\.0: gateway 10\.0\.3\.2\n$/,
  ],
  mtu: [/frag needed and DF set \(MTU 1000\)/, /2 packets received/, /frag needed and DF set \(MTU 1000\)/, /!F-1000/],
  blackhole: [
    / 1 +\*.*\n 2 +\*/s,
    /10\.0\.3\.0\/24 +127\.0\.0\.1 +UGSB/,
    /Destination Host Unreachable/,
    /^delete net 10\.0\.3\.0\n$/,
  ],
  'address-conflict': [/10\.0\.0\.21\) at 42:00/, /2 packets received.*2 packets received/s],
  'zones-etherstub': [/vnic0 +stub1.*vnic0\/v4 +static +ok +10\.0\.0\.1\/24/s, /3 packets received/, /^$/],
  tee: [/jail2 \(10\.0\.0\.11\) at/, /^ 1 +jail2 /m],
  'two-hundred-nodes': [/ 5 +\S+ /, /10\.1\.32\.0\/23/, /0 of \d+ lost/, /datagrams sent/],
}
const fails = ['ping -c 7 10.0.0.99', 'ping -c 5 -i 0.2 pc3', 'ping -D', 'ping -c 2 10.8.1.1', 'traceroute -F']

test('the gallery promises something of each lab, and of no other', () => {
  expect(labs.map(({ id }) => id)).toEqual(Object.keys(promised))
})

describe.each(labs.map((entry) => [entry.id, entry] as const))('%s', (id, entry) => {
  const document = gallery.document(id)

  test('is sound, and its guide speaks of what is there', () => {
    const wrong = validateDocument(document).map(({ record: at, message }) => `${nameOf(document, at)}: ${message}`)
    // What two of them are about.
    expect(wrong).toHaveLength(id === 'address-conflict' ? 2 : id === 'broadcast-storm' ? 1 : 0)
    expect(entry.summary.length).toBeGreaterThan(30)
    expect(entry.preview.edges.length).toBe(entry.links)
    for (const { actions } of lab(document).guide!.steps)
      for (const action of actions) record(document, (action.do === 'look' ? action.record : action.node) as never)
  })

  test('runs: there is traffic at once, and every command does what the guide says', async () => {
    const player = new Player(document)
    const totals = player.start()
    expect(totals.some(({ packets }) => packets > 5)).toBe(true)
    player.tryAll()
    await player.close()
    expect(player.panic).toBeNull()
    const tried = player.played.filter(({ command }) => !command.atStart)
    expect(tried.map(({ command }) => command.line)).toHaveLength(promised[id]!.length)
    tried.forEach(({ command: { line }, text, exit }, i) => {
      expect(text, line).toMatch(promised[id]![i]!)
      expect(exit === 0 || fails.some((each) => line.startsWith(each)), `${line}: exit ${exit}`).toBe(true)
    })
    const ended = player.played.filter(({ command, exit }) => command.atStart && exit !== 130 && exit !== 0)
    expect(ended.map(({ command }) => command.line)).toEqual(id === 'broadcast-storm' ? ['ping -c 1 pc2'] : [])
  })
})

test('the gallery is listed, and a lab of one’s own is made from it', async () => {
  const { app } = await startServer()
  const listed = (await app.inject('/api/gallery')).json() as typeof labs
  expect(listed.map(({ id }) => id)).toEqual(labs.map(({ id }) => id))
  expect(listed[0]).toMatchObject({ id: 'ping-chain', nodes: 5, links: 4 })
  const post = (payload: object) =>
    app.inject({
      method: 'POST',
      url: '/api/labs',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify(payload),
    })
  const made = await post({ gallery: 'ping-chain' })
  expect([made.statusCode, made.json().name]).toEqual([201, 'Ping across routers'])
  const file = (await app.inject(`/api/labs/${made.json().id}`)).json()
  expect(file.lab.guide.steps).toHaveLength(4)
  expect((await post({ gallery: 'ping-chain', name: 'Mine' })).json()).toMatchObject({ name: 'Mine' })
  expect((await post({ gallery: 'nosuch' })).json()).toMatchObject({ code: 'gallery/not-found' })
})
