import {
  find,
  type GroupId,
  groupRecord,
  nodesInGroup,
  renameGroup,
  setCollapsed,
  setFields,
  ungroup,
} from '@etherloom/topology'
import { Group } from 'lucide-react'
import { plural } from '../format.ts'
import { useDocument } from '../stores/hooks.ts'
import { attempt, edit } from '../transport/lab.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Section } from '../ui/Section.tsx'
import { schemaError } from '../ui/schema-error.ts'
import { Toggle } from '../ui/Toggle.tsx'
import { ColorChoice } from './ColorChoice.tsx'
import { InspectorHead } from './InspectorHead.tsx'

export function GroupInspector({ id }: { id: GroupId }) {
  const group = useDocument((document) => find(document, id))
  const nodes = useDocument((document) => (find(document, id) ? nodesInGroup(document, id).length : 0))
  if (!group) return null
  const rename = (title: string): string | null =>
    schemaError(groupRecord.shape.title, title) ?? attempt((document) => renameGroup(document, id, title))
  return (
    <>
      <InspectorHead
        icon={<Group size={18} className="text-dim" />}
        title={group.title || 'Group'}
        subtitle={`A group of ${plural(nodes, 'node')}`}
        deleting="Delete the group with its content"
      />
      <Section title="Group">
        <Field label="Title" value={group.title} onCommit={rename} />
        <ColorChoice
          label="Colour"
          value={group.color}
          onChange={(color) => color && edit((document) => setFields(document, id, { color }))}
        />
        <Toggle
          label="Collapsed"
          title="Drawn as one small box; links of what is in it end there."
          checked={group.collapsed}
          onChange={(collapsed) => edit((document) => setCollapsed(document, [id], collapsed))}
        />
        <div>
          <Button
            label="Ungroup"
            text="Ungroup"
            tone="bordered"
            shortcut="Ctrl+Shift+G"
            onPress={() => edit((document) => ungroup(document, [id]))}
          />
        </div>
      </Section>
    </>
  )
}
