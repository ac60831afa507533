// Ethernet II and, by a type field below 1,536, IEEE 802.3 with an LLC header.
import { ethernet, formatMac, toHex } from '@etherloom/wire'
import type { Dissection, HeaderField } from './dissection.ts'
import { dissectLlc } from './llc.ts'
import { etherTypeNames, etherTypeText, hex } from './names.ts'

/** IEEE 802.3 §3.2.6: up to here the field is a length, from 1,536 on a type. */
const MAX_LENGTH = 1500
const MIN_TYPE = 1536

const HEADER: readonly HeaderField[] = [
  { name: 'Destination', at: ethernet.DST, size: 6, text: (b, o) => formatMac(ethernet.dst(b, o)) },
  { name: 'Source', at: ethernet.SRC, size: 6, text: (b, o) => formatMac(ethernet.src(b, o)) },
  {
    name: 'Type',
    at: ethernet.TYPE,
    size: 2,
    text: (b, o) =>
      ethernet.type(b, o) <= MAX_LENGTH ? `Length ${ethernet.type(b, o)}` : etherTypeText(ethernet.type(b, o)),
  },
]

export function dissectEthernet(d: Dissection, off: number): void {
  d.protocol = 'Ethernet'
  if (d.has(off, ethernet.SRC)) d.destination = formatMac(ethernet.dst(d.bytes, off))
  if (d.has(off, ethernet.TYPE)) d.source = formatMac(ethernet.src(d.bytes, off))
  const value = `Src: ${d.source}, Dst: ${d.destination}`
  if (!d.header('Ethernet II', value, off, ethernet.HEADER_LEN, HEADER)) return
  const layer = d.last
  const captured = d.end
  dissectPayload(d, ethernet.type(d.bytes, off), off + ethernet.HEADER_LEN)
  if (layer !== null && d.end < captured)
    d.field(layer, 'Padding', toHex(d.bytes.subarray(d.end, captured)), d.end, captured - d.end)
}

/** What follows a type field, be it Ethernet's own or that of a tag. */
export function dissectPayload(d: Dissection, type: number, off: number): void {
  if (type <= MAX_LENGTH) {
    d.limit(off, type)
    dissectLlc(d, off)
  } else if (type < MIN_TYPE) {
    d.info = `Ethernet Unknown: Invalid length/type: ${hex(type, 4)} (${type})`
    d.data(off)
  } else if (!d.etherType(type, off)) {
    d.protocol = hex(type, 4)
    if (type in etherTypeNames) d.info = etherTypeNames[type]
    else if (d.info === '') d.info = 'Ethernet II'
    d.data(off)
  }
}
