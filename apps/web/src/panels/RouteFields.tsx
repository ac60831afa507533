import { type NodeRecord, type StaticRoute, setRoutes } from '@etherloom/topology'
import { X } from 'lucide-react'
import { attempt, edit } from '../transport/lab.ts'
import { Field } from '../ui/Field.tsx'
import { Section } from '../ui/Section.tsx'

/** Routes a person gave the node; those computed from the drawing are not stored and not listed. */
export function RouteFields({ node }: { node: NodeRecord }) {
  const add = (text: string): string | null => {
    if (text === '') return null
    const [destination, via, last] = text.split(/\s+/)
    const gateway = via === 'via' ? last : via
    if (!destination || !gateway) return 'Write the destination and the gateway: 10.1.0.0/16 10.0.0.1'
    return attempt((doc) => setRoutes(doc, node.id, [...node.routes, { destination, gateway }]))
  }
  const remove = (route: StaticRoute) =>
    edit((doc) =>
      setRoutes(
        doc,
        node.id,
        node.routes.filter((other) => other !== route),
      ),
    )
  return (
    <Section title="Static routes" count={node.routes.length}>
      {node.routes.slice(0, 100).map((route) => (
        <div key={`${route.destination} ${route.gateway}`} className="flex items-center gap-1 font-mono text-sm">
          <span className="min-w-0 flex-1 truncate">
            {route.destination} → {route.gateway}
          </span>
          <button
            type="button"
            aria-label={`Remove the route to ${route.destination}`}
            className="rounded p-0.5 text-faint hover:bg-hover hover:text-bad"
            onClick={() => remove(route)}
          >
            <X size={13} />
          </button>
        </div>
      ))}
      <Field label="Add route" hideLabel mono value="" placeholder="default 10.0.0.1" onCommit={add} />
    </Section>
  )
}
