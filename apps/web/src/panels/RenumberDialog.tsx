import { type IpFamily, isIfaceId, isNodeId, nodes, record, type TopologyDocument } from '@etherloom/topology'
import { ArrowRight } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { capitalized, plural } from '../format.ts'
import { liveSelection } from '../selection.ts'
import { useDocument } from '../stores/hooks.ts'
import { editMade, LARGE } from '../transport/lab.ts'
import { Button } from '../ui/Button.tsx'
import { Choice } from '../ui/Choice.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Field } from '../ui/Field.tsx'
import { Toggle } from '../ui/Toggle.tsx'
import { Words } from '../ui/Words.tsx'
import { addressChange, changedIfaces, type RenumberWish } from '../workshop/renumber-plan.ts'
import { type Made, type Workshop, WorkshopAway, workshopHere } from '../workshop/workshop.ts'
import { renumberDialog } from './dialogs.ts'
import { poolError } from './pool-error.ts'

/** Addresses given out anew, with a look at what would change before it does. */
export function RenumberDialog() {
  return (
    <Dialog handle={renumberDialog} title="Renumber addresses" width="w-140">
      <Form />
    </Dialog>
  )
}

const scopes = [
  ['selection', 'what is selected'],
  ['lab', 'the whole lab'],
] as const

function Form() {
  const document = useDocument((doc) => doc)
  const selected = useMemo(() => liveSelection().filter((id) => isNodeId(id) || isIfaceId(id)), [])
  const now = record(document, 'lab:lab')
  const [scope, setScope] = useState<'lab' | 'selection'>(selected.length > 0 ? 'selection' : 'lab')
  const [ipv4, setIpv4] = useState(now.autoAddress4)
  const [ipv6, setIpv6] = useState(now.autoAddress6)
  const [typed, setTyped] = useState(false)
  const [ipv4Pool, setIpv4Pool] = useState(now.ipv4Pool)
  const [ipv6Pool, setIpv6Pool] = useState(now.ipv6Pool)
  const wish = useMemo(
    (): RenumberWish => ({
      ids: scope === 'selection' ? selected : null,
      families: [...(ipv4 ? ([4] as const) : []), ...(ipv6 ? ([6] as const) : [])],
      typed,
      pools: { ipv4Pool, ipv6Pool },
    }),
    [scope, selected, ipv4, ipv6, typed, ipv4Pool, ipv6Pool],
  )
  const plan = usePlan(document, wish)
  const pool = (key: 'ipv4Pool' | 'ipv6Pool', set: (pool: string) => void) => (text: string) => {
    const why = poolError(key, text)
    if (why === null) set(text)
    return why
  }
  const why =
    plan === null
      ? 'It is being worked out.'
      : 'why' in plan
        ? plan.why
        : changedIfaces(plan.made.diff).length === 0
          ? 'Nothing would change.'
          : null
  const apply = async (): Promise<void> => {
    if (plan === null || 'why' in plan) return
    const { document: seen, made } = plan
    const renumber = async (workshop: Workshop, now: TopologyDocument): Promise<Made> =>
      now === seen ? made : workshop.make({ renumber: wish })
    if (await editMade('Renumbering…', isLarge(seen), renumber)) renumberDialog.close()
  }
  return (
    <div className="flex min-h-0 flex-col gap-3">
      <div className="grid gap-x-6 gap-y-1.5 sm:grid-cols-2">
        {selected.length > 0 ? (
          <Choice label="Where" value={scope} options={scopes} onChange={setScope} />
        ) : (
          <p className="text-sm text-dim">Of the whole lab; select nodes to renumber those alone.</p>
        )}
        <Toggle label="Also addresses I typed" checked={typed} onChange={setTyped} />
        <Toggle label="IPv4" checked={ipv4} onChange={setIpv4} />
        <Toggle label="IPv6" checked={ipv6} onChange={setIpv6} />
        <Field label="IPv4 pool" mono value={ipv4Pool} onCommit={pool('ipv4Pool', setIpv4Pool)} />
        <Field label="IPv6 pool" mono value={ipv6Pool} onCommit={pool('ipv6Pool', setIpv6Pool)} />
      </div>
      {plan === null ? (
        <p role="status" className="text-sm text-dim">
          Working out the new addresses…
        </p>
      ) : 'why' in plan ? (
        <p role="alert" className="text-sm text-warn">
          <Words text={capitalized(plan.why)} />
        </p>
      ) : (
        <Changes plan={plan} families={wish.families} />
      )}
      <div className="flex items-center justify-end gap-2">
        <Button label="Cancel" text="Cancel" onPress={() => renumberDialog.close()} />
        <Button label="Renumber" text="Renumber" tone="primary" blocked={why} onPress={() => void apply()} />
      </div>
    </div>
  )
}

const MOST_SHOWN = 200

type Plan = { readonly document: TopologyDocument; readonly made: Made }

/** Large labs are worked out in a worker. */
const isLarge = (document: TopologyDocument): boolean => nodes(document).length >= LARGE

/** What would be done to this document; null until it is worked out. */
function usePlan(document: TopologyDocument, wish: RenumberWish): Plan | { readonly why: string } | null {
  const [found, setFound] = useState<{ readonly of: readonly unknown[]; readonly plan: Plan | { why: string } } | null>(
    null,
  )
  useEffect(() => {
    if (wish.families.length === 0) return
    const workshop = isLarge(document) ? new WorkshopAway(document) : workshopHere(document)
    let wanted = true
    const show = (plan: Plan | { why: string }): void => {
      if (wanted) setFound({ of: [document, wish], plan })
    }
    workshop.make({ renumber: wish }).then(
      (made) => show({ document, made }),
      (error) => show({ why: error instanceof Error ? error.message : String(error) }),
    )
    return () => {
      wanted = false
      workshop.close()
    }
  }, [document, wish])
  if (wish.families.length === 0) return { why: 'Choose IPv4 or IPv6.' }
  return found?.of[0] === document && found.of[1] === wish ? found.plan : null
}

function Changes({ plan: { document, made }, families }: { plan: Plan; families: readonly IpFamily[] }) {
  const changes = changedIfaces(made.diff)
  return (
    <section aria-label="What changes" className="min-h-0">
      <h3 className="mb-1 text-sm font-semibold">
        {changes.length === 0 ? 'Nothing changes' : plural(changes.length, 'interface changes', 'interfaces change')}
      </h3>
      <ul className="max-h-60 overflow-y-auto rounded-lg border border-line empty:hidden">
        {changes
          .slice(0, MOST_SHOWN)
          .map((id) => addressChange(document, made.diff, id, families))
          .map(({ id, name, from, to }) => (
            <li
              key={id}
              className="grid grid-cols-[8rem_minmax(0,1fr)_1rem_minmax(0,1fr)] items-center gap-2 border-b border-line px-2 py-0.5 text-sm last:border-b-0"
            >
              <span className="truncate" title={name}>
                {name}
              </span>
              <span className="truncate font-mono text-xs text-dim" title={from}>
                {from || 'none'}
              </span>
              <ArrowRight size={12} className="text-faint" aria-label="becomes" />
              <span className="truncate font-mono text-xs" title={to}>
                {to || 'none'}
              </span>
            </li>
          ))}
      </ul>
      {changes.length > MOST_SHOWN && <p className="mt-1 text-xs text-faint">and {changes.length - MOST_SHOWN} more</p>}
    </section>
  )
}
