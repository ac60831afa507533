import { ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { copyText } from '../packets/chosen.ts'
import { type FieldRow, openField } from '../packets/field-tree.ts'

interface Props {
  rows: readonly FieldRow[]
  /** The row the keyboard is at. */
  active: string | null
  /** The row whose bytes are marked. */
  marked: string | null
  onActivate: (row: FieldRow) => void
  onMark: (row: FieldRow | null) => void
}

/** Every field of a packet, layer by layer: a tree for the keyboard and the pointer. */
export function FieldTree({ rows, active, marked, onActivate, onMark }: Props) {
  const tree = useRef<HTMLDivElement>(null)
  const at = Math.max(
    0,
    rows.findIndex(({ path }) => path === active),
  )
  useEffect(() => {
    if (active !== null) tree.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const go = (index: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))]
    if (row) onActivate(row)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[at]
    if (!row) return
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c' && getSelection()?.isCollapsed !== false)
      copyText(`${row.field.name}: ${row.field.value}`, 'The field is')
    else if (!event.ctrlKey && !event.metaKey && !event.altKey && act(event.key, row)) {
      // done
    } else return
    event.preventDefault()
  }
  const act = (key: string, row: FieldRow): boolean => {
    if (key === 'ArrowDown') go(at + 1)
    else if (key === 'ArrowUp') go(at - 1)
    else if (key === 'Home') go(0)
    else if (key === 'End') go(rows.length - 1)
    else if (key === 'ArrowRight' && row.open === false) openField(row.path, true)
    else if (key === 'ArrowRight' && row.open) go(at + 1)
    else if (key === 'ArrowLeft' && row.open) openField(row.path, false)
    else if (key === 'ArrowLeft' && row.parent !== null) go(rows.findIndex(({ path }) => path === row.parent))
    else if (key === 'Enter' && row.open !== null) openField(row.path, !row.open)
    else return false
    return true
  }
  return (
    <div
      ref={tree}
      role="tree"
      aria-label="Fields"
      tabIndex={0}
      aria-activedescendant={rows[at] ? `field-${at}` : undefined}
      className="min-h-0 flex-1 overflow-auto py-1 text-sm outline-offset-[-2px] select-text"
      onKeyDown={onKeyDown}
      onFocus={() => active === null && go(0)}
      onPointerLeave={() => onMark(null)}
    >
      {rows.map((row, index) => (
        <TreeRow
          key={row.path}
          id={`field-${index}`}
          row={row}
          active={row.path === active}
          marked={row.path === marked}
          onActivate={onActivate}
          onMark={onMark}
        />
      ))}
    </div>
  )
}

interface RowProps extends Pick<Props, 'onActivate' | 'onMark'> {
  id: string
  row: FieldRow
  active: boolean
  marked: boolean
}

function TreeRow({ id, row, active, marked, onActivate, onMark }: RowProps) {
  const { field, depth, open, path } = row
  const bad = field.value === 'Bad' || field.name.startsWith('[')
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the focus and the keys
    <div
      id={id}
      role="treeitem"
      aria-level={depth + 1}
      aria-expanded={open ?? undefined}
      aria-selected={active}
      data-active={active || undefined}
      className={`flex items-start gap-1 pr-2 ${active ? 'bg-accent-soft' : marked ? 'bg-hover' : ''} ${depth === 0 ? 'font-medium' : ''}`}
      style={{ paddingLeft: 6 + depth * 14 }}
      onClick={() => {
        onActivate(row)
        if (open !== null && getSelection()?.isCollapsed !== false) openField(path, !open)
      }}
      onPointerEnter={() => onMark(row)}
    >
      <ChevronRight
        size={13}
        aria-hidden="true"
        className={`mt-1 shrink-0 text-faint transition-transform ${open === null ? 'invisible' : ''} ${open ? 'rotate-90' : ''}`}
      />
      <span className="shrink-0 text-dim">{field.name}</span>
      <span className={`min-w-0 flex-1 break-words ${bad ? 'text-bad' : ''}`}>{field.value}</span>
    </div>
  )
}
