// The entry: this process as a command line.
import { main } from './cli.ts'
import { processIo } from './process-io.ts'

// Not process.exit(): what was written to a pipe must still leave.
process.exitCode = await main(process.argv.slice(2), processIo())
