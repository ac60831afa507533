// epair(4): two ifnets back to back, one for each of two vnets.
import type { Kernel } from '@etherloom/kern'
import { Ifnet } from './ifnet.ts'
import { createLink, type Link } from './link.ts'

/** Locally administered: 02 then the unit, with the last octet 0a or 0b as FreeBSD's epair has it. */
const macOf = (unit: number, end: number): number => 0x020000000000 + unit * 256 + end

/** `epair<unit>a` and `epair<unit>b`, not yet in a vnet. */
export function createEpair(kernel: Kernel, unit: number): { a: Ifnet; b: Ifnet; link: Link } {
  const a = new Ifnet(kernel, `epair${unit}a`, macOf(unit, 0x0a))
  const b = new Ifnet(kernel, `epair${unit}b`, macOf(unit, 0x0b))
  return { a, b, link: createLink(kernel, a, b, `epair${unit}`) }
}
