// The server as a process of its own, for the tests that kill it.
import { serve } from '../src/serve.ts'

const server = await serve({ data: process.argv[2]!, port: Number(process.argv[3] ?? 0) })
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close())
