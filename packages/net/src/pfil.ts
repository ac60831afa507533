// Where filters look at packets (pfil(9)): IP header at `off`, once on the way in, once on the way out.
import type { Mbuf } from '@etherloom/kern'
import type { Ifnet } from './ifnet.ts'
import type { Vnet } from './vnet.ts'

/** False: the hook kept, passed on or dropped the mbuf. */
export type PfilHook = (ifp: Ifnet, m: Mbuf) => boolean
/** `in6`, `out6`: IPv6 packets. */
export type PfilDirection = 'in' | 'out' | 'in6' | 'out6'

type Slot = 'pfilIn' | 'pfilOut' | 'pfilIn6' | 'pfilOut6'
const slots: { readonly [direction in PfilDirection]: Slot } = {
  in: 'pfilIn',
  out: 'pfilOut',
  in6: 'pfilIn6',
  out6: 'pfilOut6',
}

export class PfilHead {
  readonly hooks: PfilHook[]

  constructor() {
    this.hooks = []
  }

  run(ifp: Ifnet, m: Mbuf): boolean {
    for (const hook of this.hooks) if (!hook(ifp, m)) return false
    return true
  }
}

/** In: hooks run in the order of adding. Out: in the reverse order, so that the first filter is the outermost. */
export function addPfilHook(vnet: Vnet, direction: PfilDirection, hook: PfilHook): void {
  const { hooks } = (vnet[slots[direction]] ??= new PfilHead())
  if (direction === 'in' || direction === 'in6') hooks.push(hook)
  else hooks.unshift(hook)
  vnet.retarget6()
}

export function removePfilHook(vnet: Vnet, direction: PfilDirection, hook: PfilHook): void {
  const head = vnet[slots[direction]]
  const at = head?.hooks.indexOf(hook) ?? -1
  if (head === null || at < 0) return
  head.hooks.splice(at, 1)
  if (head.hooks.length === 0) vnet[slots[direction]] = null
  vnet.retarget6()
}
