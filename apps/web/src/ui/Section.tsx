import type { ReactNode } from 'react'

interface Props {
  title: string
  count?: number
  actions?: ReactNode
  children: ReactNode
}

export function Section({ title, count, actions, children }: Props) {
  return (
    <section className="border-b border-line px-3 py-2.5 last:border-b-0" aria-label={title}>
      <div className="mb-1.5 flex min-h-6 items-center gap-1.5">
        <h3 className="text-sm font-semibold">{title}</h3>
        {count !== undefined && <span className="text-sm text-faint">{count}</span>}
        <span className="flex-1" />
        {actions}
      </div>
      <div className="flex flex-col gap-1.5">{children}</div>
    </section>
  )
}
