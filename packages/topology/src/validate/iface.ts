// What must hold of one interface.
import { teePorts } from '../bridging.ts'
import { find, hasStack } from '../document.ts'
import { indexOf, nameKey } from '../document-index.ts'
import type { IfaceRecord, NodeRecord, TopologyDocument } from '../records.ts'
import { checkAddresses } from './addresses.ts'
import { checkKind } from './over.ts'
import type { Report } from './problem.ts'

/** What `ifconfig` and `dladm` take for a name. */
const IFACE_NAME = /^[A-Za-z][A-Za-z0-9_.]*$/
/** Every stack has one without being told. */
const LOOPBACK = 'lo0'
const NO_MAC = '00:00:00:00:00:00'
/** The longest frame an interface with a wire takes. */
const MAX_MTU = 9216

export function checkIface(doc: TopologyDocument, iface: IfaceRecord, report: Report): void {
  const node = find(doc, iface.node)
  if (node === undefined) {
    report('error', iface.id, 'node', `its node ${iface.node} does not exist`, 'remove the interface')
    return
  }
  if (find(doc, iface.home) === undefined)
    report('error', iface.id, 'home', `its home ${iface.home} does not exist`, `set its home to ${iface.node}`)
  checkName(doc, iface, node, report)
  checkMac(iface, report)
  checkKind[iface.kind](doc, iface, node, report)
  checkSettings(iface, node, report)
  checkAddresses(doc, iface, node, report)
}

function checkName(doc: TopologyDocument, iface: IfaceRecord, node: NodeRecord, report: Report): void {
  if (!IFACE_NAME.test(iface.name))
    report(
      'error',
      iface.id,
      'name',
      `"${iface.name}" cannot be an interface's name`,
      'begin with one of the letters A to Z and a to z; after it digits, dots and underscores may stand too',
    )
  if (iface.name === LOOPBACK && iface.kind !== 'lo' && hasStack(node.kind))
    report(
      'error',
      iface.id,
      'name',
      `${LOOPBACK} is the loopback interface that ${node.name} has of its own`,
      'give this one another name',
    )
  if (node.kind === 'tee' && !teePorts.some((port) => port === iface.name))
    report('error', iface.id, 'name', `a tee has no port ${iface.name}`, `call it one of ${teePorts.join(', ')}`)
  for (const holder of new Set([node.id, iface.home])) {
    const others = indexOf(doc).ifacesByName.get(nameKey(holder, iface.name)) ?? []
    if (others.some((id) => id !== iface.id))
      report(
        'error',
        iface.id,
        'name',
        `${find(doc, holder)?.name ?? holder} has another interface called ${iface.name}`,
        'give one of them another name',
      )
  }
}

function checkMac(iface: IfaceRecord, report: Report): void {
  if (iface.kind === 'lo') {
    if (iface.mac !== NO_MAC)
      report('error', iface.id, 'mac', 'a loopback interface has no MAC address', `write ${NO_MAC}`)
    return
  }
  if (Number.parseInt(iface.mac.slice(0, 2), 16) % 2 === 1)
    report(
      'error',
      iface.id,
      'mac',
      `${iface.mac} is a multicast address: the lowest bit of its first octet is set`,
      'make the first octet even',
    )
  if (iface.mac === NO_MAC)
    report('error', iface.id, 'mac', 'an interface needs a MAC address', 'use one such as 42:00:aa:00:00:01')
}

/** Settings that belong to some interfaces alone. */
function checkSettings(iface: IfaceRecord, node: NodeRecord, report: Report): void {
  if (iface.mtu > MAX_MTU && iface.kind !== 'lo')
    report(
      'error',
      iface.id,
      'mtu',
      `${iface.mtu} bytes are more than a frame holds`,
      `set its MTU to ${MAX_MTU} at most`,
    )
  if (iface.vlan !== null && iface.kind !== 'vlan')
    report('error', iface.id, 'vlan', `a ${iface.kind} has no tag`, 'set vlan to null, or make a vlan over it')
  if (iface.port !== null && node.kind !== 'switch')
    report(
      'error',
      iface.id,
      'port',
      `${node.name} is a ${node.kind}, and its ports have nothing to set`,
      'set port to null',
    )
  if (iface.ra !== null && node.role !== 'router')
    report(
      'warning',
      iface.id,
      'ra',
      `${node.name} is no router, so it advertises nothing (RFC 4861, 6.2.1)`,
      'set ra to null, or make it a router',
      'ra-no-router',
    )
}
