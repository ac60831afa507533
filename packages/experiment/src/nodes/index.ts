import type { NodeKind } from '@etherloom/topology'
import { createEtherstub } from './etherstub.ts'
import { createHub } from './hub.ts'
import type { CreateNode } from './node-object.ts'
import { createSwitch } from './switch.ts'
import { createSystem } from './system.ts'
import { createTee } from './tee.ts'

export const createNode: { readonly [K in NodeKind]: CreateNode } = {
  machine: createSystem,
  jail: createSystem,
  zone: createSystem,
  switch: createSwitch,
  hub: createHub,
  tee: createTee,
  etherstub: createEtherstub,
}
