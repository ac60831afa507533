// IEEE 802.1Q tags on frames in the arena, put in and taken out in place: the addresses move by four bytes, the rest stays.
//
//   untagged   dst(6) src(6) type …
//   tagged     dst(6) src(6) TPID TCI type …        TCI: priority (3 bits), drop eligible (1), VLAN id (12)
import { type Mbuf, u16 } from '@etherloom/kern'
import { ethernet, swap16, vlan } from '@etherloom/wire'

/** The TPID of a customer's tag as the little-endian view shows it. */
export const TYPE_VLAN_WORD = swap16(ethernet.TYPE_VLAN)
/** Words from the frame's start to the TPID, and of the two addresses in front of it. */
const TPID = 6
const ADDRESS_WORDS = 6

/** Shortest frame that can carry a tag. */
export const VLAN_HEADER_LEN = ethernet.HEADER_LEN + vlan.TAG_LEN

/** Whether the frame has a tag of this kind in front; `len` is at least VLAN_HEADER_LEN. */
export const hasTag = (m: Mbuf, tpidWord = TYPE_VLAN_WORD): boolean =>
  m.len >= VLAN_HEADER_LEN && u16[(m.off >> 1) + TPID] === tpidWord

/** The tag's TCI; `hasTag` must have said yes. */
export const tciOf = (m: Mbuf): number => swap16(u16[(m.off >> 1) + TPID + 1])

/** Writes the tag's TCI; `hasTag` must have said yes. */
export function setTci(m: Mbuf, tci: number): void {
  u16[(m.off >> 1) + TPID + 1] = swap16(tci)
}

/** Puts a tag in. False: there is no room in front of the frame; drop it as DROP_NO_HEADROOM. */
export function pushTag(m: Mbuf, tci: number, tpidWord = TYPE_VLAN_WORD): boolean {
  if (!m.prepend(vlan.TAG_LEN)) return false
  const h = m.off >> 1
  for (let i = 0; i < ADDRESS_WORDS; i++) u16[h + i] = u16[h + i + 2]
  u16[h + TPID] = tpidWord
  u16[h + TPID + 1] = swap16(tci)
  return true
}

/** Takes the tag out; `hasTag` must have said yes. */
export function popTag(m: Mbuf): void {
  const h = m.off >> 1
  for (let i = ADDRESS_WORDS - 1; i >= 0; i--) u16[h + i + 2] = u16[h + i]
  m.adj(vlan.TAG_LEN)
}
