import {
  fieldWords,
  find,
  type IfaceRecord,
  ifaceRecord,
  ifacesOf,
  isNodeId,
  type NodeRecord,
  nodeRoles,
  type RecordId,
  type SwitchSettings,
  switchOf,
  type TopologyDocument,
} from '@etherloom/topology'
import { plural } from '../format.ts'
import { attemptMany } from '../transport/lab.ts'
import { Choice } from '../ui/Choice.tsx'
import { Field } from '../ui/Field.tsx'
import { Section } from '../ui/Section.tsx'
import { schemaError } from '../ui/schema-error.ts'
import { Toggle } from '../ui/Toggle.tsx'
import { roleWords } from './role-words.ts'

const same = <T,>(values: readonly T[]): T | undefined =>
  values.every((value) => value === values[0]) ? values[0] : undefined

/** Nodes selected together, set alike. */
export function ManyNodes({ ids, document }: { ids: readonly RecordId[]; document: TopologyDocument }) {
  const nodes = ids.filter(isNodeId).flatMap((id) => find(document, id) ?? [])
  if (nodes.length < 2) return null
  const stacks = nodes.filter(({ kind }) => kind === 'jail' || kind === 'zone')
  const switches = nodes.filter(({ kind }) => kind === 'switch')
  return (
    <>
      {stacks.length > 1 && <Stacks nodes={stacks} document={document} />}
      {switches.length > 1 && <Switches nodes={switches} />}
    </>
  )
}

function Stacks({ nodes, document }: { nodes: readonly NodeRecord[]; document: TopologyDocument }) {
  const ifaces = nodes.flatMap(({ id }) => ifacesOf(document, id)).filter(({ kind }) => kind !== 'lo')
  return (
    <Section title="Jails and zones" count={nodes.length}>
      <Choice
        label="Role"
        value={same(nodes.map(({ role }) => role)) ?? null}
        options={nodeRoles.map((role) => [role, roleWords[role]] as const)}
        onChange={(role) =>
          attemptMany(
            `Changing ${plural(nodes.length, 'node')}…`,
            nodes.map(({ id }) => id),
            (transform) => ({ transform, to: { role } }),
          )
        }
      />
      {ifaces.length > 0 && <Ifaces ifaces={ifaces} />}
    </Section>
  )
}

/** All interfaces of all of them. */
function Ifaces({ ifaces }: { ifaces: readonly IfaceRecord[] }) {
  const up = ifaces.filter(({ up }) => up).length
  const set = (fields: { mtu: number } | { up: boolean }) => {
    const label = `Change ${fieldWords(fields)} of ${plural(ifaces.length, 'interface')}`
    const ids = ifaces.map(({ id }) => id)
    return attemptMany(`${label}…`, ids, (set) => ({ set, fields, label }))
  }
  const setMtu = (text: string): string | null => {
    const mtu = /^\d+$/.test(text) ? Number(text) : Number.NaN
    return schemaError(ifaceRecord.shape.mtu, mtu) ?? set({ mtu })
  }
  const mtu = same(ifaces.map(({ mtu }) => mtu))
  return (
    <>
      <Field
        label="MTU"
        mono
        unit="bytes"
        value={mtu === undefined ? '' : String(mtu)}
        placeholder={mtu === undefined ? 'different' : '1500'}
        onCommit={setMtu}
      />
      <Toggle
        label={up === 0 || up === ifaces.length ? 'Interfaces up' : `Interfaces up (${up} of ${ifaces.length})`}
        checked={up === ifaces.length}
        onChange={(up) => set({ up })}
      />
    </>
  )
}

const toggles = [
  ['vlanFiltering', 'VLANs'],
  ['snooping', 'Multicast snooping'],
] as const

function Switches({ nodes }: { nodes: readonly NodeRecord[] }) {
  const set = (settings: Partial<SwitchSettings>) =>
    attemptMany(
      `Changing ${plural(nodes.length, 'switch', 'switches')}…`,
      nodes.map(({ id }) => id),
      (switches) => ({ switches, settings }),
    )
  const settings = nodes.map(switchOf)
  const part = (name: string, on: number): string =>
    on === 0 || on === nodes.length ? name : `${name} (${on} of ${nodes.length})`
  const trees = settings.filter(({ stp }) => stp === 'rstp').length
  return (
    <Section title="Switches" count={nodes.length}>
      <Toggle
        label={part('Spanning tree (RSTP)', trees)}
        checked={trees === nodes.length}
        onChange={(on) => set({ stp: on ? 'rstp' : 'off' })}
      />
      {toggles.map(([key, label]) => {
        const on = settings.filter((each) => each[key]).length
        return (
          <Toggle
            key={key}
            label={part(label, on)}
            checked={on === nodes.length}
            onChange={(wanted) => set({ [key]: wanted })}
          />
        )
      })}
    </Section>
  )
}
