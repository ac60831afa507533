import type { BridgeView, InterfaceView, NodeView, PortView, RouteView, StackView } from '@etherloom/protocol'
import { count } from '../../format.ts'
import { Rows } from './Rows.tsx'

/** A running node: interfaces, routes, neighbors and sockets; of a switch its ports and the addresses it has learned. */
export function LiveNode({ view, most }: { view: NodeView; most: number }) {
  const { interfaces, stack, bridge } = view
  return (
    <>
      {bridge ? <Bridge bridge={bridge} most={most} /> : <Interfaces interfaces={interfaces} most={most} />}
      {stack && <Stack stack={stack} most={most} />}
      <Rows
        title="Dropped here"
        columns="minmax(0,1fr) 5rem"
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
      columns="4.5rem minmax(0,1fr) 7.5rem"
      most={most}
      more={interfaces.more}
      empty="None."
      rows={interfaces.rows.map((iface) => [
        <Named key="name" name={iface.name} well={iface.up && iface.carrier} why={whyNot(iface)} />,
        iface.addresses
          .map(({ address, state }) => (state === 'valid' ? address : `${address} (${state})`))
          .join(', ') ||
          iface.mac ||
          '',
        <Passed key="passed" iface={iface} />,
      ])}
    />
  )
}

const whyNot = ({ up, carrier }: { up: boolean; carrier: boolean }): string =>
  !up ? 'down' : carrier ? 'up' : 'no carrier'

/** Its name behind the dot that says whether anything can pass. */
function Named({ name, well, why }: { name: string; well: boolean; why: string }) {
  return (
    <span title={why}>
      <span className={`mr-1 inline-block size-1.5 rounded-full ${well ? 'bg-ok' : 'bg-line-strong'}`} />
      {name}
      <span className="sr-only">, {why}</span>
    </span>
  )
}

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

function Bridge({ bridge, most }: { bridge: BridgeView; most: number }) {
  const { stp, ports, addresses } = bridge
  return (
    <>
      {stp && (
        <Rows
          title="Spanning tree"
          columns="4.5rem minmax(0,1fr)"
          most={4}
          rows={[
            ['this', stp.bridgeId],
            ['root', stp.rootPort === null ? 'this switch' : `${stp.rootId} by ${stp.rootPort}, cost ${stp.rootCost}`],
          ]}
        />
      )}
      <Rows
        title="Ports"
        columns="4.5rem minmax(0,1fr) minmax(0,1fr)"
        most={most}
        more={ports.more}
        empty="None: wire it to something."
        rows={ports.rows.map((port) => [
          <Named key="name" name={port.name} well={port.up && port.carrier} why={whyNot(port)} />,
          port.stp ? `${port.stp.role}, ${port.stp.state}` : whyNot(port),
          vlanWords(port),
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
          port,
          vlan === null ? '' : `vlan ${vlan}`,
          `${Math.round(ageS)} s`,
        ])}
      />
    </>
  )
}

function vlanWords({ vlan }: PortView): string {
  if (vlan === null) return ''
  if (vlan.mode === 'access') return `access ${vlan.untagged ?? ''}`
  return `trunk ${vlan.tagged === 'all' ? 'all' : vlan.tagged.join(',')}`
}
