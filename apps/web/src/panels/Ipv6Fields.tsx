import {
  defaultIpv6,
  defaultRa,
  type IfaceRecord,
  type RouterAdvertisement,
  routerAdvertisement,
  setFields,
} from '@etherloom/topology'
import { attempt, edit } from '../transport/lab.ts'
import { Field } from '../ui/Field.tsx'
import { More } from '../ui/More.tsx'
import { schemaError } from '../ui/schema-error.ts'
import { Toggle } from '../ui/Toggle.tsx'

/** How an interface takes part in IPv6; a router may announce itself and its prefixes. */
export function Ipv6Fields({ iface, router }: { iface: IfaceRecord; router: boolean }) {
  const { autoconf, linkLocal } = iface.ipv6
  const set = (fields: Partial<IfaceRecord['ipv6']>) => edit((doc) => setFields(doc, iface.id, { ipv6: fields }))
  const notes = [
    autoconf && 'autoconf',
    linkLocal !== defaultIpv6.linkLocal && 'no link-local',
    iface.ra && 'advertises',
  ].filter(Boolean)
  return (
    <More title="IPv6" note={notes.join(', ') || undefined}>
      <Toggle
        label="Autoconfiguration"
        title="Makes itself an address from each prefix a router announces (SLAAC)"
        checked={autoconf}
        onChange={(on) => set({ autoconf: on })}
      />
      <Toggle
        label="Link-local address"
        title="Without one, and without an IPv6 address, it does no IPv6"
        checked={linkLocal}
        onChange={(on) => set({ linkLocal: on })}
      />
      {router && (
        <Toggle
          label="Router advertisements"
          title="Announces itself and the prefixes of its IPv6 addresses here"
          checked={iface.ra !== null}
          onChange={(on) => edit((doc) => setFields(doc, iface.id, { ra: on ? defaultRa : null }))}
        />
      )}
      {router && iface.ra && <Advertisement iface={iface} ra={iface.ra} />}
    </More>
  )
}

const times = [
  ['intervalSeconds', 'Every'],
  ['lifetimeSeconds', 'Lifetime'],
] as const
const flags = [
  ['managed', 'Addresses by DHCPv6'],
  ['other', 'The rest by DHCPv6'],
] as const

function Advertisement({ iface, ra }: { iface: IfaceRecord; ra: RouterAdvertisement }) {
  const commit = (key: 'intervalSeconds' | 'lifetimeSeconds', text: string): string | null => {
    const seconds = /^\d+$/.test(text) ? Number(text) : Number.NaN
    const why = schemaError(routerAdvertisement.shape[key], seconds)
    return why ?? attempt((doc) => setFields(doc, iface.id, { ra: { ...ra, [key]: seconds } }))
  }
  return (
    <div className="flex flex-col gap-1.5 border-l-2 border-line pl-2">
      {times.map(([key, label]) => (
        <Field key={key} label={label} mono unit="s" value={String(ra[key])} onCommit={(text) => commit(key, text)} />
      ))}
      {flags.map(([key, label]) => (
        <Toggle
          key={key}
          label={label}
          checked={ra[key]}
          onChange={(on) => edit((doc) => setFields(doc, iface.id, { ra: { ...ra, [key]: on } }))}
        />
      ))}
    </div>
  )
}
