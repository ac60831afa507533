// IEEE 802.2 LLC: spanning tree (SAP 0x42) is what a drawn network sends over it.
import type { Dissection, HeaderField } from './dissection.ts'
import { hex } from './names.ts'
import { dissectStp } from './stp.ts'

const DSAP = 0
const SSAP = 1
const CONTROL = 2
const HEADER_LEN = 3
const SAP_STP = 0x42
const UNNUMBERED_INFORMATION = 3

const HEADER: readonly HeaderField[] = [
  { name: 'DSAP', at: DSAP, size: 1, text: (b, o) => hex(b[o + DSAP], 2) },
  { name: 'SSAP', at: SSAP, size: 1, text: (b, o) => hex(b[o + SSAP], 2) },
  { name: 'Control field', at: CONTROL, size: 1, text: (b, o) => hex(b[o + CONTROL], 2) },
]

export function dissectLlc(d: Dissection, off: number): void {
  d.protocol = 'LLC'
  d.info = ''
  if (!d.header('Logical-Link Control', '', off, HEADER_LEN, HEADER)) return
  const dsap = d.bytes[off + DSAP]
  if (dsap === SAP_STP) return dissectStp(d, off + HEADER_LEN)
  const frame = d.bytes[off + CONTROL] === UNNUMBERED_INFORMATION ? 'U, func=UI; ' : ''
  d.info = `${frame}DSAP ${hex(dsap, 2)}, SSAP ${hex(d.bytes[off + SSAP], 2)}`
  d.data(off + HEADER_LEN)
}
