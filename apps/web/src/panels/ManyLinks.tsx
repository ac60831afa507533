import { find, isLinkId, type LinkId, type RecordId, type TopologyDocument } from '@etherloom/topology'
import { attemptMany } from '../transport/lab.ts'
import { Section } from '../ui/Section.tsx'
import { Toggle } from '../ui/Toggle.tsx'
import { ImpairmentFields } from './ImpairmentFields.tsx'
import { LinkPresets } from './LinkPresets.tsx'

/** Links selected together, set alike: what they have in common is shown, what is typed goes to all of them, both ways. */
export function ManyLinks({ ids, document }: { ids: readonly RecordId[]; document: TopologyDocument }) {
  const alive = ids.filter(isLinkId).flatMap((id) => find(document, id) ?? [])
  if (alive.length < 2) return null
  const linkIds = alive.map(({ id }): LinkId => id)
  const up = alive.filter(({ up }) => up).length
  const setUp = (up: boolean) => attemptMany(`Changing ${alive.length} links…`, linkIds, (plug) => ({ plug, up }))
  return (
    <Section title="Links" count={alive.length} actions={<LinkPresets links={alive} />}>
      <Toggle
        label={up === 0 || up === alive.length ? 'Up' : `Up (${up} of ${alive.length})`}
        checked={up === alive.length}
        onChange={setUp}
      />
      <ImpairmentFields ids={linkIds} direction="both" values={alive.flatMap(({ ab, ba }) => [ab, ba])} />
    </Section>
  )
}
