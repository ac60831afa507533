import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalDistributeCenter,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  Grid3x3,
  type LucideIcon,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { Glyph } from '../canvas/Glyph.tsx'
import type { GlyphName } from '../canvas/glyphs.ts'
import { useLive } from '../stores/hooks.ts'
import { Section } from '../ui/Section.tsx'
import { CommandButton } from './CommandButton.tsx'

const PLACES: readonly (readonly [command: string, Icon: LucideIcon])[] = [
  ['arrange.align-left', AlignStartVertical],
  ['arrange.align-center', AlignCenterVertical],
  ['arrange.align-right', AlignEndVertical],
  ['arrange.align-top', AlignStartHorizontal],
  ['arrange.align-middle', AlignCenterHorizontal],
  ['arrange.align-bottom', AlignEndHorizontal],
  ['arrange.distribute-x', AlignHorizontalDistributeCenter],
  ['arrange.distribute-y', AlignVerticalDistributeCenter],
  ['arrange.onto-grid', Grid3x3],
]
const TRAFFIC = [
  ['ping', 'Ping'],
  ['traceroute', 'Traceroute'],
  ['udp', 'UDP'],
] as const
const LINKS = ['chain', 'star', 'ring', 'clique'] as const
const LAYOUTS = ['layers', 'force', 'radial', 'grid', 'circle'] as const
const KINDS: readonly (readonly [command: string, glyph: GlyphName])[] = [
  ['pc', 'pc'],
  ['router', 'router'],
  ['switch', 'switch'],
  ['hub', 'hub'],
  ['tee', 'tee'],
  ['jail', 'jail'],
  ['zone', 'zone'],
  ['etherstub', 'etherstub'],
]

const capital = (word: string): string => word[0]!.toUpperCase() + word.slice(1)

/** What people do with several nodes at once: each a command, its keys in the tooltip. */
export function NodesActions() {
  return (
    <Section title="Nodes together">
      <Traffic />
      <Group title="Link as">
        {LINKS.map((shape) => (
          <Action key={shape} id={`draw.link-${shape}`} text={capital(shape)} />
        ))}
      </Group>
      <Group title="Align">
        {PLACES.map(([id, Icon]) => (
          <Action key={id} id={id} icon={<Icon size={15} />} />
        ))}
      </Group>
      <Group title="Lay out">
        {LAYOUTS.map((kind) => (
          <Action key={kind} id={`layout.${kind}`} text={capital(kind)} />
        ))}
      </Group>
      <Group title="Change to">
        {KINDS.map(([kind, glyph]) => (
          <Action key={kind} id={`node.make-${kind}`} icon={<Glyph name={glyph} size={17} />} />
        ))}
      </Group>
    </Section>
  )
}

function Traffic() {
  // Whether it can be sent depends on them.
  useLive((live) => live.run.state)
  useLive((live) => live.stopped)
  return (
    <Group title="Send">
      {TRAFFIC.map(([kind, text]) => (
        <Action key={kind} id={`traffic.${kind}`} text={text} />
      ))}
    </Group>
  )
}

/** Its tooltip stands beside the row: below, it would cover the next one. */
const Action = (props: { id: string; text?: string; icon?: ReactNode }) => (
  <CommandButton {...props} beside="[role=group]" />
)

const Group = ({ title, children }: { title: string; children: ReactNode }) => (
  <div role="group" aria-label={title} className="grid grid-cols-[5.5rem_minmax(0,1fr)]">
    <span aria-hidden="true" className="text-sm leading-7 text-dim">
      {title}
    </span>
    <div className="-mr-2 flex flex-wrap">{children}</div>
  </div>
)
