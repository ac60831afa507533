// Where filters look at packets (pfil(9)): IP header at `off`, once on the way in, once on the way out.
import type { Mbuf } from '@etherloom/kern'
import type { Ifnet } from './ifnet.ts'
import type { Vnet } from './vnet.ts'

/** False: the hook kept, passed on or dropped the mbuf. */
export type PfilHook = (ifp: Ifnet, m: Mbuf) => boolean
export type PfilDirection = 'in' | 'out'

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
  if (direction === 'in') (vnet.pfilIn ??= new PfilHead()).hooks.push(hook)
  else (vnet.pfilOut ??= new PfilHead()).hooks.unshift(hook)
}

export function removePfilHook(vnet: Vnet, direction: PfilDirection, hook: PfilHook): void {
  const head = direction === 'in' ? vnet.pfilIn : vnet.pfilOut
  const at = head?.hooks.indexOf(hook) ?? -1
  if (head === null || at < 0) return
  head.hooks.splice(at, 1)
  if (head.hooks.length > 0) return
  if (direction === 'in') vnet.pfilIn = null
  else vnet.pfilOut = null
}
