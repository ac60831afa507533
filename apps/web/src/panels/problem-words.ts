import type { ShownKind } from '../problems/use-problems.ts'

/** What several problems of a kind are called together. */
export const kindWords: { readonly [K in ShownKind]: string } = {
  fault: 'Denied by the running lab',
  unsound: 'Not sound',
  'address-shared': 'Addresses used twice',
  'address-edge': 'Addresses no host can have',
  'subnet-differs': 'Out of their LAN’s subnet',
  'subnet-twice': 'Subnets used twice',
  'mac-shared': 'MAC addresses used twice',
  'mtu-differs': 'MTUs that differ in a LAN',
  'mtu-small': 'MTUs too small for IPv6',
  'no-wire': 'Interfaces without a wire',
  gateway: 'Gateways nobody reaches',
  'vlan-differs': 'Ports that disagree about VLANs',
  loop: 'Loops',
  'ra-no-router': 'Advertisements of hosts',
  'protocol-not-run': 'Protocols that do not run yet',
  'routes-too-many': 'Too many routes',
}
