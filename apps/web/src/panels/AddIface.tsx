import { addLoopback, addVlan, type IfaceRecord, ifacesOf, type NodeRecord } from '@etherloom/topology'
import { Layers, Plus, Repeat } from 'lucide-react'
import { useDocumentShallow } from '../stores/hooks.ts'
import { edit } from '../transport/lab.ts'
import { Menu, MenuItem } from '../ui/Menu.tsx'
import { useReadOnly } from '../ui/read-only.ts'

/** Interfaces that no wire makes: a loopback with addresses of its own, and one for a VLAN of another interface. */
export function AddIface({ node }: { node: NodeRecord }) {
  const blocked = useReadOnly()
  const ifaces = useDocumentShallow((document) => ifacesOf(document, node.id))
  const carriers = ifaces.filter(({ kind }) => kind === 'nic' || kind === 'vnic')
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          disabled={blocked !== null}
          title={blocked ?? undefined}
          className="inline-flex h-7 items-center gap-1 rounded-md px-2 text-sm font-medium hover:bg-hover disabled:cursor-not-allowed disabled:opacity-50"
        >
          <Plus size={13} aria-hidden="true" />
          Add
        </button>
      }
    >
      <MenuItem icon={<Repeat size={14} />} onSelect={() => edit((doc) => addLoopback(doc, node.id))}>
        Loopback interface
      </MenuItem>
      {carriers.map((iface) => (
        <MenuItem
          key={iface.id}
          icon={<Layers size={14} />}
          onSelect={() =>
            edit((doc) => addVlan(doc, { over: iface.id, id: freeTag(ifaces, iface), address: 'automatic' }))
          }
        >
          {`VLAN over ${iface.name}`}
        </MenuItem>
      ))}
    </Menu>
  )
}

/** 10, 20, 30 …, as people number them. */
function freeTag(ifaces: readonly IfaceRecord[], over: IfaceRecord): number {
  const taken = new Set(ifaces.filter((each) => each.over === over.id).map(({ vlan }) => vlan?.id))
  let tag = 10
  while (taken.has(tag)) tag += 10
  return tag
}
