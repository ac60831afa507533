import { find, labRecord, setFields } from '@etherloom/topology'
import { Glyph } from '../canvas/Glyph.tsx'
import { glyphOf, hueOf, titleOf } from '../canvas/glyphs.ts'
import { edgesByName, nodesByName } from '../stores/drawing.ts'
import { useDocument, useDocumentLater } from '../stores/hooks.ts'
import { select } from '../stores/session.ts'
import { attempt, edit } from '../transport/lab.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { LongList } from '../ui/LongList.tsx'
import { More } from '../ui/More.tsx'
import { Section } from '../ui/Section.tsx'
import { schemaError } from '../ui/schema-error.ts'
import { Toggle } from '../ui/Toggle.tsx'
import { CanvasFields } from './CanvasFields.tsx'
import { openRenumber } from './dialogs.ts'
import { LinkRow } from './LinkRow.tsx'
import { poolError } from './pool-error.ts'

/** The lab as a whole: its settings, and every node and link as lists, which is also the keyboard's way to a link. */
export function LabInspector() {
  return (
    <>
      <LabSettings />
      <NodeList />
      <LinkList />
    </>
  )
}

const toggles = [
  [
    'autoAddress4',
    'IPv4 addresses for new links',
    'A link that is drawn gets addresses from the IPv4 pool, one /24 a LAN.',
  ],
  [
    'autoAddress6',
    'IPv6 addresses for new links',
    'A link that is drawn gets addresses from the IPv6 pool, one /64 a LAN.',
  ],
  ['hostsFile', 'Nodes know each other by name', 'Every node has a hosts file with all the others in it.'],
] as const

function LabSettings() {
  const lab = useDocument((document) => find(document, 'lab:lab'))
  if (!lab) return null
  const setSeed = (text: string): string | null => {
    const seed = text === '' ? Number.NaN : Number(text)
    return schemaError(labRecord.shape.seed, seed) ?? attempt((doc) => setFields(doc, 'lab:lab', { seed }))
  }
  const setPool = (key: 'ipv4Pool' | 'ipv6Pool', pool: string): string | null =>
    poolError(key, pool) ?? attempt((doc) => setFields(doc, 'lab:lab', { [key]: pool }))
  return (
    <Section title="Lab" actions={<Button label="Renumber…" text="Renumber…" onPress={openRenumber} />}>
      <Field label="Random seed" value={String(lab.seed)} mono onCommit={setSeed} />
      <Toggle
        label="Routes from the drawing"
        title="Hosts get a default route and routers shortest-path routes, computed from what is drawn."
        checked={lab.autoRoutes}
        onChange={(autoRoutes) => edit((doc) => setFields(doc, 'lab:lab', { autoRoutes }))}
      />
      <More title="Addresses and names">
        {toggles.map(([key, label, title]) => (
          <Toggle
            key={key}
            label={label}
            title={title}
            checked={lab[key]}
            onChange={(on) => edit((doc) => setFields(doc, 'lab:lab', { [key]: on }))}
          />
        ))}
        <Field label="IPv4 pool" value={lab.ipv4Pool} mono onCommit={(pool) => setPool('ipv4Pool', pool)} />
        <Field label="IPv6 pool" value={lab.ipv6Pool} mono onCommit={(pool) => setPool('ipv6Pool', pool)} />
      </More>
      <CanvasFields />
    </Section>
  )
}

/** Of a row in the lists, in pixels. */
const ROW = 26

function NodeList() {
  const nodes = nodesByName(useDocumentLater())
  return (
    <Section title="Nodes" count={nodes.length}>
      {nodes.length === 0 && <p className="text-sm text-faint">None yet.</p>}
      <LongList items={nodes} rowHeight={ROW} className="-mx-1.5 max-h-[max(13rem,30vh)] overflow-y-auto">
        {(node) => (
          <li key={node.id} className="relative flex h-6.5 items-center rounded-md pr-1.5 hover:bg-hover">
            <button
              type="button"
              aria-description={titleOf(node)}
              title={node.name}
              className="flex h-6.5 min-w-0 flex-1 items-center gap-2 rounded-md px-1.5 text-left text-sm outline-none after:absolute after:inset-0 after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-accent"
              onClick={() => select([node.id])}
            >
              <span style={{ color: `var(${hueOf(node)})` }}>
                <Glyph name={glyphOf(node)} size={16} />
              </span>
              <span className="min-w-0 flex-1 truncate">{node.name}</span>
            </button>
            <span aria-hidden="true" className="text-xs text-faint">
              {titleOf(node)}
            </span>
          </li>
        )}
      </LongList>
    </Section>
  )
}

function LinkList() {
  const edges = edgesByName(useDocumentLater())
  return (
    <Section title="Links" count={edges.length}>
      {edges.length === 0 && <p className="text-sm text-faint">None yet. Drag from a node’s dot to another node.</p>}
      <LongList items={edges} rowHeight={ROW} label="Links" className="-mx-1.5">
        {(edge) => <LinkRow key={edge.id} id={edge.id} />}
      </LongList>
    </Section>
  )
}
