// Ids of records: those they had before, when the file says, else made of the file's own keys. `n0` is `node:n0`.
import { annotationId, canvasId, ifaceId, imageId, linkId, nodeId } from '@etherloom/topology'
import { natural } from '../natural-order.ts'

const schemas = {
  node: nodeId,
  iface: ifaceId,
  link: linkId,
  canvas: canvasId,
  annotation: annotationId,
  image: imageId,
}
export type Prefix = keyof typeof schemas

export class Ids {
  private readonly taken: Set<string>
  constructor() {
    this.taken = new Set()
  }

  /** `wished` if it may be and is free, else one made of `key`. */
  next<P extends Prefix>(prefix: P, key: string, wished: string | undefined): `${P}:${string}` {
    const clean = key.replace(/[^A-Za-z0-9_.-]/g, '-').slice(0, 56) || 'x'
    let id = `${prefix}:${clean}`
    if (wished !== undefined && schemas[prefix].safeParse(wished).success && !this.taken.has(wished)) id = wished
    for (let n = 2; this.taken.has(id); n++) id = `${prefix}:${clean}-${n}`
    this.taken.add(id)
    return id as `${P}:${string}`
  }
}

/** Entries of an object, in the order of their keys. */
export const byKey = ([a]: readonly [string, ...unknown[]], [b]: readonly [string, ...unknown[]]): number =>
  natural(a, b)
