import type { ReactNode } from 'react'

interface Props {
  title: string
  /** What is set inside, in a few words; shown while it is folded too. */
  note?: string | undefined
  children: ReactNode
}

/** Settings few people need, folded away. */
export function More({ title, note, children }: Props) {
  return (
    <details className="min-w-0">
      <summary className="cursor-default py-0.5 text-xs text-faint select-none hover:text-dim">
        {title}
        {note && <span className="text-accent"> · {note}</span>}
      </summary>
      <div className="mt-1.5 flex flex-col gap-1.5">{children}</div>
    </details>
  )
}
