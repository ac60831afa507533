// The gallery over REST. A lab of one's own is made from a ready one by `POST /api/labs {"gallery": id}`.
import { nodeKinds, nodeRoles } from '@etherloom/topology'
import { z } from 'zod'
import type { Gallery } from '../gallery.ts'
import type { Rest } from './rest.ts'

const preview = z
  .strictObject({
    nodes: z.array(
      z.strictObject({ x: z.int(), y: z.int(), kind: z.enum(nodeKinds), role: z.enum(nodeRoles).nullable() }),
    ),
    edges: z.array(z.tuple([z.int(), z.int()])).describe('Pairs of nodes, by their place in the list'),
  })
  .describe('The lab drawn small')

const readyLab = z.strictObject({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  nodes: z.int(),
  links: z.int(),
  preview,
})

export function installGalleryRoutes(app: Rest, gallery: Gallery): void {
  app.get(
    '/api/gallery',
    { schema: { tags: ['Labs'], summary: 'Ready labs to begin with', response: { 200: z.array(readyLab) } } },
    () => gallery.list(),
  )
}
