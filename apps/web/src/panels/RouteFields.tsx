import { type NodeRecord, type StaticRoute, setRoutes } from '@etherloom/topology'
import { X } from 'lucide-react'
import { attempt } from '../transport/lab.ts'
import { Field } from '../ui/Field.tsx'
import { useReadOnly } from '../ui/read-only.ts'
import { Section } from '../ui/Section.tsx'
import { readRoute } from './read-route.ts'

const MOST_SHOWN = 100

/** Routes a person gave the node, each a line that can be changed; those computed from the drawing are not stored and not listed. */
export function RouteFields({ node }: { node: NodeRecord }) {
  const set = (routes: readonly StaticRoute[]) => attempt((doc) => setRoutes(doc, node.id, routes))
  /** An emptied line is removed; `at` beyond the last adds one. */
  const change = (at: number, text: string): string | null => {
    const typed = readRoute(text)
    if (typed === undefined) return 'Write the destination and the gateway: 10.1.0.0/16 10.0.0.1, or default 10.0.0.1.'
    return set([...node.routes.slice(0, at), ...(typed ? [typed] : []), ...node.routes.slice(at + 1)])
  }
  const readOnly = useReadOnly() !== null
  const { length } = node.routes
  return (
    <Section title="Static routes" count={length}>
      {node.routes.slice(0, MOST_SHOWN).map((route, i) => (
        <Field
          key={`${route.destination} ${route.gateway}`}
          label={`Route to ${route.destination}`}
          hideLabel
          mono
          value={`${route.destination} ${route.gateway}`}
          onCommit={(text) => change(i, text)}
          after={
            !readOnly && (
              <button
                type="button"
                aria-label={`Remove the route to ${route.destination} via ${route.gateway}`}
                className="flex size-6 shrink-0 items-center justify-center rounded text-faint hover:bg-hover hover:text-bad"
                onClick={() => set(node.routes.filter((_, at) => at !== i))}
              >
                <X size={13} />
              </button>
            )
          }
        />
      ))}
      {length > MOST_SHOWN && <p className="text-xs text-faint">and {length - MOST_SHOWN} more</p>}
      {readOnly ? (
        length === 0 && <p className="text-sm text-faint">None.</p>
      ) : (
        <Field
          label="Add route"
          hideLabel
          mono
          value=""
          placeholder="Add: 10.1.0.0/16 10.0.0.1"
          hint="Destination and gateway. The destination may be default, the gateway blackhole or reject."
          onCommit={(text) => change(length, text)}
        />
      )}
    </Section>
  )
}
