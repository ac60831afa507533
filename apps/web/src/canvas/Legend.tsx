import { Panel } from '@xyflow/react'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useView } from '../stores/hooks.ts'
import { toggleShown } from '../stores/view.ts'
import { Button } from '../ui/Button.tsx'

/** What the colours and marks of the drawing mean, for who wants to know. */
export function Legend() {
  const shown = useView((view) => view.legend)
  if (!shown) return null
  return (
    <Panel
      position="bottom-left"
      className="!mx-3 !mb-15 flex max-h-[calc(100%-4.5rem)] w-72 flex-col rounded-lg border border-line bg-panel text-sm shadow-pop"
    >
      <section aria-label="What the colours mean" className="flex min-h-0 flex-col">
        <div className="flex items-center border-b border-line py-1 pr-1 pl-2.5">
          <h3 className="flex-1 font-semibold">What the colours mean</h3>
          <Button label="Close the legend" icon={<X size={14} />} onPress={() => toggleShown('legend')} />
        </div>
        <dl className="nowheel flex flex-col gap-1.5 overflow-y-auto p-2.5" tabIndex={0}>
          <Entry mark={<Lines colors={['wire']} />}>Nothing passes.</Entry>
          <Entry mark={<Lines colors={['flow-1', 'flow-2', 'flow-3']} />}>
            Traffic on a link without a limit: little, more, the busiest.
          </Entry>
          <Entry mark={<Lines colors={['load-1', 'load-2', 'load-3', 'load-4']} />}>
            Share of the bandwidth in use: below 40, 70, 90 %, and above.
          </Entry>
          <Entry mark={<Halves />}>Each half shows what leaves the node at its end; wider is more bits a second.</Entry>
          <Entry mark={<span className="rounded bg-bad-soft px-1 text-xs text-bad">12 pps lost</span>}>
            Packets die here; the words say why.
          </Entry>
          <Entry mark={<Dots />}>Interface up while the lab runs, up, down.</Entry>
          <Entry mark={<NoEntry />}>Port of a switch that spanning tree blocks: it forwards nothing.</Entry>
          <Entry mark={<Pulled />}>The cable is pulled out.</Entry>
          <Entry mark={<Listed />}>The packet list shows what passes here.</Entry>
        </dl>
      </section>
    </Panel>
  )
}

function Entry({ mark, children }: { mark: ReactNode; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[5rem_1fr] items-center gap-2">
      <dt className="flex justify-center" aria-hidden="true">
        {mark}
      </dt>
      <dd className="text-dim">{children}</dd>
    </div>
  )
}

const WIDTH = 72

function Lines({ colors }: { colors: readonly string[] }) {
  const each = WIDTH / colors.length
  return (
    <svg width={WIDTH} height="8" aria-hidden="true">
      {colors.map((color, i) => (
        <line
          key={color}
          x1={i * each}
          x2={(i + 1) * each - 2}
          y1="4"
          y2="4"
          stroke={`var(--${color})`}
          strokeWidth={colors.length === 1 ? 1.5 : 3}
        />
      ))}
    </svg>
  )
}

const Halves = () => (
  <svg width={WIDTH} height="8" aria-hidden="true">
    <line x1="0" x2={WIDTH / 2} y1="4" y2="4" stroke="var(--flow-3)" strokeWidth="5" />
    <line x1={WIDTH / 2} x2={WIDTH} y1="4" y2="4" stroke="var(--flow-1)" strokeWidth="2" />
  </svg>
)

const Dots = () => (
  <svg width={WIDTH} height="10" aria-hidden="true">
    <circle cx="12" cy="5" r="3" fill="var(--ok)" />
    <circle cx="36" cy="5" r="3" fill="var(--wire)" />
    <circle cx="60" cy="5" r="3" fill="var(--bg)" stroke="var(--bad)" strokeWidth="1.25" />
  </svg>
)

const NoEntry = () => (
  <svg width="12" height="12" aria-hidden="true">
    <circle cx="6" cy="6" r="5" fill="var(--warn)" />
    <rect x="3" y="5" width="6" height="2" fill="var(--bg)" />
  </svg>
)

const Pulled = () => (
  <svg width={WIDTH} height="12" aria-hidden="true" stroke="var(--wire-off)" strokeWidth="1.5">
    <path d="M0 6h30M30 1v10M42 6h30M42 1v10" />
  </svg>
)

const Listed = () => (
  <svg width="18" height="15" aria-hidden="true" fill="var(--bg)">
    <rect width="18" height="14.5" rx="4" fill="var(--accent)" />
    <path d="M4 3.5h1.5V5H4zM7 3.5h7V5H7zM4 6.5h1.5V8H4zM7 6.5h7V8H7zM4 9.5h1.5V11H4zM7 9.5h7V11H7z" />
  </svg>
)
