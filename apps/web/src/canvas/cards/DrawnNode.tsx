import { find, type IfaceRecord, ifacesOf, type NodeId } from '@etherloom/topology'
import { useDocument, useDocumentShallow } from '../../stores/hooks.ts'
import { Rows } from './Rows.tsx'

/** While the lab does not run: what is drawn. */
export function DrawnNode({ id, most }: { id: NodeId; most: number }) {
  const ifaces = useDocumentShallow((document) => ifacesOf(document, id))
  const routes = useDocument((document) => find(document, id)?.routes ?? none)
  return (
    <>
      <Rows
        title="Interfaces"
        columns="5rem minmax(0,1fr)"
        most={most}
        empty="None yet: wire it to something."
        rows={ifaces.map((iface) => [iface.name, addressesOf(iface)])}
      />
      <Rows
        title="Static routes"
        columns="minmax(0,1fr) minmax(0,1fr)"
        most={most}
        rows={routes.map(({ destination, gateway }) => [destination, gateway])}
      />
      <p className="text-xs text-faint">Run the lab to see routes, neighbors and sockets as they are.</p>
    </>
  )
}

const none: readonly { destination: string; gateway: string }[] = []

const addressesOf = ({ addresses, up, mac }: IfaceRecord): string =>
  `${addresses.map(({ address }) => address).join(', ') || mac}${up ? '' : ' (down)'}`
