import {
  find,
  hasStack,
  type IfaceId,
  type IfaceRecord,
  ifaceRecord,
  normalizeMac,
  removeIface,
  setFields,
  switchOf,
  vlanId,
} from '@etherloom/topology'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useDocument, useLive } from '../stores/hooks.ts'
import { attempt, edit } from '../transport/lab.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { useReadOnly } from '../ui/read-only.ts'
import { schemaError } from '../ui/schema-error.ts'
import { Toggle } from '../ui/Toggle.tsx'
import { AddressFields } from './AddressFields.tsx'
import { Ipv6Fields } from './Ipv6Fields.tsx'
import { PortFields } from './PortFields.tsx'

/** One interface: what it is called, its addresses, MAC and MTU, and whether it is up. */
export function IfaceFields({ id }: { id: IfaceId }) {
  const iface = useDocument((document) => find(document, id))
  const addressed = useDocument((document) => {
    const node = iface && find(document, iface.node)
    return node !== undefined && hasStack(node.kind)
  })
  const router = useDocument((document) => iface !== undefined && find(document, iface.node)?.role === 'router')
  const settings = useDocument((document) => {
    const node = iface && find(document, iface.node)
    return node?.kind === 'switch' ? switchOf(node) : null
  })
  const fault = useLive((live) => live.faults[id])
  const [adding, setAdding] = useState(false)
  const readOnly = useReadOnly() !== null
  if (!iface) return null
  return (
    <fieldset
      className="rounded-lg border border-line bg-raised p-2 [--label-width:4.25rem]"
      aria-label={`Interface ${iface.name}`}
      data-record={id}
    >
      <div className="mb-1 flex items-center gap-2">
        <span className="font-mono text-sm font-semibold">{iface.name}</span>
        {iface.kind !== 'nic' && (
          <span className="rounded bg-hover px-1 text-xs text-dim">{kindWords[iface.kind]}</span>
        )}
        <span className="flex-1" />
        {addressed && !readOnly && iface.addresses.length > 0 && (
          <button
            type="button"
            aria-label={`Add an address to ${iface.name}`}
            title="Add an address"
            className="flex size-6 items-center justify-center rounded-md text-faint hover:bg-hover hover:text-text"
            onClick={() => setAdding(true)}
          >
            <Plus size={14} />
          </button>
        )}
        <Toggle
          label={`${iface.name} up`}
          hideLabel
          title={iface.up ? 'Up: click to take it down' : 'Down: click to bring it up'}
          checked={iface.up}
          onChange={(up) => edit((doc) => setFields(doc, id, { up }))}
        />
      </div>
      <div className="flex flex-col gap-1.5">
        {iface.vlan && <TagField iface={iface} tag={iface.vlan.id} />}
        {addressed && <AddressFields iface={iface} adding={adding} onAdded={() => setAdding(false)} />}
        {addressed && iface.kind !== 'lo' && <Ipv6Fields iface={iface} router={router} />}
        {settings && <PortFields iface={iface} settings={settings} />}
        <Details iface={iface} port={!addressed} />
      </div>
      {fault && <p className="mt-1 text-xs text-warn">{fault}</p>}
    </fieldset>
  )
}

const kindWords = { vnic: 'VNIC', vlan: 'VLAN', lo: 'loopback' } as const

/** The tag of a VLAN's frames. */
function TagField({ iface, tag }: { iface: IfaceRecord; tag: number }) {
  const set = (text: string): string | null => {
    const id = /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (schemaError(vlanId, id)) return 'A VLAN is a number from 1 to 4094.'
    return attempt((doc) => setFields(doc, iface.id, { vlan: { id } }))
  }
  return <Field label="VLAN" mono value={String(tag)} onCommit={set} />
}

function Details({ iface, port }: { iface: IfaceRecord; port: boolean }) {
  const hasMac = iface.kind !== 'lo'
  const set = (fields: Partial<Pick<IfaceRecord, 'name' | 'mac' | 'mtu'>>): string | null => {
    for (const [key, value] of Object.entries(fields)) {
      const why = schemaError(ifaceRecord.shape[key as keyof typeof fields], value)
      if (why) return why
    }
    return attempt((doc) => setFields(doc, iface.id, fields))
  }
  const setMac = (text: string): string | null => {
    const mac = normalizeMac(text)
    return mac === null ? 'A MAC address is six octets such as 42:00:aa:00:00:01.' : set({ mac })
  }
  const setMtu = (text: string): string | null =>
    /^\d+$/.test(text) ? set({ mtu: Number(text) }) : 'The MTU is a number of bytes such as 1500.'
  return (
    <details>
      <summary className="cursor-default py-0.5 text-xs text-faint select-none hover:text-dim">
        {hasMac && `${iface.mac} · `}MTU {iface.mtu}
      </summary>
      <div className="mt-1.5 flex flex-col gap-1.5">
        <Field label={port ? 'Port' : 'Interface'} mono value={iface.name} onCommit={(name) => set({ name })} />
        {hasMac && <Field label="MAC" mono value={iface.mac} onCommit={setMac} />}
        <Field label="MTU" mono unit="bytes" value={String(iface.mtu)} onCommit={setMtu} />
        <div className="-ml-2">
          <Button
            label={`Remove ${iface.name}`}
            text={port ? 'Remove port' : 'Remove interface'}
            tone="danger"
            onPress={() => edit((doc) => removeIface(doc, iface.id))}
          />
        </div>
      </div>
    </details>
  )
}
