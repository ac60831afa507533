import type { ReactNode } from 'react'

interface Props {
  title: string
  rows: readonly ReactNode[][]
  /** How many the answer left out. */
  more?: number
  most: number
  empty?: string
  /** Widths of the columns, as CSS grid has them. */
  columns: string
}

/** A short table: so many rows, and how many more there are. */
export function Rows({ title, rows, more = 0, most, empty, columns }: Props) {
  if (rows.length === 0 && !empty) return null
  const left = rows.length - most + more
  return (
    <section aria-label={title} className="mb-2 last:mb-0">
      <h4 className="mb-0.5 text-xs font-medium text-faint">{title}</h4>
      {rows.length === 0 && <p className="text-xs text-dim">{empty}</p>}
      <div role="table" aria-label={title} className="flex flex-col font-mono text-xs">
        {rows.slice(0, most).map((cells, n) => (
          <div role="row" key={n} className="grid gap-x-2" style={{ gridTemplateColumns: columns }}>
            {cells.map((cell, i) => (
              <span role="cell" key={i} className="truncate" title={typeof cell === 'string' ? cell : undefined}>
                {cell}
              </span>
            ))}
          </div>
        ))}
      </div>
      {left > 0 && rows.length > 0 && <p className="text-xs text-faint">and {left} more</p>}
    </section>
  )
}
