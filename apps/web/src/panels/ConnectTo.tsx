import { connect, type NodeId, whyNotConnect } from '@etherloom/topology'
import { Cable } from 'lucide-react'
import { useState } from 'react'
import { Glyph } from '../canvas/Glyph.tsx'
import { glyphOf } from '../canvas/glyphs.ts'
import { documentStore } from '../stores/document.ts'
import { drawingOf, naturally } from '../stores/drawing.ts'
import { edit } from '../transport/lab.ts'
import { Menu, MenuItem } from '../ui/Menu.tsx'
import { useReadOnly } from '../ui/read-only.ts'

/** Wires a node to another one by name: drawing a link without a pointer. */
export function ConnectTo({ id }: { id: NodeId }) {
  const blocked = useReadOnly()
  const [open, setOpen] = useState(false)
  return (
    <Menu
      align="end"
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          disabled={blocked !== null}
          title={blocked ?? undefined}
          className="inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-sm font-medium hover:bg-hover disabled:cursor-not-allowed disabled:opacity-50"
        >
          <Cable size={14} aria-hidden="true" />
          Wire to…
        </button>
      }
    >
      {open && <Others id={id} />}
    </Menu>
  )
}

function Others({ id }: { id: NodeId }) {
  const { document } = documentStore.getState()
  const others = drawingOf(document).nodes.filter((node) => node.id !== id)
  if (others.length === 0)
    return (
      <MenuItem blocked={() => 'Place another node first.'} onSelect={() => {}}>
        Nobody here
      </MenuItem>
    )
  return [...others]
    .sort((a, b) => naturally(a.name, b.name))
    .map((node) => (
      <MenuItem
        key={node.id}
        icon={<Glyph name={glyphOf(node)} size={15} />}
        blocked={() => whyNotConnect(document, id, node.id)}
        onSelect={() => edit((doc) => connect(doc, id, node.id))}
      >
        {node.name}
      </MenuItem>
    ))
}
