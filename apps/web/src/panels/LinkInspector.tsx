import { find, type IfaceId, type LinkId, type LinkRecord, nameOf, setImpairment, setLinkUp } from '@etherloom/topology'
import { Cable } from 'lucide-react'
import { useState } from 'react'
import { settingWords } from '../canvas/edge-scene.ts'
import { drawingOf, edgeName } from '../stores/drawing.ts'
import { useDocument, useLive } from '../stores/hooks.ts'
import { edit } from '../transport/lab.ts'
import { Section } from '../ui/Section.tsx'
import { Toggle } from '../ui/Toggle.tsx'
import { DirectionCounters } from './DirectionCounters.tsx'
import { FaultNote } from './FaultNote.tsx'
import { IfaceFields } from './IfaceFields.tsx'
import { ImpairmentFields } from './ImpairmentFields.tsx'
import { InspectorHead } from './InspectorHead.tsx'
import { LinkPresets } from './LinkPresets.tsx'

export function LinkInspector({ id }: { id: LinkId }) {
  const link = useDocument((document) => find(document, id))
  const name = useDocument((document) => {
    const edge = drawingOf(document).edgeById.get(id)
    return edge ? edgeName(document, edge) : ''
  })
  const fault = useLive((live) => live.faults[id])
  if (!link) return null
  return (
    <>
      <InspectorHead
        icon={<Cable size={18} className="text-dim" />}
        title={name}
        subtitle={link.up ? settingWords(link.ab, link.ba) || 'Link without limits' : 'Link, down'}
        deleting="Delete link"
      />
      {fault && <FaultNote text={fault} />}
      <Section title="Traffic">
        <DirectionCounters id={id} />
      </Section>
      <Settings link={link} />
      <Section title="Ends">
        <End link={link} end="a" />
        <End link={link} end="b" />
      </Section>
    </>
  )
}

function Settings({ link }: { link: LinkRecord }) {
  const differs = JSON.stringify(link.ab) !== JSON.stringify(link.ba)
  const [apart, setApart] = useState(false)
  const split = differs || apart
  const join = (same: boolean): void => {
    setApart(!same)
    if (same && differs) edit((doc) => setImpairment(doc, link.id, 'ba', link.ab))
  }
  const aName = useOwner(link.a)
  const bName = useOwner(link.b)
  return (
    <Section title="Settings" actions={<LinkPresets links={[link]} />}>
      <Toggle
        label="Up"
        title={link.up ? 'Plugged in: click to pull the cable' : 'Pulled out: click to plug it in'}
        checked={link.up}
        onChange={(up) => edit((doc) => setLinkUp(doc, link.id, up))}
      />
      <Toggle
        label="Same both ways"
        title={
          split ? `Gives the way back the settings of ${aName} → ${bName}` : 'Lets each direction have its own settings'
        }
        checked={!split}
        onChange={join}
      />
      {split ? (
        <>
          <h4 className="mt-1 text-xs font-medium text-faint wrap-anywhere">{`${aName} → ${bName}`}</h4>
          <ImpairmentFields ids={[link.id]} direction="ab" values={[link.ab]} />
          <h4 className="mt-1 text-xs font-medium text-faint wrap-anywhere">{`${bName} → ${aName}`}</h4>
          <ImpairmentFields ids={[link.id]} direction="ba" values={[link.ba]} />
        </>
      ) : (
        <ImpairmentFields ids={[link.id]} direction="both" values={[link.ab]} />
      )}
    </Section>
  )
}

function End({ link, end }: { link: LinkRecord; end: 'a' | 'b' }) {
  const iface = link[end]
  const name = useOwner(iface)
  return (
    <div>
      <div className="mb-0.5 text-xs font-medium text-faint">{name}</div>
      <IfaceFields id={iface} />
    </div>
  )
}

/** The name of the node an interface is in. */
const useOwner = (iface: IfaceId): string =>
  useDocument((document) => nameOf(document, find(document, iface)?.node ?? iface))
