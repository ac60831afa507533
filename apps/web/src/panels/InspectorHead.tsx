import { Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { deleteSelection } from '../selection.ts'
import { Button } from '../ui/Button.tsx'

interface Props {
  icon: ReactNode
  title: string
  subtitle: string
  /** What deleting it is called. */
  deleting: string
}

export function InspectorHead({ icon, title, subtitle, deleting }: Props) {
  return (
    <div className="flex items-start gap-2.5 border-b border-line px-3 py-2.5">
      <span className="flex size-8 shrink-0 items-center justify-center rounded-lg border border-line bg-raised">
        {icon}
      </span>
      <div className="min-w-0 flex-1">
        <h2 className="line-clamp-2 text-[14px] leading-5 font-semibold wrap-anywhere" title={title}>
          {title}
        </h2>
        <p className="text-sm text-dim wrap-anywhere">{subtitle}</p>
      </div>
      <div className="-mr-2">
        <Button label={deleting} icon={<Trash2 size={15} />} shortcut="Del" onPress={() => deleteSelection()} />
      </div>
    </div>
  )
}
