// A system: something with a network stack and commands of its own. The base system (global zone) of a machine, and the jails
// and zones in it, which may nest. Each holds one vnet; what it is made of besides is the personality its commands have.
import { attachInet, illumosArp, inetOf } from '@etherloom/inet'
import type { Kernel } from '@etherloom/kern'
import { Vnet } from '@etherloom/net'

export type SystemKind = 'machine' | 'jail' | 'zone'
/** Whose commands and outputs its console has. */
export type Personality = 'freebsd' | 'illumos'

/** A machine is where zones are administered, so its console is the global zone's. */
const personalities: { readonly [K in SystemKind]: Personality } = {
  machine: 'illumos',
  jail: 'freebsd',
  zone: 'illumos',
}

/** What lo0 takes in one piece: FreeBSD's LOMTU, illumos' ip_loopback_mtuplus. */
const loopbackMtu: { readonly [P in Personality]: number } = { freebsd: 16_384, illumos: 8232 }

/** `ttl` of ip(4P), until ipadm(8) sets another. */
const ILLUMOS_TTL = 255

export class System {
  readonly kind: SystemKind
  readonly vnet: Vnet
  readonly parent: System | null
  readonly children: Set<System>

  constructor(kernel: Kernel, kind: SystemKind, name: string, parent: System | null) {
    this.kind = kind
    this.vnet = new Vnet(kernel, name)
    this.parent = parent
    this.children = new Set()
    attachInet(this.vnet)
    const ip = inetOf(this.vnet)
    ip.lo.mtu = loopbackMtu[this.personality]
    ip.loopbackLinkLocal = this.personality === 'freebsd'
    if (this.personality === 'illumos') {
      ip.ttl = ILLUMOS_TTL
      ip.arp.habits = illumosArp
      ip.icmp.answersToAll = true
    }
    parent?.children.add(this)
  }

  get name(): string {
    return this.vnet.name
  }

  get personality(): Personality {
    return personalities[this.kind]
  }

  rename(name: string): void {
    this.vnet.name = name
  }

  /** Ends the stack and everything inside. Wires of its interfaces are for whoever plugged them in. */
  destroy(): void {
    for (const child of [...this.children]) child.destroy()
    this.parent?.children.delete(this)
    this.vnet.destroy()
  }
}
