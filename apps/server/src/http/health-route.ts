// Whether the server lives, and how it does: cheap enough to be asked every second.
import { PROTOCOL_VERSION } from '@etherloom/protocol'
import { z } from 'zod'
import type { Labs } from '../labs.ts'
import { type Rest, VERSION } from './rest.ts'

const health = z
  .strictObject({
    ok: z.literal(true),
    version: z.string(),
    protocol: z.int().describe('Version of the messages on the WebSocket'),
    uptimeSeconds: z.number(),
    labs: z.int().describe('Labs on disk'),
    open: z.int().describe('Labs that somebody looks at, that run, or did so a moment ago'),
    running: z.int(),
    clients: z.int().describe('Connections to labs'),
    memoryBytes: z.int().describe('Of the whole process, kernels included'),
  })
  .describe('The server is well')

export function installHealthRoute(app: Rest, labs: Labs): void {
  app.get('/api/health', { schema: { tags: ['Server'], summary: 'Health', response: { 200: health } } }, () => ({
    ok: true as const,
    version: VERSION,
    protocol: PROTOCOL_VERSION,
    uptimeSeconds: Math.round(process.uptime()),
    labs: labs.store.count(),
    ...labs.census(),
    memoryBytes: process.memoryUsage.rss(),
  }))
}
