// The gallery of ready labs: lab files in apps/server/gallery, in the order of their names, each with a guide. A further one
// is drawn, exported and put there. They are read when first asked for.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CodedError } from '@etherloom/protocol'
import {
  ifaces,
  isDrawn,
  isNodeId,
  lab,
  layoutOf,
  links,
  type NodeId,
  type NodeKind,
  type NodeRole,
  nodes,
  parse,
  record,
  type TopologyDocument,
} from '@etherloom/topology'

/** A lab drawn small: where its nodes are and which are joined, by their numbers in the list. */
export interface LabPreview {
  nodes: { x: number; y: number; kind: NodeKind; role: NodeRole | null }[]
  edges: [a: number, b: number][]
}

export interface GalleryEntry {
  id: string
  title: string
  summary: string
  nodes: number
  links: number
  preview: LabPreview
}

interface ReadyLab {
  readonly entry: GalleryEntry
  readonly document: TopologyDocument
}

/** It lies at a fixed place in a checkout, seen from the bundle, from this source, or from a bundle that a test made. */
const PLACES = ['../apps/server/gallery', '../gallery', '../../gallery']
const FOLDERS = PLACES.map((path) => fileURLToPath(new URL(path, import.meta.url)))

export class Gallery {
  private readonly folder: string | undefined
  private labs: ReadonlyMap<string, ReadyLab> | null = null

  constructor() {
    this.folder = FOLDERS.find((path) => existsSync(path))
  }

  list(): GalleryEntry[] {
    return [...this.read().values()].map(({ entry }) => entry)
  }

  /** Throws `gallery/not-found`. */
  document(id: string): TopologyDocument {
    const found = this.read().get(id)
    if (found === undefined) throw new CodedError('gallery/not-found', `The gallery has no lab "${id}".`)
    return found.document
  }

  private read(): ReadonlyMap<string, ReadyLab> {
    if (this.labs !== null) return this.labs
    const { folder } = this
    const files = folder === undefined ? [] : readdirSync(folder).filter((name) => name.endsWith('.json'))
    this.labs = new Map(files.sort().map((file) => [idOf(file), readLab(join(folder!, file))]))
    return this.labs
  }
}

/** `10-ping-chain.json` → `ping-chain`: the number is its place in the list. */
const idOf = (file: string): string => basename(file, '.json').replace(/^\d+-/, '')

function readLab(path: string): ReadyLab {
  const result = parse(readFileSync(path, 'utf8'))
  if (!result.ok) throw new Error(`${path}: ${result.errors[0]?.message}`)
  const document = result.doc
  const { name, guide } = lab(document)
  const preview = previewOf(document)
  return {
    document,
    entry: {
      id: idOf(path),
      title: name,
      summary: guide?.summary ?? '',
      nodes: preview.nodes.length,
      links: preview.edges.length,
      preview,
    },
  }
}

export function previewOf(document: TopologyDocument): LabPreview {
  const drawn = nodes(document).filter((node) => isDrawn(document, node))
  const numbers = new Map<NodeId, number>(drawn.map(({ id }, i) => [id, i]))
  const edges: LabPreview['edges'] = []
  const join = (a: NodeId, b: NodeId): void => {
    const [from, to] = [numbers.get(a), numbers.get(b)]
    if (from !== undefined && to !== undefined) edges.push([from, to])
  }
  for (const { a, b } of links(document)) join(record(document, a).node, record(document, b).node)
  for (const { node, over } of ifaces(document)) if (over !== null && isNodeId(over)) join(node, over)
  return {
    nodes: drawn.map(({ id, kind, role }) => {
      const place = layoutOf(document, id)
      return { x: Math.round(place?.x ?? 0), y: Math.round(place?.y ?? 0), kind, role }
    }),
    edges,
  }
}
