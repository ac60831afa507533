import type { ReactNode } from 'react'

interface Props {
  icon: ReactNode
  title: string
  subtitle: string
}

export function InspectorHead({ icon, title, subtitle }: Props) {
  return (
    <div className="flex items-center gap-2.5 border-b border-line px-3 py-2.5">
      <span className="flex size-8 shrink-0 items-center justify-center rounded-lg border border-line bg-raised">
        {icon}
      </span>
      <div className="min-w-0">
        <h2 className="truncate text-[14px] leading-5 font-semibold">{title}</h2>
        <p className="truncate text-sm text-dim">{subtitle}</p>
      </div>
    </div>
  )
}
