import { applyDiff, chain, checkOperation, record, setAddress, type TopologyDocument } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { addressChange, changedIfaces, planRenumber, type RenumberWish } from './renumber-plan.ts'

const pools = { ipv4Pool: '10.0.0.0/8', ipv6Pool: 'fc00::/8' }
const typed = (doc = chain(2)) => applyDiff(doc, setAddress(doc, 'iface:pc1.eth0', '192.168.1.5/24').diff)

const changes = (doc: TopologyDocument, wish: RenumberWish) => {
  const { diff } = planRenumber(doc, wish)
  return changedIfaces(diff).map((id) => addressChange(doc, diff, id, wish.families))
}

test('what is typed stays unless it is asked for; the plan says what becomes what, and is one operation with the pools', () => {
  const doc = typed()
  const wish = { ids: null, families: [4] as const, typed: false, pools: { ...pools, ipv4Pool: '172.16.0.0/12' } }
  const plan = planRenumber(doc, wish)
  expect(changes(doc, wish).map(({ name }) => name)).not.toContain('pc1 eth0')
  expect(changes(doc, wish)).toContainEqual({
    id: 'iface:pc2.eth0',
    name: 'pc2 eth0',
    from: '10.0.2.20/24',
    to: expect.stringMatching(/^172\.16\.\d+\.20\/24$/),
  })
  expect(checkOperation(doc, plan)).toMatchObject({ ok: true })
  expect(record(applyDiff(doc, plan.diff), 'lab:lab').ipv4Pool).toBe('172.16.0.0/12')
  expect(changes(doc, { ...wish, typed: true }).map(({ name }) => name)).toContain('pc1 eth0')
})

test('what changes is listed LAN by LAN', () => {
  const listed = changes(chain(2), {
    ids: null,
    families: [4],
    typed: false,
    pools: { ...pools, ipv4Pool: '10.9.0.0/16' },
  })
  expect(listed.map(({ name, to }) => `${name} ${to}`)).toEqual([
    'router1 eth0 10.9.0.1/24',
    'pc1 eth0 10.9.0.20/24',
    'router1 eth1 10.9.1.1/24',
    'router2 eth0 10.9.1.2/24',
    'router2 eth1 10.9.2.1/24',
    'pc2 eth0 10.9.2.20/24',
  ])
})

test('of a selection only its interfaces change, and a pool that is none is refused in words', () => {
  const doc = typed()
  const wish = { ids: ['node:pc1'] as const, families: [4] as const, typed: true, pools }
  expect(changes(doc, wish).map(({ name }) => name)).toEqual(['pc1 eth0'])
  const bad = { ids: null, families: [4] as const, typed: false, pools: { ...pools, ipv4Pool: 'ten' } }
  expect(() => planRenumber(doc, bad)).toThrow(/cannot hold a \/24 for each LAN/)
})
