import {
  type IfaceRecord,
  portOf,
  type SwitchPort,
  type SwitchSettings,
  setPort,
  switchPort,
  vlanId,
} from '@etherloom/topology'
import { attempt, edit } from '../transport/lab.ts'
import { Choice } from '../ui/Choice.tsx'
import { Field } from '../ui/Field.tsx'
import { More } from '../ui/More.tsx'
import { schemaError } from '../ui/schema-error.ts'
import { Toggle } from '../ui/Toggle.tsx'
import { formatVlans, parseVlans } from '../vlans.ts'

interface Props {
  iface: IfaceRecord
  settings: SwitchSettings
}

/** What a port of a switch is set to, as far as the switch looks at it. */
export function PortFields({ iface, settings }: Props) {
  const port = portOf(iface)
  const set = (fields: Partial<SwitchPort>) => attempt((doc) => setPort(doc, iface.id, fields))
  return (
    <>
      {settings.vlanFiltering && <VlanFields port={port} set={set} />}
      {settings.stp !== 'off' && <TreeFields iface={iface} port={port} />}
    </>
  )
}

interface VlanProps {
  port: SwitchPort
  set: (fields: Partial<SwitchPort>) => string | null
}

function VlanFields({ port, set }: VlanProps) {
  const one = (text: string): number => (/^\d+$/.test(text) ? Number(text) : Number.NaN)
  const bad = (id: number): string | null => (schemaError(vlanId, id) ? 'A VLAN is a number from 1 to 4094.' : null)
  return (
    <>
      <Choice
        label="VLAN port"
        value={port.mode}
        options={[
          ['access', 'Access, untagged'],
          ['trunk', 'Trunk, tagged'],
        ]}
        onChange={(mode) => set({ mode })}
      />
      {port.mode === 'access' ? (
        <Field
          label="VLAN"
          mono
          value={String(port.pvid)}
          onCommit={(text) => bad(one(text)) ?? set({ pvid: one(text) })}
        />
      ) : (
        <>
          <Field
            label="Allowed"
            mono
            placeholder="none"
            hint="The VLANs whose tagged frames pass: all, or 10, 20-29"
            value={formatVlans(port.allowed)}
            onCommit={(text) => {
              const allowed = parseVlans(text)
              return allowed === null ? 'Write “all”, or VLANs from 1 to 4094: 10, 20-29.' : set({ allowed })
            }}
          />
          <Field
            label="Native"
            mono
            placeholder="none: untagged dropped"
            hint="The VLAN of frames without a tag. Without one they are dropped."
            value={port.native === null ? '' : String(port.native)}
            onCommit={(text) => (text === '' ? set({ native: null }) : (bad(one(text)) ?? set({ native: one(text) })))}
          />
        </>
      )}
    </>
  )
}

function TreeFields({ iface, port }: { iface: IfaceRecord; port: SwitchPort }) {
  const change = (fields: Partial<SwitchPort>) => edit((doc) => setPort(doc, iface.id, fields))
  const setCost = (text: string): string | null => {
    const pathCost = text === '' ? 0 : /^\d+$/.test(text) ? Number(text) : Number.NaN
    return schemaError(switchPort.shape.pathCost, pathCost) ?? attempt((doc) => setPort(doc, iface.id, { pathCost }))
  }
  const notes = [!port.stpEnabled && 'off', port.edge && 'edge', port.pathCost > 0 && `cost ${port.pathCost}`]
  return (
    <More title="Spanning tree" note={notes.filter(Boolean).join(', ') || undefined}>
      <Toggle label="Takes part" checked={port.stpEnabled} onChange={(stpEnabled) => change({ stpEnabled })} />
      <Toggle
        label="Edge"
        title="No switch is behind this port: it forwards at once"
        checked={port.edge}
        onChange={(edge) => change({ edge })}
      />
      <Field
        label="Path cost"
        mono
        placeholder="from the bandwidth"
        value={port.pathCost === 0 ? '' : String(port.pathCost)}
        onCommit={setCost}
      />
    </More>
  )
}
