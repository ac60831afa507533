import {
  find,
  hasStack,
  ifacesOf,
  type NodeId,
  type NodeRecord,
  nodeRecord,
  nodeRoles,
  renameNode,
  setFields,
  transform,
} from '@etherloom/topology'
import { Terminal } from 'lucide-react'
import { isStopped, nodeState } from '../canvas/cards/node-state.ts'
import { Glyph } from '../canvas/Glyph.tsx'
import { glyphOf, hueOf, titleOf } from '../canvas/glyphs.ts'
import { capitalized, withArticle } from '../format.ts'
import { drawingOf, naturally } from '../stores/drawing.ts'
import { useDocument, useDocumentShallow, useLive } from '../stores/hooks.ts'
import { attempt, edit } from '../transport/lab.ts'
import { Button } from '../ui/Button.tsx'
import { Choice } from '../ui/Choice.tsx'
import { Field } from '../ui/Field.tsx'
import { Section } from '../ui/Section.tsx'
import { schemaError } from '../ui/schema-error.ts'
import { AddIface } from './AddIface.tsx'
import { ConnectTo } from './ConnectTo.tsx'
import { FaultNote } from './FaultNote.tsx'
import { IconFields } from './IconFields.tsx'
import { IfaceFields } from './IfaceFields.tsx'
import { InspectorHead } from './InspectorHead.tsx'
import { LinkRow } from './LinkRow.tsx'
import { openConsole } from './open-console.ts'
import { RouteFields } from './RouteFields.tsx'
import { roleWords } from './role-words.ts'
import { SwitchFields } from './SwitchFields.tsx'

const kindWords = [
  ['jail', 'Jail'],
  ['zone', 'Zone'],
  ['switch', 'Switch'],
  ['hub', 'Hub'],
  ['tee', 'Tee'],
  ['etherstub', 'Etherstub'],
] as const

export function NodeInspector({ id }: { id: NodeId }) {
  const node = useDocument((document) => find(document, id))
  const fault = useLive((live) => live.faults[id])
  const stopped = useLive((live) => isStopped(nodeState(live, id).ink))
  if (!node) return null
  return (
    <>
      <InspectorHead
        icon={
          <span style={{ color: `var(${hueOf(node)})` }}>
            <Glyph name={glyphOf(node)} size={20} />
          </span>
        }
        title={node.name}
        subtitle={stopped ? `${titleOf(node)}, stopped` : titleOf(node)}
        deleting="Delete node"
      />
      {fault && <FaultNote text={fault} />}
      <Identity node={node} />
      {node.kind === 'switch' && <SwitchFields node={node} />}
      {node.kind !== 'etherstub' && <Interfaces node={node} />}
      {hasStack(node.kind) && <RouteFields node={node} />}
      <Links node={node} />
    </>
  )
}

function Identity({ node }: { node: NodeRecord }) {
  const rename = (name: string): string | null =>
    schemaError(nodeRecord.shape.name, name) ?? attempt((doc) => renameNode(doc, node.id, name))
  return (
    <Section
      title="Node"
      actions={
        <Button
          label="Console"
          harmless
          text="Console"
          icon={<Terminal size={14} />}
          blocked={hasStack(node.kind) ? null : `${capitalized(withArticle(node.kind))} runs no commands.`}
          onPress={() => openConsole(node.id)}
        />
      }
    >
      <Field label="Name" value={node.name} onCommit={rename} />
      {node.kind !== 'machine' && (
        <Choice
          label="Kind"
          value={node.kind}
          options={kindWords}
          onChange={(kind) => edit((doc) => transform(doc, [node.id], { kind }))}
        />
      )}
      {(node.kind === 'jail' || node.kind === 'zone') && (
        <Choice
          label="Role"
          value={node.role ?? 'host'}
          options={nodeRoles.map((role) => [role, roleWords[role]] as const)}
          onChange={(role) => attempt((doc) => setFields(doc, node.id, { role }))}
        />
      )}
      <IconFields id={node.id} />
    </Section>
  )
}

function Interfaces({ node }: { node: NodeRecord }) {
  const ids = useDocumentShallow((document) =>
    [...ifacesOf(document, node.id)].sort((a, b) => naturally(a.name, b.name)).map((iface) => iface.id),
  )
  return (
    <Section
      title={hasStack(node.kind) ? 'Interfaces' : 'Ports'}
      count={ids.length}
      actions={hasStack(node.kind) ? <AddIface node={node} /> : null}
    >
      {ids.length === 0 && <p className="text-sm text-faint">None yet; a link makes one.</p>}
      {ids.map((id) => (
        <IfaceFields key={id} id={id} />
      ))}
    </Section>
  )
}

function Links({ node }: { node: NodeRecord }) {
  const ids = useDocumentShallow((document) => (drawingOf(document).edgesOf.get(node.id) ?? []).map((edge) => edge.id))
  return (
    <Section title="Links" count={ids.length} actions={<ConnectTo id={node.id} />}>
      {ids.length === 0 && <p className="text-sm text-faint">None yet. Drag from one of its dots to another node.</p>}
      <ul className="-mx-1.5">
        {ids.map((id) => (
          <LinkRow key={id} id={id} />
        ))}
      </ul>
    </Section>
  )
}
