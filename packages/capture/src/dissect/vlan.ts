// An IEEE 802.1Q or 802.1ad tag; whatever it carries names the line in the list.
import { vlan } from '@etherloom/wire'
import type { Dissection, HeaderField } from './dissection.ts'
import { dissectPayload } from './ethernet.ts'
import { etherTypeText } from './names.ts'

const HEADER: readonly HeaderField[] = [
  { name: 'Priority', at: vlan.TCI, size: 2, text: (b, o) => String(vlan.priority(b, o)) },
  { name: 'DEI', at: vlan.TCI, size: 2, text: (b, o) => (vlan.dropEligible(b, o) === 1 ? 'Eligible' : 'Ineligible') },
  { name: 'ID', at: vlan.TCI, size: 2, text: (b, o) => String(vlan.id(b, o)) },
  { name: 'Type', at: vlan.TYPE, size: 2, text: (b, o) => etherTypeText(vlan.type(b, o)) },
]

export function dissectVlan(d: Dissection, off: number): void {
  const { bytes } = d
  d.protocol = 'VLAN'
  d.info = ''
  const tag = d.has(off, vlan.TYPE)
    ? [vlan.priority(bytes, off), vlan.dropEligible(bytes, off), vlan.id(bytes, off)]
    : []
  const value = tag.length > 0 ? `PRI: ${tag[0]}, DEI: ${tag[1]}, ID: ${tag[2]}` : ''
  if (!d.header('802.1Q Virtual LAN', value, off, vlan.TAG_LEN, HEADER)) return
  // Stands when the payload has nothing better to say.
  d.info = `PRI: ${tag[0]}  DEI: ${tag[1]}  ID: ${tag[2]}`
  dissectPayload(d, vlan.type(bytes, off), off + vlan.TAG_LEN)
}
