import { find, type IfaceId, nameOf } from '@etherloom/topology'
import { Cable } from 'lucide-react'
import { useDocument } from '../stores/hooks.ts'
import { Section } from '../ui/Section.tsx'
import { DirectionCounters } from './DirectionCounters.tsx'
import { IfaceFields } from './IfaceFields.tsx'
import { InspectorHead } from './InspectorHead.tsx'

/** A VNIC picked as the edge it is drawn as. */
export function VnicInspector({ id }: { id: IfaceId }) {
  const vnic = useDocument((document) => find(document, id))
  const owner = useDocument((document) => (vnic ? nameOf(document, vnic.node) : ''))
  const over = useDocument((document) => (vnic?.over ? nameOf(document, vnic.over) : ''))
  if (!vnic) return null
  return (
    <>
      <InspectorHead
        icon={<Cable size={18} className="text-kind-etherstub" />}
        title={`${owner} – ${over}`}
        subtitle={`VNIC ${vnic.name} of ${owner} over ${over}`}
        deleting="Delete VNIC"
      />
      <Section title="Traffic">
        <DirectionCounters id={id} />
      </Section>
      <Section title="VNIC">
        <IfaceFields id={id} />
      </Section>
    </>
  )
}
