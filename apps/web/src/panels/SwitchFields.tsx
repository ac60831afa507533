import {
  type NodeId,
  type NodeRecord,
  type SwitchSettings,
  setSwitch,
  switchOf,
  switchSettings,
} from '@etherloom/topology'
import { attempt, edit } from '../transport/lab.ts'
import { Field } from '../ui/Field.tsx'
import { Section } from '../ui/Section.tsx'
import { schemaError } from '../ui/schema-error.ts'
import { Toggle } from '../ui/Toggle.tsx'

/** What a switch as a whole is set to. */
export function SwitchFields({ node }: { node: NodeRecord }) {
  const now = switchOf(node)
  const set = (settings: Partial<SwitchSettings>) => edit((doc) => setSwitch(doc, node.id, settings))
  return (
    <Section title="Switch">
      <Toggle
        label="VLANs"
        title="Ports belong to VLANs. Off, a frame goes through with whatever tag it has."
        checked={now.vlanFiltering}
        onChange={(vlanFiltering) => set({ vlanFiltering })}
      />
      <Toggle
        label="Spanning tree (RSTP)"
        title="Cuts loops between switches, and mends itself"
        checked={now.stp === 'rstp'}
        onChange={(on) => set({ stp: on ? 'rstp' : 'off' })}
      />
      {now.stp === 'rstp' && (
        <NumberField
          id={node.id}
          name="priority"
          label="Priority"
          value={now.priority}
          hint="The switch with the lowest is the root."
        />
      )}
      <Toggle
        label="Multicast snooping"
        title="Multicast goes only to ports that asked for it by IGMP or MLD"
        checked={now.snooping}
        onChange={(snooping) => set({ snooping })}
      />
      <NumberField
        id={node.id}
        name="ageingSeconds"
        label="Ageing"
        unit="s"
        value={now.ageingSeconds}
        hint="How long a learned address stays without being seen; 0 is for ever."
      />
    </Section>
  )
}

interface Props {
  id: NodeId
  name: 'priority' | 'ageingSeconds'
  label: string
  value: number
  hint: string
  unit?: string
}

function NumberField({ id, name, value, ...rest }: Props) {
  const commit = (text: string): string | null => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN
    return schemaError(switchSettings.shape[name], number) ?? attempt((doc) => setSwitch(doc, id, { [name]: number }))
  }
  return <Field {...rest} mono value={String(value)} onCommit={commit} />
}
