import type { BridgeView, InterfaceView, NodeView, PortView, RouteView, StackView } from '@etherloom/protocol'
import { find, isIfaceId, type NodeId, nameOf, type RecordId } from '@etherloom/topology'
import { count } from '../../format.ts'
import { documentStore } from '../../stores/document.ts'
import { formatVlans } from '../../vlans.ts'
import { Rows } from './Rows.tsx'

/** A running node: interfaces, routes, neighbors and sockets; of a switch its ports and the addresses it has learned. */
export function LiveNode({ id, view, most }: { id: NodeId; view: NodeView; most: number }) {
  const { interfaces, stack, bridge } = view
  return (
    <>
      {bridge ? <Bridge id={id} bridge={bridge} most={most} /> : <Interfaces interfaces={interfaces} most={most} />}
      {stack && <Stack stack={stack} most={most} />}
      <Rows
        title="Dropped here"
        columns="minmax(0,1fr) 4.5rem"
        most={most}
        rows={Object.entries(view.drops).map(([reason, n]) => [
          <span key="reason" className="text-bad">
            {reason}
          </span>,
          count(n),
        ])}
      />
    </>
  )
}

function Interfaces({ interfaces, most }: { interfaces: NodeView['interfaces']; most: number }) {
  return (
    <Rows
      title="Interfaces"
      columns="3.75rem minmax(0,1fr) 7rem"
      most={most}
      more={interfaces.more}
      empty="None."
      rows={interfaces.rows.map((iface) => [
        <Named key="name" name={iface.name} state={iface.up && iface.carrier ? 'up' : 'down'} why={whyNot(iface)} />,
        iface.addresses.length > 0 ? <Addresses key="addresses" iface={iface} /> : (iface.mac ?? ''),
        <Passed key="passed" iface={iface} />,
      ])}
    />
  )
}

const whyNot = ({ up, carrier }: { up: boolean; carrier: boolean }): string =>
  !up ? 'down' : carrier ? 'up' : 'no carrier'

const dots = { up: 'bg-ok', down: 'bg-line-strong', blocked: 'bg-warn' } as const

/** Its name behind the dot that says whether anything can pass. */
function Named({ name, state, why }: { name: string; state: keyof typeof dots; why: string }) {
  return (
    <span title={`${name}, ${why}`}>
      <span className={`mr-1 inline-block size-1.5 rounded-full ${dots[state]}`} />
      {name}
      <span className="sr-only">, {why}</span>
    </span>
  )
}

const Addresses = ({ iface }: { iface: InterfaceView }) =>
  iface.addresses.map(({ address, state }) => {
    const words = state === 'valid' ? address : `${address} (${state})`
    return (
      <span key={address} className="block truncate" title={words}>
        {words}
      </span>
    )
  })

function Passed({ iface }: { iface: InterfaceView }) {
  return (
    <span title="Packets in, packets out, dropped">
      ↓{count(iface.ipackets)} ↑{count(iface.opackets)}
      {iface.drops > 0 && <span className="text-bad"> ✕{count(iface.drops)}</span>}
    </span>
  )
}

function Stack({ stack, most }: { stack: StackView; most: number }) {
  const { routes, neighbors, sockets } = stack
  return (
    <>
      <Rows
        title={stack.forwarding ? 'Routes (forwards)' : 'Routes'}
        columns="minmax(0,1.2fr) minmax(0,1fr) 3.5rem 4.5rem"
        most={most}
        more={routes.more}
        empty="None."
        rows={routes.rows.map((route) => [
          route.destination,
          route.gateway ?? (route.interface ? 'on the link' : endOf(route)),
          route.interface ?? '',
          <span key="origin" className="text-faint">
            {route.origin}
          </span>,
        ])}
      />
      <Rows
        title="Neighbors"
        columns="minmax(0,1.2fr) 7.5rem 3.5rem 4.5rem"
        most={most}
        more={neighbors.more}
        rows={neighbors.rows.map((neighbor) => [
          neighbor.address,
          neighbor.mac ?? 'no answer yet',
          neighbor.interface,
          <span key="state" className="text-faint">
            {neighbor.state}
          </span>,
        ])}
      />
      <Rows
        title="Sockets"
        columns="2.5rem minmax(0,1fr) minmax(0,1fr) 5rem"
        most={most}
        more={sockets.more}
        rows={sockets.rows.map((socket) => [
          `${socket.protocol}${socket.family}`,
          socket.local,
          socket.foreign,
          socket.waiting > 0 ? `${count(socket.waiting)} waiting` : '',
        ])}
      />
    </>
  )
}

