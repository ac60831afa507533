// etherstub: a switch that VNICs are made over. It has no interfaces of its own; `join` and `leave` are for a VNIC's.
import { Etherstub } from '@etherloom/datalink'
import type { Kernel } from '@etherloom/kern'
import type { NodeRecord } from '@etherloom/topology'
import type { NodeObject } from './node-object.ts'

export interface EtherstubObject extends NodeObject {
  readonly stub: Etherstub
}

export function createEtherstub(kernel: Kernel, record: NodeRecord): EtherstubObject {
  const stub = new Etherstub(kernel, record.name)
  return {
    stub,
    system: null,
    addIface: () => {
      throw new Error('an etherstub has no interfaces: make a vnic over it')
    },
    removeIface: () => {},
    update: (next) => stub.rename(next.name),
    destroy: () => stub.destroy(),
  }
}

export const isEtherstub = (node: NodeObject): node is EtherstubObject => 'stub' in node
