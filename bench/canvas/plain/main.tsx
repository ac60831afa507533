// What one writes with React Flow's own parts in an afternoon: nodes of the kind it comes with, straight edges with a text
// label, rates put into React's state ten times a second. Everything is an element, in view or not, as React Flow does unless
// told otherwise. The rates are made up here, which costs less than receiving them.
import { type Edge, type Node, ReactFlow, useEdgesState, useNodesState } from '@xyflow/react'
import { useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import '@xyflow/react/dist/style.css'

interface Lab {
  nodes: { id: string; name: string; x: number; y: number }[]
  links: { id: string; a: string; b: string }[]
}

const lab = (await (await fetch('./lab.json')).json()) as Lab

const nodes: Node[] = lab.nodes.map(({ id, name, x, y }) => ({
  id,
  position: { x, y },
  data: { label: name },
  style: { width: 56, height: 56, fontSize: 11, padding: 4 },
}))

const rate = (tick: number, i: number): string =>
  `→ ${15 + ((tick + i) % 9)} pps · ${(((tick * 7 + i) % 90) / 10 + 12).toFixed(1)} kb/s  ← ${14 + ((tick + 2 * i) % 9)} pps`

const edgesAt = (edges: readonly Edge[], tick: number): Edge[] =>
  edges.map((edge, i) => ({ ...edge, label: rate(tick, i) }))

const edges: Edge[] = edgesAt(
  lab.links.map(({ id, a, b }) => ({ id, source: a, target: b, type: 'straight' })),
  0,
)

function Plain() {
  const [shownNodes, , onNodesChange] = useNodesState(nodes)
  const [shownEdges, setEdges, onEdgesChange] = useEdgesState(edges)
  useEffect(() => {
    let tick = 0
    const timer = setInterval(() => setEdges((before) => edgesAt(before, ++tick)), 100)
    return () => clearInterval(timer)
  }, [setEdges])
  useEffect(() => {
    performance.mark('drawn')
  }, [])
  return (
    <ReactFlow
      nodes={shownNodes}
      edges={shownEdges}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      nodeOrigin={[0.5, 0.5]}
      minZoom={0.02}
      maxZoom={3}
      fitView
    />
  )
}

// As large as the drawing of the page it stands beside: what is not seen is not painted.
const wanted = new URLSearchParams(location.search)
const root = document.getElementById('root')!
root.style.width = `${wanted.get('width')}px`
root.style.height = `${wanted.get('height')}px`
createRoot(root).render(<Plain />)