const endOf = ({ flags }: RouteView): string => (flags.includes('B') ? 'blackhole' : 'reject')

function Bridge({ id, bridge, most }: { id: NodeId; bridge: BridgeView; most: number }) {
  const { stp, ports, addresses } = bridge
  const vnics = vnicsOf(id, ports.rows)
  return (
    <>
      {stp && (
        <Rows
          title="Spanning tree"
          columns="4.5rem minmax(0,1fr)"
          most={4}
          rows={[
            ['this', bridgeWords(stp.bridgeId)],
            [
              'root',
              stp.rootPort === null
                ? 'this switch'
                : `${bridgeWords(stp.rootId)} by ${stp.rootPort}, cost ${stp.rootCost}`,
            ],
          ]}
        />
      )}
      <Rows
        title="Ports"
        columns={
          ports.rows.some(({ vlan }) => vlan)
            ? '4.5rem 9.5rem minmax(0,1fr)'
            : `${vnics.names.size > 0 ? '9rem' : '4.5rem'} minmax(0,1fr)`
        }
        most={most}
        more={ports.more}
        empty="None: wire it to something."
        rows={ports.rows.map((port) => [
          <Named
            key="name"
            name={(port.record && vnics.names.get(port.record)) ?? port.name}
            state={stateOf(port)}
            why={port.stp ? treeWords(port.stp) : whyNot(port)}
          />,
          port.stp ? treeWords(port.stp) : whyNot(port),
          ...(port.vlan ? [vlanWords(port.vlan)] : []),
        ])}
      />
      <Rows
        title="Learned addresses"
        columns="8.5rem minmax(0,1fr) 4rem 3rem"
        most={most}
        more={addresses.more}
        empty="None yet."
        rows={addresses.rows.map(({ mac, vlan, port, ageS }) => [
          mac,
          vnics.byMac.get(mac) ?? port,
          vlan === null ? '' : `vlan ${vlan}`,
          `${Math.round(ageS)} s`,
        ])}
      />
    </>
  )
}

/** `10004200aa000002` as the packet list has it: priority, system id, address. */
function bridgeWords(id: string): string {
  const high = Number.parseInt(id.slice(0, 4), 16)
  return `${high & 0xf000}/${high & 0xfff}/${(id.slice(4).match(/../g) ?? []).join(':')}`
}

function stateOf({ up, carrier, stp }: PortView): keyof typeof dots {
  if (!up || !carrier) return 'down'
  return stp === null || stp.state === 'forwarding' ? 'up' : 'blocked'
}

/** A port of an etherstub is a VNIC of somebody else, who may call it as others call theirs. */
function vnicsOf(stub: NodeId, ports: readonly PortView[]) {
  const { document } = documentStore.getState()
  const names = new Map<RecordId, string>()
  const byMac = new Map<string, string>()
  for (const { record } of ports) {
    const iface = record !== null && isIfaceId(record) ? find(document, record) : undefined
    if (iface === undefined || iface.node === stub) continue
    names.set(iface.id, nameOf(document, iface.id))
    byMac.set(iface.mac, nameOf(document, iface.id))
  }
  return { names, byMac }
}

const treeWords = ({ role, state }: NonNullable<PortView['stp']>): string => `${role}, ${state}`

function vlanWords(vlan: NonNullable<PortView['vlan']>): string {
  if (vlan.mode === 'access') return `access ${vlan.untagged ?? ''}`
  const native = vlan.untagged === null ? '' : `, native ${vlan.untagged}`
  return `trunk ${formatVlans(vlan.tagged) || 'none'}${native}`
}
