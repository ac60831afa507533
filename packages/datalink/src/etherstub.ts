// An etherstub (dladm(8), Crossbow): a switch with no wire of its own, on which VNICs meet as if they shared a NIC.
// A control surface over net's switch: creating a VNIC adds a port and the short wire to it.
import type { Kernel } from '@etherloom/kern'
import { createLink, type Ifnet, type Link, Switch } from '@etherloom/net'

export class Etherstub {
  readonly switch: Switch
  private readonly kernel: Kernel

  constructor(kernel: Kernel, name: string) {
    this.kernel = kernel
    this.switch = new Switch(kernel, name)
  }

  /** Joins a VNIC to the stub. The wire's direction `ab` is out of the VNIC. `id` seeds and names it. */
  join(vnic: Ifnet, id: string): Link {
    return createLink(this.kernel, vnic, this.switch.addPort(vnic.name), id)
  }

  leave(link: Link): void {
    link.destroy()
    this.switch.removePort(link.b)
  }

  get name(): string {
    return this.switch.name
  }

  rename(name: string): void {
    this.switch.name = name
  }

  destroy(): void {
    this.switch.destroy()
  }
}
