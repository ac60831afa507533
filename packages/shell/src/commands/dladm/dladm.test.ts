import { ifacesOf } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { twoLans } from '../../../test/network.ts'

test('VNICs and VLANs over an interface: made, shown in columns, unmade', () => {
  const network = twoLans('zone')
  const type = (line: string) => network.type('here', line)
  expect(type('dladm create-vnic -l net0 -m 2:8:20:1:2:3 web0')).toEqual({ status: 0, text: '' })
  expect(type('dladm show-vnic').text).toBe(`LINK         OVER         SPEED  MACADDRESS        MACADDRTYPE         VID
web0         net0         0      2:8:20:1:2:3      random              0
`)
  expect(type('dladm create-vlan -l net0 -v 4')).toEqual({ status: 0, text: '' })
  expect(type('dladm create-vlan -l net0 -v 5 dmz0')).toEqual({ status: 0, text: '' })
  expect(type('dladm show-vlan').text).toBe(`LINK            VID      OVER         FLAGS
dmz0            5        net0         -----
net4000         4        net0         -----
`)
  expect(type('dladm show-vlan net4000').text.split('\n')).toHaveLength(3)
  expect(type('dladm delete-vlan dmz0')).toEqual({ status: 0, text: '' })
  expect(type('dladm delete-vnic web0')).toEqual({ status: 0, text: '' })
  expect(ifacesOf(network.doc, 'node:here').map(({ name }) => name)).toEqual(['net0', 'net4000'])
})

test('show-link, and dladm alone, list every datalink', () => {
  const network = twoLans('zone')
  const type = (line: string) => network.type('here', line)
  type('dladm create-vnic -l net0 web0')
  type('dladm create-vlan -l net0 -v 4')
  expect(type('dladm show-link').text).toBe(`LINK        CLASS     MTU    STATE    BRIDGE     OVER
net0        phys      1500   up       --         --
net4000     vlan      1500   down     --         net0
web0        vnic      1500   down     --         net0
`)
  expect(type('dladm')).toEqual(type('dladm show-link'))
  expect(type('dladm show-link net0').text.split('\n')).toHaveLength(3)
  expect(type('dladm show-link net7')).toMatchObject({ status: 1 })
})

test('what dladm refuses', () => {
  const network = twoLans('zone')
  const bad = (line: string) => {
    const { status, text } = network.type('here', line)
    expect(status).toBe(1)
    return text
  }
  expect(bad('dladm create-vlan -l net0 -v 5000')).toBe("dladm: invalid VLAN identifier '5000'\n")
  expect(bad('dladm create-vlan -l net7 -v 5')).toContain("invalid link name 'net7': object not found; there is net0")
  expect(bad('dladm create-vlan -l net0')).toContain('usage: create-vlan')
  expect(bad('dladm delete-vlan net0')).toContain("invalid vlan name 'net0'")
  expect(bad('dladm create-vnic -l net0 9web')).toContain("invalid link name '9web'")
  expect(bad('dladm frob')).toMatch(/^dladm: unknown subcommand 'frob'\nusage: /)
})
