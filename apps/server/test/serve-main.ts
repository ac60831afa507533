// The server as a process of its own, for the tests that kill it.
import { serveUntilSignal } from '../src/serve.ts'

await serveUntilSignal({ data: process.argv[2]!, port: Number(process.argv[3] ?? 0) })
